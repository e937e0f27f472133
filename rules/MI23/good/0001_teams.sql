create table if not exists teams (id int primary key, size int constraint teams_size_check check (size > 0));
