--- case: create
create function f(a int, b text default 'x') returns int language sql as $$ select a $$;
create function f(a int, b text) returns int language sql as $$ select 1 $$;
create function f(a int) returns text language sql as $$ select 'x' $$;
create function g() returns void language plpgsql as $$ begin end $$;
create function h(out x int, out y text) language sql as $$ select 1, 'a' $$;
create function i(inout x int) language sql as $$ select x $$;
create function j(variadic a int[]) returns int language sql as $$ select 1 $$;
create function k() returns table (a int, b text) language sql as $$ select 1, 'x' $$;
--- case: or replace
create function f(a int, b int default 1) returns int language sql as 'select 1';
create or replace function f(a int, b int default 2) returns int language sql stable as 'select 2';
create or replace function f(a int, b int) returns int language sql as 'select 2';
create or replace function f(x int, b int default 1) returns int language sql as 'select 2';
create or replace function f(a int, b int default 1) returns bigint language sql as 'select 2';
create or replace function f(a int, b int default 1) returns setof int language sql as 'select 2';
create or replace function f(a int, b int default 1, c int default 3) returns int language sql as 'select 3';
create or replace procedure f(a int, b int default 1) language sql as 'select 2';
--- case: or replace out parameters
create function f(out a int, out b text) language sql as $$ select 1, 'x' $$;
create or replace function f(out a int, out b int) language sql as $$ select 1, 2 $$;
create or replace function f(out a int) language sql as $$ select 1 $$;
create or replace function f(out a int, out c text) language sql as $$ select 1, 'x' $$;
create or replace function f() returns record language sql as $$ select 1, 'x' $$;
create function g() returns table (a int) language sql as 'select 1';
create or replace function g() returns table (a int, b int) language sql as 'select 1, 2';
create or replace function g() returns setof int language sql as 'select 1';
create or replace function g() returns table (z int) language sql as 'select 1';
--- case: or replace default types
create function f(a int, b anyelement default 1) returns int language sql as 'select 1';
create or replace function f(a int, b anyelement default 'x'::text) returns int language sql as 'select 1';
create function g(int, int default 1) returns int language sql as 'select 1';
create or replace function g(a int, b int default 1) returns int language sql as 'select 1';
create or replace function g(int, int default 1) returns int language sql as 'select 1';
create or replace function g(a int, z int default 1) returns int language sql as 'select 1';
--- case: parameters
create function f(a int, a int) returns int language sql as 'select 1';
create function f(a int, out a int) language sql as 'select 1';
create function f(a int default 1, b int) returns int language sql as 'select 1';
create function f(out a int default 1) language sql as 'select 1';
create function f(variadic a int[], b int) returns int language sql as 'select 1';
create function f(variadic a int) returns int language sql as 'select 1';
create function f(a setof int) returns int language sql as 'select 1';
create function f(a nosuch) returns int language sql as 'select 1';
create function f(a int) returns nosuch language sql as 'select 1';
create function f() language sql as 'select 1';
--- case: parameter defaults
create function f(a int default 'x') returns int language sql as 'select 1';
create function f(a int default b, b int default 1) returns int language sql as 'select 1';
create function f(a int default (select 1)) returns int language sql as 'select 1';
create function f(a int default sum(1)) returns int language sql as 'select 1';
create function f(a int default true) returns int language sql as 'select 1';
create function f(a int default nosuch()) returns int language sql as 'select 1';
create function f(a date default now()) returns int language sql as 'select 1';
create function f(a int = 1, b text default null, c text[] default '{}') returns int language sql as 'select 1';
create function g(a int default generate_series(1, 2)) returns int language sql as 'select 1';
--- case: out parameters and returns
create function f(out a int) returns text language sql as 'select 1';
create function f(out a int, out b int) returns int language sql as 'select 1, 2';
create function f(out a int, out b int) returns record language sql as 'select 1, 2';
create function g(out a int) returns table (b int) language sql as 'select 1';
create function g(a int) returns table (a int) language sql as 'select 1';
create function g(out a int) returns setof int language sql as 'select 1';
create function h(out a int) returns setof record language sql as 'select 1';
--- case: options twice and unknown
create function f() returns int language sql language sql as 'select 1';
create function f() returns int language nosuch as 'select 1';
create function f() returns int as 'select 1';
create function f() returns int language sql;
create function f() returns int language sql immutable stable as 'select 1';
create function f() returns int language sql strict called on null input as 'select 1';
create function f() returns int language sql as 'select 1' as 'select 2';
create function f() returns int language sql cost 0 as 'select 1';
create function f() returns int language sql rows 5 as 'select 1';
create function f() returns setof int language sql rows 0 as 'select 1';
--- case: options more
create function f() returns int language sql parallel nosuch as 'select 1';
create function f() returns int language sql parallel safe leakproof security definer cost 5 as 'select 1';
create function g() returns int language sql support nosuch as 'select 1';
create function g() returns int language sql window as 'select 1';
create function h() returns int language sql set search_path = public, pg_temp set nosuch = 1 as 'select 1';
create function h() returns int language sql set search_path = '' set work_mem to '1MB' as 'select 1';
create function i() returns int language sql set work_mem = 'lots' as 'select 1';
create function i() returns int language sql set my.var = 'x' as 'select 1';
create function j() returns int language sql transform for type int as 'select 1';
--- case: sql bodies as strings
create table t (a int, b text);
create function f1() returns int language sql as 'select nosuch';
create function f2() returns int language sql as 'select a from nosuch';
create function f3() returns int language sql as 'select b from t';
create function f4() returns int language sql as 'select a, b from t';
create function f5() returns int language sql as 'insert into t values (1)';
create function f6() returns int language sql as '';
create function f7() returns int language sql as 'selec 1';
create function f8() returns void language sql as 'update t set a = 1; delete from t; select 1';
create function f9() returns setof t language sql as 'select * from t';
create function f10() returns t language sql as 'select a from t';
--- case: sql bodies more
create table t (a int, b text);
create function f1(x int) returns int language sql as 'select x + $1 + f1.x';
create function f2(x int) returns int language sql as 'select $2';
create function f3(x int) returns int language sql as 'select y';
create function f4(x int) returns int language sql as 'insert into t values (x) returning a';
create function f5(x int) returns text language sql as 'select x';
create function f6(x int) returns bigint language sql as 'select x';
create function f7(x int) returns setof record language sql as 'select a, b from t';
create function f8(a int) returns int language sql as 'select a from t where t.a = f8.a';
create function f9(x int) returns int language sql as 'begin; select 1';
create function f10(x int) returns int language sql as 'create table nt (a int); select a from nt';
--- case: sql bodies returning tables
create table t (a int, b text);
create function f1() returns table (x int, y text) language sql as 'select a, b from t';
create function f2() returns table (x int, y text) language sql as 'select a from t';
create function f3() returns table (x text, y text) language sql as 'select a, b from t';
create function f4() returns table (x int, y text, z int) language sql as 'select * from t';
create function f5(out x int, out y int) language sql as 'select a, b from t';
create function f6() returns setof t language sql as 'select a, a from t';
create function f7() returns setof t language sql as 'select t from t';
create function f8() returns record language sql as 'select a, b from t';
--- case: check_function_bodies off
set check_function_bodies = off;
create function f() returns int language sql as 'select nosuch';
create function g() returns int language plpgsql as 'nonsense';
create function h() returns nosuch language sql as 'select 1';
reset check_function_bodies;
create function i() returns int language sql as 'select nosuch';
--- case: begin atomic
create table t (a int, b text);
create function f1() returns int begin atomic select a from t; end;
create function f2() returns int begin atomic select nosuch from t; end;
create function f3() returns int return 1 + 1;
create function f4(x int) returns int return x + nosuch;
create function f5(x text) returns int return x;
create function f6() returns int begin atomic select b from t; end;
create function f7() returns int language plpgsql begin atomic select 1; end;
create function f8() returns void begin atomic insert into t values (1, 'x'); update t set a = 2; end;
create function f9() returns int begin atomic create table x (a int); end;
create function f10() returns int begin atomic end;
--- case: begin atomic dependencies
create table t (a int, b text);
create function f() returns int begin atomic select a from t; end;
create function g() returns int return f();
drop table t;
alter table t drop column a;
alter table t drop column b;
drop function f;
drop function f cascade;
drop table t;
--- case: begin atomic and others
create function f(anyelement) returns int return 1;
create function f(x int) returns int language sql as 'select 1' return 2;
create function f(x int) returns int language sql return 2;
create function g(x int) returns int begin atomic select x; select x, x; end;
create function h(x int) returns setof int begin atomic select generate_series(1, x); end;
create function i(x int) returns int begin atomic select x union select 2; end;
create procedure p(x int) begin atomic select 1; end;
--- case: plpgsql bodies
create function f1() returns int language plpgsql as 'begin return 1; end';
create function f2() returns int language plpgsql as 'begin return 1 end';
create function f3() returns int language plpgsql as 'beginn return 1; end';
create function f4() returns int language plpgsql as 'declare x nosuch; begin return 1; end';
create function f5() returns int language plpgsql as 'begin return; end';
create function f6() returns void language plpgsql as 'begin return 1; end';
create function f7() returns int language plpgsql as 'begin x := 1; end';
create function f8() returns int language plpgsql as 'begin if true then return 1; end';
create function f9() returns int language plpgsql as 'begin select 1 fromm; end';
create function f10() returns setof int language plpgsql as 'begin return next 1; return query select 1; end';
--- case: pseudo types
create function f1() returns anyelement language sql as 'select 1';
create function f2(anyarray) returns anyelement language sql as 'select $1[1]';
create function f3(cstring) returns int language sql as 'select 1';
create function f4() returns trigger language sql as 'select null';
create function f5(trigger) returns int language plpgsql as 'begin end';
create function f6() returns record language sql as 'select 1, 2';
create function f7(record) returns int language sql as 'select 1';
create function f8(internal) returns internal language sql as 'select 1';
create function f9(int) returns internal language internal as 'int4in';
create function f10(anyelement) returns anyrange language sql as 'select null';
create function f11("any") returns int language plpgsql as 'begin return 1; end';
create function f12(variadic "any") returns int language sql as 'select 1';
--- case: internal and c
create function f1(int) returns int language internal as 'nosuch_builtin';
create function f2(int) returns int language internal as 'int4um';
create function f3(int) returns int language c as 'nosuch_library', 'nosuch';
create function f4(int) returns int language c as '$libdir/nosuch', 'nosuch', 'more';
create function f5(int) returns int language sql as 'select 1', 'select 2';
create function f6(int) returns int language internal immutable strict as 'int4um';
create function f7(int) returns int language c;
--- case: drop
create function f(int) returns int language sql as 'select 1';
create function f(text) returns int language sql as 'select 1';
create function g(a int, out b int) language sql as 'select 1';
drop function f;
drop function f(int, int);
drop function f(int);
drop function f;
drop function g(int);
--- case: drop 2
create function f(int) returns int language sql as 'select 1';
create function f(text) returns int language sql as 'select 1';
create function g(a int, out b int) language sql as 'select 1';
drop function nosuch;
drop function nosuch(int);
drop function if exists nosuch;
drop function if exists nosuch(int, text);
drop function if exists nosuch(nosuchtype);
--- case: drop with argument modes
create function f(a int, out b int, inout c text) language sql as $$ select 1, 'x' $$;
drop function f(int);
drop function f(int, int, text);
create procedure p(a int, out b int) language sql as 'select 1';
drop function f(int, text);
drop procedure p(int);
drop procedure p(int, int);
create function v(variadic int[]) returns int language sql as 'select 1';
drop function v(int[]);
drop function v(variadic int[]);
--- case: drop of others
create function f() returns int language sql as 'select 1';
create procedure p() language sql as 'select 1';
create aggregate a(int) (sfunc = int4pl, stype = int);
drop procedure f();
drop function p();
drop function a(int);
drop aggregate f();
drop routine f;
drop routine p();
drop routine a(int);
drop routine nosuch;
drop function pg_catalog.now();
--- case: drop with dependents
create function f(int) returns int language sql immutable as 'select $1';
create table t (a int default f(1), b int generated always as (f(a)) stored, check (f(a) > 0));
create index on t (f(a));
create view v as select f(1) as x;
create policy p on t using (f(a) > 0);
drop function f;
drop function f(int) cascade;
--- case: drop of a trigger function
create table t (a int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger tr before insert on t for each row execute function f();
drop function f();
drop function f cascade;
drop trigger tr on t;
--- case: alter
create function f(int) returns int language sql as 'select 1';
create function g(int) returns int language sql as 'select 1';
create schema s;
alter function f(int) rename to h;
alter function f rename to x;
alter function h(int) rename to g;
alter function h set schema s;
alter function s.h(int) set schema nosuch;
alter function s.h stable strict security definer cost 7;
alter function s.h rows 5;
alter function s.h immutable stable;
alter function nosuch(int) stable;
--- case: alter more
create function f(int) returns int language sql as 'select 1';
create procedure p() language sql as 'select 1';
alter function f(int) set search_path = public;
alter function f(int) set nosuch = 1;
alter function f(int) reset all;
alter function f(int) owner to nosuch;
alter function f(int) depends on extension nosuch;
alter procedure p() stable;
alter procedure p() security definer;
alter function p() security definer;
alter procedure f(int) security definer;
alter routine f(int) leakproof parallel safe;
--- case: overloads and ambiguity
create function f(int) returns int language sql as 'select 1';
create function f(bigint) returns int language sql as 'select 2';
create function f(text) returns text language sql as $$ select 'x' $$;
select f(1), f('a'), f(1::smallint), f(1::bigint);
select f(1.5);
select f(null);
select f(true);
select f();
select f(1, 2);
alter function f stable;
comment on function f is 'x';
--- case: schemas
create schema s;
create function s.f() returns int language sql as 'select 1';
create function nosuch.f() returns int language sql as 'select 1';
select f();
select s.f();
select nosuch.f();
set search_path = s;
select f();
drop function s.f;
drop function nosuch.f;
drop function if exists nosuch.f();
select a.b.c.d();
--- case: names
create function "F"() returns int language sql as 'select 1';
select F();
select "F"();
create function "my func"("my arg" int) returns int language sql as 'select "my arg"';
select "my func"("my arg" => 1);
create function abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz() returns int language sql as 'select 1';
drop function abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_abcdefghi;
create function f(int, int, "int" int) returns int language sql as 'select "int"';
--- case: row types in signatures
create table t (a int, b text);
create function f(t) returns text language sql as 'select $1.b';
create function g(r t) returns int language sql as 'select r.a + (r).a';
create function h(r t) returns int language sql as 'select r.nosuch';
create function i() returns setof t language sql as $$ select 1, 'x' $$;
select t.f, f(t), g(t) from t;
alter table t drop column b;
drop table t;
drop table t cascade;
select f(null);
--- case: type references
create table t (a numeric(5, 2), b text);
create function f(x t.a%type) returns t.b%type language sql as $$ select 'x' $$;
create function g(x t.nosuch%type) returns int language sql as 'select 1';
create function h(x nosuch.a%type) returns int language sql as 'select 1';
create function i(x a%type) returns int language sql as 'select 1';
create function j(x t.a%type[]) returns setof t.a%type language sql as 'select 1.5';
--- case: languages
create function f() returns int language nosuch as 'return 1';
create language nosuch;
create language plpgsql;
drop language nosuch;
drop language if exists nosuch;
drop language plpgsql;
create trusted language mylang handler nosuch;
do language nosuch 'x';
do language sql 'select 1';
do 'begin end';
--- case: more than 100 arguments
create function f(int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int,int) returns int language sql as 'select 1';
select f();
