create table teams (
  id bigint generated always as identity primary key,
  name text not null,
  billing_email text
);
