create table if not exists groups (id int, region text) partition by list (region);
create table if not exists teams (id int, region text);
alter table groups attach partition teams for values in ('north');
