create table if not exists teams (city text, country text);
create statistics teams_place on city, country from teams;
create collation plain (provider = libc, locale = 'C');
