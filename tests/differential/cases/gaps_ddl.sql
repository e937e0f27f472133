--- case: privileges of each kind
create role r_gap_a;
create foreign data wrapper w;
create server sv foreign data wrapper w;
create procedure p() language sql as 'select 1';
create domain d as int;
grant select on procedure p() to public;
grant select on routine p() to public;
grant select on domain d to public;
grant select on language plpgsql to public;
grant select on foreign data wrapper w to public;
grant select on foreign server sv to public;
grant select on parameter work_mem to public;
grant usage on type int4multirange to public;
alter default privileges grant select (a) on tables to public;
grant all on r_gap_a to public;
--- case: grants that grant nothing
create role r_gap_b;
create role r_gap_c;
create table t (a int);
create schema s;
set role r_gap_b;
grant select on t to r_gap_c;
revoke select on t from r_gap_c;
reset role;
grant select on t to r_gap_b with grant option;
set role r_gap_b;
grant select, insert on t to r_gap_c;
grant select (a) on t to r_gap_c;
reset role;
revoke select on t from r_gap_b;
revoke select on t from r_gap_b cascade;
--- case: on commit and foreign keys
create temp table p (id int primary key) on commit delete rows;
create temp table c (x int references p) on commit preserve rows;
create temp table c2 (x int references p) on commit delete rows;
create temp table d (x int references p) on commit drop;
--- case: not null that may not be inherited twice
create table p (a int not null);
create table c (a int not null no inherit) inherits (p);
create table c2 (a int, constraint n not null a no inherit) inherits (p);
create table e (a int check (a > 0) not enforced);
create table f (constraint e_a_check check (a > 0)) inherits (e);
create table g (a int constraint c check (a > 0) enforced) inherits (e);
create table h (a int constraint e_a_check check (a > 0)) inherits (e);
--- case: not enforced checks of children
create table p (a int);
create table c (constraint x check (a > 0) not enforced) inherits (p);
alter table p add constraint x check (a > 0);
alter table p add constraint x check (a > 0) not enforced;
alter table p alter constraint x enforced;
--- case: concurrent things of other sorts [database]
create table t (a int, b int4range, constraint ex exclude using gist (b with &&));
create table p (a int primary key) partition by list (a);
create table p1 partition of p for values in (1);
create view v as select 1 as a;
reindex index concurrently ex;
reindex table concurrently t;
reindex table concurrently v;
reindex table p;
reindex index p_pkey;
reindex table concurrently pg_class;
reindex system postgres;
begin;
reindex table p;
reindex index p_pkey;
reindex schema public;
commit;
--- case: temporary names
create temp table public.x (a int);
create temp table x (a int);
create table pg_temp.y (a int);
create view pg_temp.v as select 1 as a;
create temp table nosuch.z (a int);
create sequence pg_temp.s;
alter sequence pg_temp.s set logged;
alter sequence pg_temp.s set unlogged;
--- case: aggregates of the finer kind
create function strict2(int, int) returns int language sql strict as 'select 1';
create function fin(int, int) returns int language sql strict as 'select 1';
create function setf(int, int) returns setof int language sql as 'select 1';
create aggregate a1(int) (sfunc = setf, stype = int);
create aggregate a2(int) (sfunc = int4pl, stype = int, finalfunc = fin, finalfunc_extra);
create aggregate a3(int) (sfunc = int4pl, stype = int, mstype = int, msfunc = int4pl, minvfunc = int4eq);
create aggregate a4(int) (sfunc = int4pl, stype = int, minvfunc = int4mi);
create aggregate a5(int) (sfunc = int4pl, stype = int, msspace = 5);
create aggregate a6(int) (sfunc = int4pl, stype = int, minitcond = '0');
--- case: aggregates of the finer kind 2
create function strict2(int, int) returns int language sql strict as 'select 1';
create function fin(int, int) returns int language sql strict as 'select 1';
create function setf(int, int) returns setof int language sql as 'select 1';
create aggregate a7(int) (sfunc = int4pl, stype = internal);
create aggregate a8(int) (sfunc = int4pl, stype = int, serialfunc = numeric_avg_serialize, deserialfunc = numeric_avg_deserialize);
create aggregate a9(int) (sfunc = int4pl, stype = int, finalfunc_modify = nosuch);
create aggregate a10(setof int) (sfunc = int4pl, stype = int);
create aggregate a11(out a int) (sfunc = int4pl, stype = int);
--- case: aggregates replaced
create aggregate a(int) (sfunc = int4pl, stype = int);
create or replace aggregate a(int) (sfunc = int4mul, stype = int);
create or replace aggregate a(int) (sfunc = int4pl, stype = int, finalfunc = int4um);
create or replace function a(int) returns int language sql as 'select 1';
create or replace procedure a(int) language sql as 'select 1';
create function w(int) returns int language internal window as 'window_row_number';
create or replace function w(int) returns int language sql as 'select 1';
create procedure p() language sql as 'select 1';
create or replace function p() returns int language sql as 'select 1';
create aggregate p() (sfunc = int8inc, stype = int8);
create aggregate h(int order by int) (sfunc = ordered_set_transition, stype = internal, finalfunc = rank_final, finalfunc_extra, hypothetical);
--- case: operators that take what another has
create operator === (leftarg = int, rightarg = int, function = int4eq);
create operator !== (leftarg = int, rightarg = int, function = int4ne, commutator = ===);
create operator ~== (leftarg = int, rightarg = int, function = int4ne, commutator = ===);
create operator ~=! (leftarg = int, rightarg = int, function = int4ne, negator = ===);
create operator ~!! (leftarg = int, rightarg = int, function = int4ne, negator = ===);
create operator =>  (leftarg = int, rightarg = int, function = int4ne);
create operator +- (leftarg = int, rightarg = int, function = int4pl);
--- case: operators that take what another has 2
create operator @+ (leftarg = int, rightarg = int, function = int4pl, join = eqjoinsel);
create operator @+ (rightarg = int, function = int4um, merges);
create operator @+ (rightarg = int, function = int4um, join = eqjoinsel);
create operator !! (leftarg = int, function = int4um);
create operator @# (leftarg = int, rightarg = int, function = int4eq, restrict = eqjoinsel);
create operator @# (leftarg = int, rightarg = int, function = int4eq, join = int4eq);
--- case: classes of the finer kind
create function cmp1(int) returns int language sql as 'select 1';
create operator class c1 for type int using btree as function 1 (int, text) cmp1(int);
create operator class c1 for type int using btree as function 3 btint4cmp(int, int);
create operator class c1 for type int using btree as function 4 cmp1(int);
create operator class c1 for type int using btree as function 2 cmp1(int);
create operator class c1 for type int using btree as function 5 cmp1(int);
create operator class c1 for type int using hash as function 1 numeric_abs(numeric);
create operator class c1 for type int using hash as function 2 btint4cmp(int, int);
create operator class c1 for type int using btree as storage int, storage int;
create operator class c1 for type int using btree as function 1 btint4cmp(int, int), function 1 btint4cmp(int, int);
create operator class c1 for type int using btree as operator 1 @ (int, int);
create operator family f using btree;
alter operator family f using btree add function 1 (int, int) btint4cmp(int, int);
alter operator family f using btree add function 1 (int, int) btint4cmp(int, int);
alter operator family f using btree drop function 1 (text, text);
alter operator family f using btree add function 1 (int, int, int) btint4cmp(int, int);
create schema s;
create operator family s.f using btree;
alter operator family f using btree set schema s;
create operator class s.c1 for type int using btree family f as operator 1 <;
--- case: objects where one stands in the other schema
create schema s;
create text search configuration c (copy = english);
create text search configuration s.c (copy = english);
create text search dictionary d (template = simple);
create text search dictionary s.d (template = simple);
create table t (a int, b int);
create statistics st on a, b from t;
create statistics s.st on a, b from t;
create conversion cv for 'latin1' to 'utf8' from iso8859_1_to_utf8;
create conversion s.cv for 'latin1' to 'utf8' from iso8859_1_to_utf8;
alter text search configuration c set schema s;
alter text search dictionary d set schema s;
alter statistics st set schema s;
alter conversion cv set schema s;
alter text search configuration c rename to d;
alter statistics st rename to st2;
--- case: cluster and its index
create table t (a int primary key, b int);
create table p (a int primary key) partition by list (a);
cluster t;
cluster t using t_pkey;
cluster t;
cluster p using p_pkey;
alter table p cluster on p_pkey;
--- case: copy options of the finer kind
create table t (a int, b text, g int generated always as (a) stored);
copy t from stdin with (format csv, quote 'xx');
copy t from stdin with (format csv, quote ',');
copy t from stdin with (format csv, escape 'xx');
copy t from stdin with (delimiter e'\n');
copy t from stdin with (delimiter 'a');
copy t from stdin with (null e'\n');
copy t from stdin with (default e'\n');
copy t from stdin with (format csv, null '"');
--- case: copy options of the finer kind 2
create table t (a int, b text, g int generated always as (a) stored);
copy t from stdin with (null 'x', default 'x');
copy t from stdin with (on_error ignore);
copy t from stdin with (on_error nosuch);
copy t from stdin with (format binary, on_error ignore);
copy t from stdin with (reject_limit 5);
copy t from stdin with (on_error ignore, reject_limit 0);
copy t from stdin with (log_verbosity nosuch);
--- case: copy options of the finest kind
create table t (a int, b text, g int generated always as (a) stored);
copy t to stdout with (header match);
copy t from stdin with (format csv, force_null (a), force_not_null (nosuch));
copy t from stdin with (format csv, force_null a);
copy t to stdout with (format csv, force_quote (nosuch));
copy t (a) to stdout with (format csv, force_quote (b));
copy t from stdin where g > 1;
copy t to stdout with (default 'x');
--- case: copy options of the finest kind 2
create table t (a int, b text, g int generated always as (a) stored);
copy t from stdin with (freeze);
copy t from stdin with (header 5);
copy t to stdout (delimiter);
copy t (b, a) to stdout csv header;
copy (select 1; select 2) to stdout;
copy t from program 'x' with (nosuch);
--- case: extensions of the finer kind
create schema s;
create extension citext schema s;
create table s.t (a int);
alter extension citext add schema s;
alter extension citext add role postgres;
alter extension citext set schema pg_temp;
create extension "";
create extension citext version '1--2';
alter extension citext update to '1.0';
--- case: extensions of the finer kind 2
create schema s;
create extension citext schema s;
create table s.t (a int);
create extension plpgsql schema s;
comment on extension citext is null;
drop schema s;
drop schema s cascade;
create table t (a citext);
--- case: typed tables and their columns
create type comp as (a int, b int);
create table t1 of comp (a with options generated always as identity);
create table t2 of comp (a with options generated always as (1) stored);
create table t3 of comp (a with options default 5, b with options unique, check (a > 0));
create table t4 (a int generated always as identity generated always as (1) stored);
create table t5 (a int exclude (a with =));
create table t6 (a int initially deferred);
create table t7 (a int not deferrable);
create table t8 (a int initially immediate);
create table t9 (a int not enforced);
create table t10 (like nosuch including all);
--- case: whole rows in what is copied
create table t (a int, b int, check (t is not null));
create table u (like t including constraints);
create index on t ((t is null));
create table w (like t including indexes);
create table x (like t);
alter table t alter column a type bigint;
--- case: deferrable indexes and keys
create table t (a int unique deferrable, b int);
alter table t add constraint u unique using index t_a_key;
create unique index ub on t (b);
alter table t add constraint u unique using index ub deferrable;
create table t2 (a int, unique using index ub);
alter table t2 add primary key using index ub;
--- case: partitions of the finer kind
create table t (a int, i int generated always as identity) partition by list (a);
create table t1 partition of t for values in (1);
alter table only t alter column a add generated always as identity;
alter table only t alter column i set generated by default;
create table n (a int);
create index ni on n (a);
alter index ni attach partition t1;
alter table n detach partition t1;
alter table n attach partition t1 default;
--- case: partitions of the finer kind 2
create table t (a int, i int generated always as identity) partition by list (a);
create table t1 partition of t for values in (1);
create table h (a int) partition by hash (a);
create table h1 partition of h for values with (modulus 2, modulus 2, remainder 0);
create table h1 partition of h for values with (remainder 0, remainder 1, modulus 2);
create table h1 partition of h for values with (remainder 0);
create table h1 partition of h for values with (nosuch 0, modulus 2);
create table ts (a int) partition by list (a) tablespace pg_global;
create table ts (a int) partition by list (a) tablespace pg_default;
--- case: attached indexes and constraints
create table t (a int not null, b int) partition by list (a);
create table t1 partition of t for values in (1);
create unique index t1u on t1 (a);
alter table only t add constraint tu unique (a);
alter index tu attach partition t1u;
alter table t1 add constraint t1c unique (a);
alter index tu attach partition t1c;
create index ti on only t (b);
create index tj on only t (b);
create index t1b on t1 (b);
alter index ti attach partition t1b;
alter index tj attach partition t1b;
alter table t drop constraint tu;
drop index t1b;
--- case: foreign partitions and unique indexes
create foreign data wrapper w;
create server s foreign data wrapper w;
create table t (a int, b int) partition by list (a);
create foreign table t1 partition of t for values in (1) server s;
create unique index on t (a);
create index on t (a);
alter table t add primary key (a);
create table k (a int primary key) partition by list (a);
create foreign table k1 partition of k for values in (1) server s;
create foreign table k2 (a int not null) server s;
alter table k attach partition k2 for values in (2);
truncate t1;
--- case: periods
create table p (id int4range, valid daterange, x int, primary key (id, valid without overlaps));
create table c (id int4range, valid daterange, x int, r int);
alter table c add foreign key (id, period valid) references p (id, period valid) on delete cascade;
alter table c add foreign key (id, period valid) references p (id, period valid) on update set null;
alter table c add foreign key (id, period r) references p (id, period valid);
alter table c add foreign key (id, period valid) references p;
alter table c add foreign key (id, valid) references p;
alter table c add foreign key (period valid) references p (period valid);
--- case: periods 2
create table p (id int4range, valid daterange, x int, primary key (id, valid without overlaps));
create table c (id int4range, valid daterange, x int, r int);
alter table c add foreign key (id, period valid) references p (id, valid);
alter table c add foreign key (id, period valid) references p (id, period nosuch);
alter table p add unique (x, valid without overlaps);
create extension btree_gist;
alter table p add unique (x, valid without overlaps);
alter table c add unique (valid without overlaps, x);
--- case: syntax with words of its own
create assertion a check (true);
alter type mood drop value 'a';
create policy p on t as nosuch using (true);
create role r encrypted password 'x';
create role r unencrypted password 'x';
create recursive view v (n) as values (1) union all select n from v with check option;
select * from t limit 1, 2;
--- case: syntax with words of its own 2
create trigger tr after update of a or update of b on t execute function f();
create index on t using rtree (a);
create publication p for t;
create publication p for table t, s, tables in schema x, y;
create publication p for tables in schema x where (a > 1);
create publication p for tables in schema x (a);
create publication p for tables in schema a.b;
--- case: syntax with words of its own 3
create table t (a int, foreign key (a) references u on update set null (a));
set time zone interval '1' day;
set time zone interval '1' hour to minute;
alter table t alter constraint c not valid;
create constraint trigger c after insert on t deferrable not deferrable for each row execute function f();
copy t from program stdin;
--- case: tokens
select b'01;
--- case: tokens that end nowhere
select 1a;
select 'unterminated;
--- case: tokens that end nowhere, a name
select 0x;
select "unterminated;
--- case: tokens that end nowhere, dollars
select 0b12;
select $$unterminated;
--- case: tokens that end nowhere, a comment
select 1;
select /* unterminated;
--- case: tokens of other kinds
select x'zz';
select U&'\zzzz';
select U&'x' uescape 'ab';
select e'\xzz', e'\u12';
select "";
select $99999999999;
select a.*.b.c;
select :x;
select a := 1;
--- case: schemas of words
create table t (a int);
alter table t rename constraint nosuch to x;
alter table t alter column nosuch set storage plain;
alter type t rename to u;
alter domain t rename to u;
alter view if exists nosuch alter column a set default 1;
alter table t set schema "No Such";
alter materialized view if exists nosuch set schema public;
alter sequence if exists nosuch owned by none;
--- case: schemas of words 2
create table t (a int);
alter sequence if exists nosuch set schema public;
alter foreign table if exists nosuch rename column a to b;
alter table if exists nosuch alter constraint c deferrable;
alter index if exists nosuch set (fillfactor = 10);
alter index if exists nosuch.i rename to j;
alter view nosuch rename to x;
alter materialized view nosuch rename to x;
alter foreign table nosuch rename to x;
--- case: drops of routines that are many
create function f(int) returns int language sql as 'select 1';
create procedure f(text) language sql as 'select 1';
create aggregate f(bool) (sfunc = booland_statefunc, stype = bool);
create aggregate g(int) (sfunc = int4pl, stype = int);
create aggregate g(bigint) (sfunc = int8pl, stype = bigint);
drop routine f;
drop aggregate g;
drop procedure f;
drop aggregate f;
drop function f;
drop aggregate nosuch(*);
drop routine if exists nosuch(int);
comment on aggregate g is 'x';
alter routine f(int) rename to f2;
drop text search template if exists nosuch;
drop text search dictionary if exists nosuch;
drop conversion if exists nosuch;
drop operator class if exists nosuch using btree;
drop function if exists f2(nosuch.type);
drop table if exists nosuch.t cascade;
--- case: functions of the finer kind
create function f(a int, b int default a) returns int language sql as 'select 1';
create function f(a int) returns int language sql set search_path from current as 'select 1';
create function g() returns t%rowtype language sql as 'select 1';
create function h(x a.b.c.d%type) returns int language sql as 'select 1';
create function i(internal) returns internal language sql as 'select 1';
create function j() returns int language sql as $$ select 1 $$, 'x';
create function k(a int) returns int immutable language sql cost -1 as 'select 1';
--- case: functions of the finer kind 2
create function l() returns setof int rows -5 language sql as 'select 1';
create function m() returns int volatile leakproof not leakproof language sql as 'select 1';
create function n() returns int security definer security invoker language sql as 'select 1';
create function o() returns int parallel safe parallel unsafe language sql as 'select 1';
create function p() returns int support lower language sql as 'select 1';
create function q(sh) returns sh language internal as 'int4in';
create function r(a int) returns table (a2 int, a2 text) language sql as 'select 1, 2';
--- case: casts of the finer kind
create type c1 as (a int);
create type c2 as (b int);
create type e as enum ('a');
create domain d as int;
create function c12(c1, int, boolean) returns c2 language sql as 'select null::c2';
create function c13(c1, int, int) returns c2 language sql as 'select null::c2';
create aggregate agg(c1) (sfunc = c12, stype = c2);
create cast (c1 as c2) without function;
create cast (int4range as int8range) without function;
create cast (int4[] as text[]) without function;
--- case: casts of the finer kind 2
create type c1 as (a int);
create type c2 as (b int);
create type e as enum ('a');
create domain d as int;
create function c12(c1, int, boolean) returns c2 language sql as 'select null::c2';
create function c13(c1, int, int) returns c2 language sql as 'select null::c2';
create cast (e as c1) without function;
create cast (c1 as c2) with function c13(c1, int, int);
create cast (c1 as c2) with function c12(c1, int, boolean);
create cast (d as int) with function int4um(int);
--- case: casts of the finer kind 3
create type c1 as (a int);
create type c2 as (b int);
create type e as enum ('a');
create domain d as int;
create function c12(c1, int, boolean) returns c2 language sql as 'select null::c2';
create function c13(c1, int, int) returns c2 language sql as 'select null::c2';
create cast (int as d) without function;
create transform for d language plpgsql (from sql with function prsd_lextype(internal));
--- case: schemas in create schema
create schema s create table t (a int) create table t (a int);
create schema s2 create view s.v as select 1;
create schema s3 create index i on s3.t (a) create table t (a int);
create schema s4 create trigger tr before insert on t execute function f();
create schema s5 create domain d as int;
create schema s6 create sequence other.q;
create schema "s 7" create table t (a int) grant select on t to nosuch;
create schema pg_s8 create table t (a int);
--- case: unusual column limits
create table t (a int);
alter table t alter column 0 set statistics 5;
alter table t alter column 40000 set statistics 5;
create view v as select 1 as a;
alter view v rename column a to xmin;
alter table v alter column a set statistics 5;
alter view v alter column a type bigint;
create index i on t (a);
alter index i rename column a to b;
alter table i rename column a to b;
create sequence s;
alter table s rename column last_value to x;
alter sequence s rename column last_value to x;
alter table v rename constraint x to y;
--- case: publications of the finer kind
create table t (a int, b int) partition by list (a);
create table u (a int, b int, c text);
create operator === (leftarg = int, rightarg = int, function = int4eq);
create collation nd from "C";
create publication p1 for table t (a);
create publication p2 for table u where (a === 1);
create publication p3 for table u where (c collate nd = 'x');
create publication p4 for table u (a), u (b);
--- case: publications of the finer kind 2
create table t (a int, b int) partition by list (a);
create table u (a int, b int, c text);
create operator === (leftarg = int, rightarg = int, function = int4eq);
create collation nd from "C";
create publication p5 for table u, tables in schema public with (publish_generated_columns = nosuch);
create publication p6 for table u (a);
alter publication p6 add tables in schema public;
create publication p7 with (publish = 'insert,,update');
--- case: publications of the finer kind 3
create table t (a int, b int) partition by list (a);
create table u (a int, b int, c text);
create operator === (leftarg = int, rightarg = int, function = int4eq);
create collation nd from "C";
create publication p8 for table t (a) with (publish_via_partition_root = true);
alter publication p8 set (publish_via_partition_root = false);
create publication p9 for table information_schema.sql_features;
create publication p10 for tables in schema pg_temp;
