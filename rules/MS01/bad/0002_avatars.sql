create table if not exists profiles (
  id bigint generated always as identity primary key,
  name text not null,
  avatar_url text,
  timezone text not null default 'UTC'
);

create index profiles_timezone_idx on profiles (timezone);
