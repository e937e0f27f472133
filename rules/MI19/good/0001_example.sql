create table if not exists teams (city text, country text);
create statistics if not exists teams_place on city, country from teams;
drop text search configuration if exists plain;
create text search configuration plain (copy = simple);
