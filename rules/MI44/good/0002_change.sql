alter table orders add column if not exists currency text;
