create table if not exists teams (id int primary key);
create or replace rule no_delete as on delete to teams do instead nothing;
