alter table accounts drop column trial_ends_at;
