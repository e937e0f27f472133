-- Monthly invoices.

create table public.invoices (
  id bigint generated always as identity primary key,
  organization_id uuid not null references public.organizations (id),
  profile_id uuid not null references public.profiles (id),
  number text not null,
  issued_on date not null default current_date,
  paid_at timestamptz,
  total_cents integer not null default 0
);

create unique index invoices_organization_id_number_key on public.invoices (organization_id, number);

create view public.open_invoices as
  select i.id, i.organization_id, i.number, i.total_cents
  from public.invoices i
  where i.paid_at is null;

create function public.invoice_total(invoice_id bigint) returns integer
language sql stable as $$
  select total_cents from public.invoices where id = invoice_id
$$;

alter table public.invoices enable row level security;

create policy "Users can view own invoices" on public.invoices
  for select to authenticated
  using (profile_id = auth.uid());
