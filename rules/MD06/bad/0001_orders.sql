create type order_status as enum ('draft', 'paid', 'shipped');

create table orders (
  id bigint generated always as identity primary key,
  status order_status not null default 'draft'
);
