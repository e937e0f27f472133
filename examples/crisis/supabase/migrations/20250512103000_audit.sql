-- An audit trail. The schema audit was made by hand in the dashboard and never written down.

create table audit.changes (
  id bigint generated always as identity primary key,
  table_name text not null,
  row_id uuid,
  changed_by uuid,
  changed_at timestamptz not null default now()
);

create trigger invoices_audit
  after insert or update or delete on public.invoices
  for each row execute function public.record_change();

alter table public.invoices add column currency public.currency_code not null default 'EUR';

alter table public.organizations add column owner_id uuid references public.profile (id);
