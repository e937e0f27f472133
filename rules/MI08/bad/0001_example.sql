create table if not exists teams (id int, name text not null, size int);
alter table teams add primary key (id);
alter table teams add constraint teams_name_key unique (name);
alter table teams add constraint teams_size_check check (size > 0);
