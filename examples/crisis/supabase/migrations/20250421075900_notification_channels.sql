create table public.notification_channels (
  id uuid primary key default gen_random_uuid(),
  profile_id uuid not null references public.profiles (id) on delete cascade,
  kind text not null check (kind in ('email', 'push')),
  address text not null,
  unique (profile_id, kind)
);

alter table public.notification_channels enable row level security;

create policy "Users can manage own channels" on public.notification_channels
  for all to authenticated
  using (profile_id = auth.uid());
