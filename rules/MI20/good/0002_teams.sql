alter table if exists groups rename to teams;
