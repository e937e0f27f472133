create table if not exists teams (id int primary key, name text not null);
alter table teams enable row level security;
create policy "Everybody reads" on teams for select using (true);
