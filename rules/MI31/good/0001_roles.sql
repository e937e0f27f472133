create table if not exists roles (name text primary key);
