-- Payments by card, from a colleague who picked the same minute.

create table public.invoices (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id),
  amount_cents integer not null
);

create table public.payments (
  id uuid primary key default gen_random_uuid(),
  invoice_id uuid not null references public.invoices (id),
  amount_cents integer not null,
  paid_at timestamptz not null default now()
);

alter table public.payments enable row level security;

create policy "Users can view own payments" on public.payments
  for select to authenticated
  using (true);

insert into public.invoices (organization_id, profile_id, number, amount_cents)
select id, null, 'TEST-1', 100 from public.organizations;
