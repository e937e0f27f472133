create table invoices (
  id bigint generated always as identity primary key,
  due date not null
);
