drop policy if exists "Users can view own profiles" on profiles;
create policy "Everybody can view names" on profiles for select using (name is not null);
