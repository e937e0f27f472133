-- Rooms become places; the old things go.

create table public.places (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id) on delete cascade,
  name text not null
);

drop table public.rooms;

drop function public.touch_updated_at();

alter table public.invoices drop column total_cents;

drop type public.membership_role;

alter table public.places rename column title to label;
