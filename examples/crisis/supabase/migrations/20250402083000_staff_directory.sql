-- The staff directory, written on a branch that had no profiles table yet.

create table if not exists public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  email text not null,
  display_name text not null,
  organization_id uuid references public.organizations (id),
  is_staff boolean not null default false,
  updated_at timestamptz not null default now()
);

create index profiles_organization_id_idx on public.profiles (organization_id);

alter table public.profiles
  add constraint profiles_display_name_length check (char_length(display_name) between 1 and 80);

create policy "Users can view own profile" on public.profiles
  for select to authenticated
  using (auth.uid() = id);

create policy "Staff can view colleagues" on public.profiles
  for select to authenticated
  using (is_staff);

comment on column public.profiles.display_name is 'What students see.';
