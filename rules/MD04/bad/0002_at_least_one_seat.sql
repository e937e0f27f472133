alter table subscriptions
  add constraint subscriptions_seats_check check (seats >= 1);
