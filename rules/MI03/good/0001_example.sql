create table if not exists teams (id int primary key, name text not null);
create or replace view team_names as select id, name from teams;
drop materialized view if exists team_sizes;
create materialized view team_sizes as select id, count(*) from teams group by id;
