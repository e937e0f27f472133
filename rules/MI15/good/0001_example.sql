create table if not exists teams (id int primary key);
drop publication if exists changes;
create publication changes for table teams;
