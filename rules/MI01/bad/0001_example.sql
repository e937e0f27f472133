create table teams (id int primary key, name text not null);
create table team_names as select id, name from teams;
