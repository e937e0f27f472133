create index if not exists idx_orders_made on orders (made);
alter table orders add constraint orders_to_customers foreign key (customer) references customers (id);
