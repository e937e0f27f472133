create table invoices (
  id bigint generated always as identity primary key,
  customer_id bigint not null,
  number text not null
);

create index invoices_customer_idx on invoices (customer_id);
