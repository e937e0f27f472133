create table if not exists teams (id int primary key, name text not null);
create unique index if not exists teams_name_idx on teams (name);
