-- Reminders. The channels were moved to a file of their own during review.

create table public.notifications (
  id bigint generated always as identity primary key,
  channel_id uuid not null references public.notification_channels (id) on delete cascade,
  booking_id uuid references public.bookings (id) on delete cascade,
  body text not null,
  sent_at timestamptz
);

create index notifications_unsent_idx on public.notifications (channel_id) where sent_at is null;

alter table public.notifications enable row level security;

create policy "Users can view own notifications" on public.notifications
  for select to authenticated
  using (true);
