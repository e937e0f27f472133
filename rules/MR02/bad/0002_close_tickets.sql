alter table tickets add column closed_at timestamptz;
