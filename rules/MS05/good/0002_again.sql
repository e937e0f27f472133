drop policy if exists "Users can view own profile" on profiles;
drop policy if exists "profiles_select_own" on profiles;
create policy "profiles_select_own" on profiles for select using (name = current_user);
