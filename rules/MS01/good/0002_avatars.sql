alter table profiles
  add column if not exists avatar_url text,
  add column if not exists timezone text not null default 'UTC';

create index profiles_timezone_idx on profiles (timezone);
