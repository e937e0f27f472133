alter table bookings alter column created_by type uuid using created_by::uuid;
alter table bookings add foreign key (created_by) references users (id);
alter table bookings alter column seats set default 1, alter column seats set not null, add check (seats > 0);
create index if not exists bookings_seats_only_idx on bookings (seats);
