create schema billing;

create table billing.payments (
  id bigint generated always as identity primary key,
  amount numeric(12, 2) not null
);

create publication analytics for table billing.payments;
