alter table groups rename column title to name;
alter table groups rename to teams;
