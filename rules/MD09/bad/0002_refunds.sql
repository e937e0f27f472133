create schema billing;

create table billing.refunds (
  id bigint generated always as identity primary key,
  payment_id bigint not null references billing.payments
);

create publication analytics for table billing.payments, billing.refunds;
