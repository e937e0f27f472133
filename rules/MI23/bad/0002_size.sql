alter table teams drop constraint teams_size_check;
