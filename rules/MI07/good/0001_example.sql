create table if not exists teams (id int primary key, name text not null);
alter table teams enable row level security;
drop policy if exists "Everybody reads" on teams;
create policy "Everybody reads" on teams for select using (true);
