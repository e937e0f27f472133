create or replace function add_tax(price numeric) returns numeric language sql as 'select price * 1.19';
create or replace procedure note() language sql as 'select 1';
create or replace aggregate total(numeric) (sfunc = numeric_add, stype = numeric);
