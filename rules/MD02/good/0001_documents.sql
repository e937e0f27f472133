create table documents (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null,
  body text not null
);

alter table documents enable row level security;

create policy "Members read documents" on documents for select
  using (true);
