--- case: create
create type mood as enum ('a');
create function m2i(mood) returns int language sql as 'select 1';
create cast (mood as int) with function m2i(mood) as assignment;
create cast (mood as int) with inout;
create cast (int as mood) with inout as implicit;
create cast (mood as bigint) with function nosuch(mood);
create cast (mood as nosuch) with inout;
create cast (mood as text) without function;
create cast (mood as mood) with inout;
create cast (int as int) without function;
--- case: functions of casts
create type c as (a int);
create function f0() returns int language sql as 'select 1';
create function f1(text) returns int language sql as 'select 1';
create function f2(c) returns setof int language sql as 'select 1';
create function f3(c, int, boolean, int) returns int language sql as 'select 1';
create function f4(c) returns text language sql as $$ select 'x' $$;
create function f5(c, text) returns int language sql as 'select 1';
create procedure p1(c) language sql as 'select 1';
create cast (c as int) with function f0();
create cast (c as int) with function f1(text);
create cast (c as int) with function f2(c);
create cast (c as int) with function f3(c, int, boolean, int);
--- case: functions of casts 2
create type c as (a int);
create function f0() returns int language sql as 'select 1';
create function f1(text) returns int language sql as 'select 1';
create function f2(c) returns setof int language sql as 'select 1';
create function f3(c, int, boolean, int) returns int language sql as 'select 1';
create function f4(c) returns text language sql as $$ select 'x' $$;
create function f5(c, text) returns int language sql as 'select 1';
create procedure p1(c) language sql as 'select 1';
create cast (c as int) with function f4(c);
create cast (c as int) with function f5(c, text);
create cast (c as int) with function p1(c);
--- case: without function
create type c as (a int);
create type e as enum ('a');
create domain d as int;
create cast (c as int) without function;
create cast (e as int) without function;
create cast (int as text) without function;
create cast (int4range as int) without function;
create cast (int[] as bigint[]) without function;
--- case: without function 2
create type c as (a int);
create type e as enum ('a');
create domain d as int;
create cast (d as text) with inout;
create cast (text as d) with inout;
create cast (record as int) with inout;
create cast (int as anyelement) with inout;
create cast (oid as d) without function;
--- case: drop and use
create type mood as enum ('a');
create cast (int as mood) with inout as implicit;
create table t (m mood default 1);
select 1::mood, 'a'::mood = 1;
drop cast (int as mood);
drop cast (int as mood) cascade;
drop cast (int as mood);
--- case: drop and use 2
create type mood as enum ('a');
drop cast if exists (int as mood);
drop cast if exists (nosuch as mood);
drop cast (nosuch as mood);
select 1::mood;
comment on cast (int as mood) is 'x';
comment on cast (int as text) is 'x';
--- case: dependents
create type mood as enum ('a');
create function i2m(int) returns mood language sql immutable as $$ select 'a'::mood $$;
create cast (int as mood) with function i2m(int) as implicit;
create view v as select 1::mood as m;
drop function i2m;
drop type mood;
drop function i2m cascade;
--- case: transforms
create transform for int language sql (from sql with function int4in(cstring));
create transform for nosuch language sql (from sql with function int4in(cstring));
create transform for int language nosuch (from sql with function int4in(cstring));
drop transform for int language sql;
drop transform if exists for int language sql;
drop transform if exists for nosuch language sql;
create transform for int language sql (to sql with function int4recv(internal), from sql with function prsd_lextype(internal));
