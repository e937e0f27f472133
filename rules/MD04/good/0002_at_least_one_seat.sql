alter table subscriptions
  drop constraint if exists subscriptions_seats_check,
  add constraint subscriptions_seats_check check (seats >= 1);
