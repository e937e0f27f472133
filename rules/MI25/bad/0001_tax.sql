create or replace function add_tax(price numeric) returns numeric language sql as 'select price * 1.19';
