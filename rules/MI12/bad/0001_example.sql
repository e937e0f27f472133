create schema billing;
create table if not exists billing.invoices (id int primary key);
