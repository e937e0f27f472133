create function add_tax(price numeric) returns numeric language sql as 'select price * 1.19';
create procedure note() language sql as 'select 1';
create aggregate total(numeric) (sfunc = numeric_add, stype = numeric);
