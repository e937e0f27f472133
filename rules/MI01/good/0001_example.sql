create table if not exists teams (id int primary key, name text not null);
create table if not exists team_names as select id, name from teams;
