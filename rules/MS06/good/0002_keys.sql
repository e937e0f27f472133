alter index orders_made_idx rename to idx_orders_made;
alter table orders rename constraint orders_customer_fkey to orders_to_customers;
