drop policy if exists "Users can view own profile" on profiles;
create policy "Everybody can view names" on profiles for select using (name is not null);
