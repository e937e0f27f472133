alter table teams add column billing_email text;
