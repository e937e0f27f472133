--- case: plain and options
create sequence s;
create sequence s2 as int increment 5 minvalue -10 maxvalue 100 start 7 cache 4 cycle;
create sequence s3 as smallint increment -1;
create sequence s;
create sequence if not exists s;
create temp sequence s4;
create unlogged sequence s5 no minvalue no maxvalue no cycle;
--- case: bad options
create sequence s increment 0;
create sequence s minvalue 10 maxvalue 5;
create sequence s minvalue 10 start 5;
create sequence s maxvalue 10 start 15;
create sequence s cache 0;
create sequence s as text;
create sequence s as smallint maxvalue 100000;
create sequence s as int minvalue -3000000000;
create sequence s as nosuch;
--- case: options twice
create sequence s increment 1 increment 2;
create sequence s start 1 start 2;
create sequence s cycle no cycle;
create sequence s owned by none owned by none;
create sequence s restart 5;
create sequence s sequence name x;
create sequence s increment 1.5;
--- case: owned by
create table t (a int, b text);
create view v as select 1 as a;
create sequence s owned by t.a;
create sequence s2 owned by t.nosuch;
create sequence s2 owned by nosuch.a;
create sequence s2 owned by t;
create sequence s2 owned by v.a;
create sequence s3 owned by public.t.b;
drop table t;
drop sequence s;
--- case: owned by more
create schema x;
create table x.t (a int);
create table t (a int);
create index i on t (a);
create sequence s owned by x.t.a;
create sequence s owned by i.a;
create sequence s;
alter sequence s owned by t.a;
alter sequence s owned by t.xmin;
alter sequence s owned by none;
alter sequence s owned by x.t.a;
--- case: alter
create sequence s;
alter sequence s increment 2 minvalue 0 restart;
alter sequence s restart with 100;
alter sequence s maxvalue 50;
alter sequence s minvalue 500;
alter sequence s as smallint;
alter sequence s start -5;
alter sequence nosuch restart;
alter sequence if exists nosuch restart;
--- case: alter more
create sequence s as int;
create table t (a int);
alter sequence s as bigint;
alter sequence s as text;
alter sequence s increment 0;
alter sequence t restart;
alter sequence s rename to s2;
alter sequence s rename to s3;
alter sequence s2 rename to t;
alter sequence s2 set schema nosuch;
--- case: drop
create sequence s;
create table t (a int default nextval('s'), b serial, c int generated always as identity);
drop sequence s;
drop sequence t_b_seq;
drop sequence t_c_seq;
drop sequence t_b_seq cascade;
drop sequence s cascade;
drop sequence nosuch;
drop sequence if exists nosuch, t_b_seq;
--- case: drop of the wrong kind
create table t (a int);
create sequence s;
drop sequence t;
drop table s;
drop view s;
drop sequence s, s;
drop index s;
--- case: functions
create sequence s;
create table t (a serial);
select nextval('s'), setval('s', 5), setval('s', 5, false), currval('t_a_seq');
select nextval('nosuch');
select nextval('t');
select nextval('t_a_seq');
select nextval(pg_get_serial_sequence('t', 'a'));
select pg_get_serial_sequence('nosuch', 'a');
select last_value from s;
select nosuch from s;
--- case: serial follows
create table t (a serial, b bigserial);
alter table t drop column a;
alter sequence t_a_seq restart;
alter table t rename to u;
alter sequence t_b_seq restart;
alter table u rename column b to c;
alter sequence t_b_seq owned by none;
drop table u;
--- case: serial default is dropped with the sequence
create table t (a serial, b int);
alter sequence t_a_seq owned by none;
drop sequence t_a_seq;
drop sequence t_a_seq cascade;
alter table t alter column b set default nextval('t_a_seq');
--- case: identity sequences
create table t (a int generated always as identity);
alter sequence t_a_seq owned by none;
alter sequence t_a_seq restart with 10;
alter sequence t_a_seq set schema pg_temp;
alter sequence t_a_seq rename to q;
alter sequence q as bigint;
alter table t alter column a type bigint;
alter table t alter column a type text;
alter table t alter column a drop identity;
drop sequence q;
--- case: identity types
create table t (a int generated always as identity);
alter table t alter column a type smallint;
alter table t alter column a set maxvalue 100000;
alter table t alter column a set maxvalue 10;
alter table t alter column a restart with 20;
alter table t alter column a set cache 10 set cycle;
alter table t alter column a set sequence name x;
alter table t alter column a set owned by none;
--- case: schemas and names
create schema x;
create sequence x.s;
create sequence nosuch.s;
select nextval('s');
select nextval('x.s'), nextval('"x"."s"');
select nextval('X.S');
alter sequence x.s set schema public;
select nextval('s');
drop sequence x.s;
create sequence "My Seq";
select nextval('My Seq');
select nextval('"My Seq"');
--- case: comments and grants on sequences
create sequence s;
comment on sequence s is 'x';
comment on table s is 'x';
comment on sequence nosuch is 'x';
grant usage on sequence s to public;
grant insert on sequence s to public;
grant usage on sequence nosuch to public;
grant select on s to public;
