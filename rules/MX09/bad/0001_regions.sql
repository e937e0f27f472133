create table regions (
  id bigint generated always as identity primary key,
  code text not null
);

create table offices (
  id bigint generated always as identity primary key,
  region_code text not null references regions (code)
);

create view region_codes as
  select id, code from regions;
