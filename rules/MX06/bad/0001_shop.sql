create table customers (
  id bigint generated always as identity primary key,
  created_at timestamptz not null default now()
);

create table orders (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customers,
  created_at timestamptz not null default now()
);

create view recent_orders as
  select orders.id, customer_id
  from orders join customers on customers.id = customer_id
  where created_at > now() - interval '30 days';
