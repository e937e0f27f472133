drop view accounts_in_trial;

alter table accounts drop column trial_ends_at;
