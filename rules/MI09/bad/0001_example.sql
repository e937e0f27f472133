create table if not exists teams (id int primary key);
alter table teams add column size int, add column color text;
