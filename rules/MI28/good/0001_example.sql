create table if not exists groups (id int, region text) partition by list (region);
create table if not exists teams partition of groups for values in ('north');
