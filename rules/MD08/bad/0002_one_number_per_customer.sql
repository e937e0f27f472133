create unique index invoices_customer_idx on invoices (customer_id, number);
