drop index if exists groups_name_idx;
drop table if exists groups;
