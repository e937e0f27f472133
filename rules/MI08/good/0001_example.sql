create table if not exists teams (id int primary key, name text not null, size int);
alter table teams drop constraint if exists teams_name_key;
alter table teams add constraint teams_name_key unique (name);
alter table teams drop constraint if exists teams_size_check;
alter table teams add constraint teams_size_check check (size > 0);
