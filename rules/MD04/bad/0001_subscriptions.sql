create table subscriptions (
  id bigint generated always as identity primary key,
  plan text not null,
  seats integer not null,
  constraint subscriptions_seats_check check (seats >= 0)
);
