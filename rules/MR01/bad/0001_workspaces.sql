create table workspaces (
  id bigint generated always as identity primary key,
  name text not null
);

alter table workspace add column logo_url text;
