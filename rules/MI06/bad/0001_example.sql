create table if not exists teams (id int primary key, name text not null);
create trigger no_idle_update before update on teams
  for each row execute function suppress_redundant_updates_trigger();
