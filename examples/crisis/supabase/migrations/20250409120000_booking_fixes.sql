-- Found on staging, where the second half of 20250312101500 was missing, and repeated here.

create type public.booking_status as enum ('requested', 'confirmed', 'cancelled', 'no_show');

alter table public.bookings add column note text;

alter table public.bookings
  add constraint bookings_time_order check (ends_at > starts_at);

create index bookings_room_id_starts_at_idx on public.bookings (room_id, starts_at);

create trigger bookings_touch_updated_at
  before update on public.bookings
  for each row execute function public.touch_updated_at();

alter table public.bookings add column recurring_until date;
