drop function add_tax(numeric);
