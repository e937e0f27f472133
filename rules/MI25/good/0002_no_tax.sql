drop function if exists add_tax(numeric);
