create table profiles (id uuid primary key, name text);
alter table profiles enable row level security;
create policy "Users can view own profile" on profiles for select using (name = current_user);
