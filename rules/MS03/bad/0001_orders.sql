create table orders (id int primary key, customer uuid, made date);
create function list_orders(customer uuid) returns setof orders language sql stable
  as 'select * from orders where orders.customer = list_orders.customer';
