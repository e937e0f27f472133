create table customers (id int primary key);
create table orders (id int primary key, customer int references customers, made date);
create index orders_made_idx on orders (made);
