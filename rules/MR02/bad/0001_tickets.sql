create table tickets (
  id bigint generated always as identity primary key,
  subject text not null,
  opened_at timestamptz not null default now()
);

create index tickets_open_idx on tickets (opened_at) where closed_at is null;
