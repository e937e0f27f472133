-- From now on: written so that it may run twice.

create table if not exists public.waitlist (
  id bigint generated always as identity primary key,
  room_id uuid not null references public.rooms (id) on delete cascade,
  profile_id uuid not null references public.profiles (id) on delete cascade,
  asked_at timestamptz not null default now()
);

create index if not exists waitlist_room_id_idx on public.waitlist (room_id);

alter table public.waitlist enable row level security;

drop policy if exists "Users can manage own wishes" on public.waitlist;
create policy "Users can manage own wishes" on public.waitlist
  for all to authenticated
  using (profile_id = auth.uid());
