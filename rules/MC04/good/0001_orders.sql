create table orders (
  id bigint primary key,
  customer_id bigint not null
);

create function orders_of(customer_id bigint) returns table (id bigint) language plpgsql as $$
begin
  return query select o.id from orders o where o.customer_id = orders_of.customer_id;
end
$$;
