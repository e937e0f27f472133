create or replace function list_orders(customer uuid, since date default null) returns setof orders language sql stable
  as 'select * from orders where orders.customer = list_orders.customer and (since is null or made >= since)';
