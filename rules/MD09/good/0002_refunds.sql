create schema if not exists billing;

create table billing.refunds (
  id bigint generated always as identity primary key,
  payment_id bigint not null references billing.payments
);

alter publication analytics add table billing.refunds;
