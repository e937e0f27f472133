alter table tickets add column closed_at timestamptz;

create index tickets_open_idx on tickets (opened_at) where closed_at is null;
