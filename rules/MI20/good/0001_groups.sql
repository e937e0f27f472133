create table if not exists groups (id int primary key, title text);
