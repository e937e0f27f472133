--- case: create
create procedure p(a int, inout b text default 'x') language sql as $$ select 'y' $$;
create procedure p(a int, b text) language sql as 'select 1';
create or replace procedure p(a int, inout b text) language sql as $$ select 'y' $$;
create or replace procedure p(a int, b text default 'x') language sql as 'select 1';
create function p(a int, b text) returns int language sql as 'select 1';
create procedure q() returns int language sql as 'select 1';
create procedure r(out a int) language plpgsql as 'begin a := 1; end';
create procedure s(a int default 1, out b int) language sql as 'select 1';
--- case: attributes that may not be
create procedure p() language sql immutable as 'select 1';
create procedure p() language sql strict as 'select 1';
create procedure p() language sql window as 'select 1';
create procedure p() language sql cost 5 as 'select 1';
create procedure p() language sql parallel safe as 'select 1';
create procedure p() language sql security definer set search_path = '' as 'select 1';
create procedure p2(variadic a int[], out b int) language sql as 'select 1';
create procedure p3(variadic a int[], b int) language sql as 'select 1';
create procedure p4(a setof int) language sql as 'select 1';
--- case: call
create procedure p(a int, b text default 'x') language plpgsql as 'begin end';
create function f() returns int language sql as 'select 1';
call p(1);
call p(1, 'y');
call p();
call p('x');
call p(b => 'y', a => 1);
call p(1, 2, 3);
--- case: call 2
create procedure p(a int, b text default 'x') language plpgsql as 'begin end';
create function f() returns int language sql as 'select 1';
call f();
call nosuch();
select p(1);
call p((select 1));
call p(sum(1));
--- case: call with out
create procedure p(in a int, out b int) language plpgsql as 'begin b := a; end';
call p(1, null);
call p(1);
call p(1, 2, 3);
call p(a => 1, b => null);
select * from p(1, null);
--- case: drop and alter
create procedure p(int) language sql as 'select 1';
create procedure p(text) language sql as 'select 1';
drop procedure p;
drop procedure p(int);
drop procedure p;
drop procedure nosuch;
drop procedure if exists nosuch;
drop procedure if exists nosuch(int);
--- case: drop and alter 2
create procedure p(int) language sql as 'select 1';
create procedure p(text) language sql as 'select 1';
alter procedure nosuch() rename to x;
create procedure q() language sql as 'select 1';
alter procedure q rename to r;
alter procedure r set schema nosuch;
comment on procedure r is 'x';
comment on procedure nosuch is 'x';
--- case: call out of nowhere
create procedure p(anyelement) language plpgsql as 'begin end';
call p(1);
call p('x');
call p(null);
call pg_catalog.now();
call p(variadic array[1]);
