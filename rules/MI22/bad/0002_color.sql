alter table teams drop column color;
