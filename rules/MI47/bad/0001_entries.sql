create table if not exists entries (id int primary key, note text);
