create table readings (
  id bigint generated always as identity,
  device_id bigint not null,
  recorded_at timestamptz not null,
  value double precision,
  primary key (id, recorded_at)
) partition by range (recorded_at);
