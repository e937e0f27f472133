drop index groups_name_idx;
drop table groups;
