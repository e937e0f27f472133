create table users (
  id bigint generated always as identity primary key,
  email text not null,
  deleted_at timestamptz
);

create view active_users as
  select id, email from users where deleted_at is null;
