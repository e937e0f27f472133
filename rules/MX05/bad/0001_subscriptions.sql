create type plan as enum ('free', 'pro');

create table subscriptions (
  id bigint generated always as identity primary key,
  plan plan not null default 'free'
);
