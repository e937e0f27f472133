select orders_of(1);
