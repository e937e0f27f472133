create table if not exists teams (id int primary key, title text, name text);
