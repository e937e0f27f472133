create table if not exists teams (id int primary key, size text);
