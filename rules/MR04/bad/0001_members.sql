create type member_role as enum ('owner', 'admin', 'member');

create table members (
  id bigint generated always as identity primary key,
  email text not null,
  role members_role not null default 'member'
);
