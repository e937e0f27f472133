create table if not exists invoices (id serial primary key);
