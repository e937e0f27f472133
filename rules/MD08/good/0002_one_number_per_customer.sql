create unique index invoices_customer_number_idx on invoices (customer_id, number);
