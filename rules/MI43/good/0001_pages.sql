create table if not exists pages (id int primary key, hidden boolean not null, visible boolean);
