create table orders (
  id bigint generated always as identity primary key,
  customer text not null,
  total numeric(12, 2) not null
);

create view revenue as
  select orders.customer, sum(o.total) as total
  from orders o
  group by 1;
