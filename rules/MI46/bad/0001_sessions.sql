create table if not exists sessions (id int primary key, created_at timestamptz not null default now());
