create table if not exists pages (id int primary key, hidden boolean not null, width int, height int);
