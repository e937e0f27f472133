--- case: create
create type mood as enum ('sad', 'ok', 'happy');
create type mood as enum ('x');
create type e as enum ();
create type d as enum ('a', 'a');
create type l as enum ('abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz');
create type m as enum ('', ' ', 'A', 'a', 'ä');
create type nosuch.m as enum ('a');
create type if not exists m as enum ('a');
--- case: add value
create type mood as enum ('sad', 'happy');
alter type mood add value 'ok' before 'happy';
alter type mood add value 'ok';
alter type mood add value if not exists 'ok';
alter type mood add value 'great' after 'nosuch';
alter type mood add value 'great' after 'happy';
alter type mood add value 'zero' before 'sad';
alter type nosuch add value 'x';
alter type mood add value '';
--- case: rename value
create type mood as enum ('sad', 'happy');
alter type mood rename value 'sad' to 'blue';
alter type mood rename value 'sad' to 'x';
alter type mood rename value 'blue' to 'happy';
alter type mood rename value 'blue' to 'blue';
alter type int4 rename value 'a' to 'b';
alter type mood rename value 'happy' to 'abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz';
--- case: add value to others
create domain d as int;
create type c as (a int);
create table t (a int);
alter type d add value 'x';
alter type c add value 'x';
alter type t add value 'x';
alter type int4 add value 'x';
alter type public.nosuch add value 'x';
--- case: use as column
create type mood as enum ('sad', 'happy');
create table t (m mood default 'sad', ms mood[] default '{sad}');
create table u (m mood default 'nope');
alter table t alter column m set default 'angry';
alter table t alter column m set default 'happy';
insert into t (m) values ('nope');
insert into t (m) values ('sad'::text);
select 'nope'::mood;
select m = 'x' from t;
select m = 'sad'::text from t;
create view v as select m < 'happy' as lt, m::text as tx, enum_range(m) as r from t;
--- case: drop
create type mood as enum ('a');
create table t (m mood, n int);
create function f(mood) returns int language sql as 'select 1';
create view v as select 'a'::mood as m;
drop type mood;
drop type mood cascade;
drop type mood;
drop type if exists mood;
drop domain mood;
--- case: rename and schema
create type mood as enum ('a');
create schema s;
create table t (m mood);
alter type mood rename to feeling;
alter type mood rename to x;
alter type feeling rename to t;
alter type feeling set schema s;
alter table t add column m2 feeling;
alter table t add column m2 s.feeling;
alter type s.feeling rename to "Feeling X";
drop schema s;
--- case: change the type of a column to an enum
create type mood as enum ('a', 'b');
create table t (x text default 'a', y int);
alter table t alter column x type mood;
alter table t alter column x type mood using x::mood;
alter table t alter column x drop default, alter column x type mood using x::mood, alter column x set default 'b';
alter table t alter column x set default 'c';
alter table t alter column y type mood using y::mood;
alter table t alter column x type text;
--- case: replace a type in the usual way
create type status as enum ('a', 'b');
create table t (s status not null default 'a');
alter type status rename to status_old;
create type status as enum ('a', 'c');
alter table t alter column s type status using s::text::status;
alter table t alter column s drop default;
alter table t alter column s type status using s::text::status;
alter table t alter column s set default 'c';
drop type status_old;
--- case: new values in the transaction of the type [database, bare]
begin;
create type mood as enum ('a');
alter type mood add value 'b';
create table t (m mood default 'b' check (m <> 'b'));
create view v as select 'b'::mood as m;
commit;
--- case: new values in the transaction after the type [database, bare]
create type mood as enum ('a');
begin;
alter type mood add value if not exists 'a';
select 'a'::mood;
alter type mood add value 'b';
create table t (m mood);
select 'b'::mood;
rollback;
select 'b'::mood;
--- case: new values in a later transaction [database]
create type mood as enum ('a');
create table t (m mood);
begin;
alter type mood add value 'b';
select 'b'::mood;
insert into t values ('b');
alter table t alter column m set default 'b';
create index on t (m) where m = 'b';
alter type mood rename value 'b' to 'c';
commit;
select 'c'::mood;
alter table t alter column m set default 'c';
--- case: added and rolled back [database]
create type mood as enum ('a');
begin;
alter type mood add value 'b';
rollback;
select 'b'::mood;
alter type mood add value 'b';
select 'b'::mood;
--- case: type renamed and extended in one transaction [database]
create type mood as enum ('a');
begin;
alter type mood rename to m3;
alter type m3 add value 'z';
select 'z'::m3;
savepoint sp;
alter type m3 add value 'q';
rollback to sp;
select 'q'::m3;
commit;
--- case: functions and operators on enums
create type mood as enum ('a', 'b');
create type other as enum ('a');
select 'a'::mood = 'a'::other;
select 'a'::mood < 'b';
select 'a'::mood || 'x';
select 'a'::mood::int;
select enum_first(null::mood), enum_range('a'::mood, 'b');
select enum_first('a');
--- case: functions and operators on enums 2
create type mood as enum ('a', 'b');
create type other as enum ('a');
select max('a'::mood), min('b'::mood), count(distinct 'a'::mood);
select sum('a'::mood);
select array['a', 'b']::mood[];
select array['a', 'nope']::mood[];
select lower('a'::mood);
