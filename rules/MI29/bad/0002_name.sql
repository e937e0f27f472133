update teams set name = title;
alter table teams drop column if exists title;
