create table if not exists orders (id int primary key);
create table if not exists orders_new (id bigint primary key, currency text);
