-- case: a table that is there
create table t (id int primary key, name text, amount numeric(10, 2));
create function f() returns bigint language plpgsql as $$ begin return (select count(*) from t); end $$;

-- case: a table that is not there
create function f() returns bigint language plpgsql as $$
declare n bigint;
begin
  select count(*) into n from missing;
  return n;
end $$;

-- case: a column that is not there
create table t (id int, name text);
create function f() returns void language plpgsql as $$
begin
  update t set nam = 'x' where id = 1;
  delete from t where idd = 1;
  insert into t (id, nme) values (1, 'a');
  perform t.nothing from t;
end $$;

-- case: a function that is not there
create function f() returns int language plpgsql as $$
begin
  perform no_such(1, 'a');
  return no_such_either(2);
end $$;

-- case: an operator that is not there
create function f(a int, b text) returns boolean language plpgsql as $$
begin
  return a = b;
end $$;

-- case: an alias that is not there
create table t (id int);
create function f() returns int language plpgsql as $$
begin
  return (select x.id from t);
end $$;

-- case: dropped afterwards
create table t (id int, old_name text);
create function f() returns text language plpgsql as $$ begin return (select old_name from t limit 1); end $$;
create function g() returns text language plpgsql as $$ begin return f(); end $$;
alter table t rename column old_name to new_name;
drop function f();

-- case: replaced afterwards
create table t (id int);
create function f() returns int language plpgsql as $$ begin return (select idd from t); end $$;
create or replace function f() returns int language plpgsql as $$ begin return (select id from t limit 1); end $$;

-- case: created only afterwards
create function f() returns int language plpgsql as $$ begin return (select id from later limit 1); end $$;
create table later (id int);

-- case: search_path of the function
create schema s;
create table s.t (id int);
create function f() returns int language plpgsql set search_path = s as $$ begin return (select id from t); end $$;
create function g() returns int language plpgsql as $$ begin return (select id from t); end $$;
create function h() returns int language plpgsql set search_path = '' as $$ begin return (select id from s.t); end $$;
create function i() returns int language plpgsql set search_path = '' as $$ begin return (select id from public.f()); end $$;

-- case: a parameter hides nothing
create table t (id int, owner text);
create function f(owner text) returns int language plpgsql as $$
begin
  return (select id from t where owner = owner);
end $$;

-- case: use_column and use_variable
create table t (id int, owner text);
create function f(owner text) returns int language plpgsql as $$
#variable_conflict use_column
begin
  return (select id from t where owner = owner);
end $$;
create function g(owner text) returns int language plpgsql as $$
#variable_conflict use_variable
begin
  return (select id from t where owner = owner);
end $$;
create function h(owner text) returns int language plpgsql set plpgsql.variable_conflict = use_column as $$
begin
  return (select id from t where owner = owner);
end $$;

-- case: columns of RETURNS TABLE are variables
create table t (id int, name text);
create function f() returns table (id int, name text) language plpgsql as $$
begin
  return query select id, t.name from t;
end $$;
create function g() returns table (id int, name text) language plpgsql as $$
begin
  insert into t (id, name) values (1, 'a') on conflict (id) do nothing;
  return query select t.id, t.name from t order by id;
end $$;

-- case: qualified by the function and by a label
create table t (id int, name text);
create function f(id int) returns text language plpgsql as $$
<<outer_block>>
declare name text := 'a';
begin
  return (select t.name from t where t.id = f.id and t.name = outer_block.name);
end $$;
create function g(id int) returns text language plpgsql as $$
begin
  return (select t.name from t where t.id = f.id);
end $$;

-- case: numbered parameters
create function f(int, text) returns text language plpgsql as $$ begin return $2 || $1; end $$;
create function g(int) returns text language plpgsql as $$ begin return $2; end $$;
create function h(a int, out b text) language plpgsql as $$ begin b := $1; b := $2; end $$;

-- case: aliases
create table t (id int);
create function f(int) returns int language plpgsql as $$
declare key alias for $1;
begin
  return (select t.id from t where t.id = key);
end $$;
create function g(int) returns int language plpgsql as $$
declare id alias for $1;
begin
  return (select id from t where t.id = 1);
end $$;

-- case: blocks inside of blocks
create table t (id int);
create function f() returns void language plpgsql as $$
declare a int := 1;
begin
  declare b int := a;
  begin
    perform b;
  end;
  perform b;
end $$;

-- case: a variable before its declaration
create function f() returns void language plpgsql as $$
declare
  a int := b;
  b int := 1;
begin
  null;
end $$;

-- case: integer loops
create function f() returns int language plpgsql as $$
declare s int := 0;
begin
  for i in 1..10 by 2 loop
    s := s + i;
  end loop;
  for i in reverse s..no_such loop
    s := s - i;
  end loop;
  return i;
end $$;

-- case: mixed case and quotes
create table "Orders" ("customerId" int, total numeric);
create function f() returns numeric language plpgsql as $$
begin
  return (select sum(total) from "Orders" where customerId = 1);
end $$;
create function g() returns numeric language plpgsql as $$
begin
  return (select sum(total) from Orders where "customerId" = 1);
end $$;
create function "H"("customerId" int) returns numeric language plpgsql as $$
begin
  return (select sum(o.total) from "Orders" o where o."customerId" = "H"."customerId");
end $$;

-- case: a body in quotes
create table t (id int, note text);
create function f() returns int language plpgsql as 'begin
  return (select idd from t where note = ''a'' and id > 0);
end';
create function g() returns int language plpgsql as e'begin\n  return (select idd from t);\nend';

-- case: letters of two bytes
create table äöü (größe int);
create function f() returns int language plpgsql as $$
begin
  raise notice 'ß ä %', 1;
  return (select große from äöü);
end $$;

-- case: many errors in one function
create table t (id int);
create function f() returns void language plpgsql as $$
begin
  perform a from t;
  perform b from t;
  if c then
    perform d from t;
  elsif e then
    perform g from t;
  else
    perform h from t;
  end if;
end $$;

-- case: SQL functions that break later
create table t (id int, name text);
create function f() returns text language sql as $$ select name from t limit 1 $$;
create function g(k int) returns setof t language sql as $$ select * from t where id = k $$;
create function h() returns text language sql as 'select name
  from t where id > 0';
create function i() returns void language sql as $$ delete from t; insert into t (id) values (1); $$;
alter table t rename name to title;

-- case: SQL functions whose table goes
create table t (id int);
create table u (id int);
create function f() returns bigint language sql as $$ select count(*) from t $$;
create function g() returns bigint language sql as $$ select count(*) from u; $$;
drop table t;

-- case: SQL functions whose result changes
create table t (id int, name text);
create function f() returns setof t language sql as $$ select id, name from t $$;
create function g() returns int language sql as $$ select id from t $$;
alter table t add column more int;
alter table t alter column id type text;
