alter table teams drop column if exists color;
