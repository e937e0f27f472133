update subscriptions set plan = 'team' where id in (1, 2, 3);
