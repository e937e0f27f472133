create table if not exists teams (id int primary key);
alter table teams add column if not exists size int, add column if not exists color text;
