create table invitations (
  workspace_id bigint not null references workspaces,
  invited_by bigint not null references members,
  email text not null
);

create index on invitations (email);
