create table workspaces (
  id bigint generated always as identity primary key,
  name text not null
);

alter table workspaces add column logo_url text;
