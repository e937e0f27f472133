create schema if not exists billing;
create table if not exists billing.invoices (id int primary key);
