create table if not exists teams (id int primary key, color text);
