-- Everything again with IF NOT EXISTS, so that it can be run twice.

create policy if not exists "Members can view rooms" on public.rooms
  for select to authenticated
  using (true);

alter table public.bookings
  add constraint if not exists bookings_note_length check (char_length(note) <= 500);

create type if not exists public.invoice_status as enum ('draft', 'sent', 'paid');

alter table public.invoices add column if not exists status public.invoice_status not null default 'draft';
