alter table teams drop constraint if exists teams_size_check;
