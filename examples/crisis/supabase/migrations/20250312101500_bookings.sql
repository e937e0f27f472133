-- Rooms and who has them when.

create type public.booking_status as enum ('requested', 'confirmed', 'cancelled');

create table public.rooms (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id) on delete cascade,
  name text not null,
  has_piano boolean not null default false,
  unique (organization_id, name)
);

create table public.bookings (
  id uuid primary key default gen_random_uuid(),
  room_id uuid not null references public.rooms (id),
  profile_id uuid not null references public.profiles (id),
  status public.booking_status not null default 'requested',
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  note text,
  updated_at timestamptz not null default now(),
  constraint bookings_time_order check (ends_at > starts_at)
);

create index bookings_room_id_starts_at_idx on public.bookings (room_id, starts_at);

create trigger bookings_touch_updated_at
  before update on public.bookings
  for each row execute function public.touch_updated_at();

alter table public.rooms enable row level security;
alter table public.bookings enable row level security;

create policy "Members can view rooms" on public.rooms
  for select to authenticated
  using (organization_id in (select m.organization_id from public.memberships m where m.profile_id = auth.uid()));

create policy "Users can manage own bookings" on public.bookings
  for all to authenticated
  using (profile_id = auth.uid());
