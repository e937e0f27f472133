create table if not exists groups (id int primary key, name text);
create index if not exists groups_name_idx on groups (name);
