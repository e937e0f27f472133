-- Figures for the owner's dashboard.

create or replace view public.open_invoices as
  select i.id, i.organization_id, i.profile_id, i.number, i.total_cents
  from public.invoices i
  where i.paid_at is null;

create or replace function public.invoice_total(invoice_id bigint) returns numeric
language sql stable as $$
  select total_cents / 100.0 from public.invoices where id = invoice_id
$$;

create index concurrently bookings_profile_id_idx on public.bookings (profile_id);

create view public.busy_rooms as
  select r.id, r.name, count(b.id) as bookings
  from public.rooms r
  join public.bookings b on b.room_id = r.id
  where b.cancelled_at is null
  group by r.id, r.name;

grant select on public.busy_rooms to authenticated;
