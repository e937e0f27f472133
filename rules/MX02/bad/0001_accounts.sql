create table accounts (
  id bigint generated always as identity primary key,
  name text not null,
  trial_ends_at timestamptz
);

create view accounts_in_trial as
  select id, name from accounts where trial_ends_at > now();
