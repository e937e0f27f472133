create table analytics.events (
  id bigint generated always as identity primary key,
  name text not null,
  happened_at timestamptz not null default now()
);
