create type order_status as enum ('draft', 'paid', 'shipped', 'refunded');
