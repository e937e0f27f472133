create table if not exists bookings (
  id int primary key,
  created_by uuid references users (id),
  seats int not null default 1 check (seats > 0)
);
create index if not exists bookings_seats_idx on bookings (seats);
alter table bookings add column if not exists seats bigint;
