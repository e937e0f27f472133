alter table bookings alter column created_by type uuid using created_by::uuid;
alter table bookings add foreign key (created_by) references users (id);
alter table bookings alter column seats set default 1, alter column seats set not null, add check (seats > 0);
create index if not exists bookings_seats_only_idx on bookings (seats);
do $$
begin
  create type booking_state as enum ('open', 'paid', 'refunded');
exception when duplicate_object then
  null;
end $$;
alter type booking_state add value if not exists 'refunded';
do $$
begin
  if not exists (select 1 from pg_type where typname = 'email') then
    create domain email as text check (position('@' in value) > 1);
  else
    alter domain email add check (position('@' in value) > 1);
  end if;
end $$;
