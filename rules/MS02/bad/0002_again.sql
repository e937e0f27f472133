create table if not exists bookings (
  id int primary key,
  created_by uuid references users (id),
  seats int not null default 1 check (seats > 0)
);
create index if not exists bookings_seats_idx on bookings (seats);
alter table bookings add column if not exists seats bigint;
do $$
begin
  create type booking_state as enum ('open', 'paid', 'refunded');
exception when duplicate_object then
  null;
end $$;
do $$
begin
  if not exists (select 1 from pg_type where typname = 'email') then
    create domain email as text check (position('@' in value) > 1);
  end if;
end $$;
