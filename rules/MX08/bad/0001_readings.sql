create table readings (
  id bigint generated always as identity primary key,
  device_id bigint not null,
  recorded_at timestamptz not null,
  value double precision
) partition by range (recorded_at);
