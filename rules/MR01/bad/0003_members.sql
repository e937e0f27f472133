create table members (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces
);
