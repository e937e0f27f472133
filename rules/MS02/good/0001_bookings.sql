create table users (id uuid primary key);
create table bookings (id int primary key, created_by text, seats int);
create index bookings_seats_idx on bookings (id);
create type booking_state as enum ('open', 'paid');
create domain email as text;
