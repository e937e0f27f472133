--- case: in a transaction block already
begin;
start transaction;
create table t (a int);
--- case: commit [database]
begin;
create table t (a int);
commit;
create table t (a int);
commit;
rollback;
--- case: rollback [database]
begin;
create table t (a int);
create type e as enum ('a');
rollback;
create table t (b int);
create type e as enum ('b');
select a from t;
--- case: savepoints [database]
begin;
create table t (a int);
savepoint s1;
alter table t add column b int;
savepoint s2;
alter table t drop column a;
rollback to s2;
select a, b from t;
rollback to savepoint s1;
select b from t;
release s1;
rollback to s1;
commit;
--- case: savepoints of the same name [database]
begin;
savepoint s;
create table a (x int);
savepoint s;
create table b (x int);
rollback to s;
release s;
select * from b;
rollback to s;
select * from a;
commit;
--- case: savepoints without a transaction [database]
savepoint s;
release s;
rollback to s;
create table t (a int);
--- case: savepoints that are not there
savepoint a;
release nosuch;
rollback to nosuch;
release a;
rollback to a;
create table t (a int);
--- case: set local [database]
create schema s;
begin;
set local search_path = s;
create table t (a int);
commit;
select a from t;
set local search_path = s;
select a from t;
select a from s.t;
begin;
set search_path = s;
rollback;
select a from t;
begin;
set search_path = s;
commit;
select a from t;
--- case: set and savepoints [database]
create schema s;
begin;
savepoint x;
set search_path = s;
create table t (a int);
rollback to x;
create table t (b int);
commit;
select b from public.t;
--- case: on commit drop [database]
begin;
create temp table t (a int) on commit drop;
create temp table u (a int) on commit delete rows;
select a from t;
commit;
select a from t;
select a from u;
--- case: on commit drop outside of a block [database]
create temp table t (a int) on commit drop;
select a from t;
--- case: and chain [database]
begin;
create table t (a int);
commit and chain;
create table u (a int);
rollback and chain;
create table w (a int);
commit;
select * from t;
select * from u;
select * from w;
commit and chain;
--- case: isolation and read only [database]
begin read only;
create table t (a int);
commit;
begin isolation level serializable;
create table t (a int);
commit;
set transaction isolation level serializable;
set session characteristics as transaction read only;
create table u (a int);
--- case: prepared transactions [database]
commit prepared 'x';
rollback prepared 'x';
--- case: statements that need to stand alone [database]
begin;
create database x;
drop database nosuch;
vacuum;
alter system set work_mem = '1MB';
create tablespace x location '/nowhere';
reindex database postgres;
create subscription s connection 'dbname=x' publication p;
commit;
drop database nosuch;
alter system set nosuch = 1;
--- case: locks [database]
create table t (a int);
lock table t;
begin;
lock table t in access share mode;
lock table nosuch;
commit;
declare c cursor for select 1;
begin;
declare c cursor for select 1;
commit;
fetch c;
declare c cursor with hold for select 1;
fetch c;
--- case: several transactions [database]
begin;
create table a (id int primary key);
commit;
begin;
create table b (x int references a);
rollback;
drop table a;
begin;
create table b (x int references a);
end;
abort;
--- case: drop and recreate in one transaction [database]
create table t (a int primary key);
create table u (x int references t);
begin;
drop table t cascade;
create table t (a int, b int);
savepoint s;
drop table t;
rollback to s;
commit;
insert into t (b) values (1);
select conname from pg_constraint where conrelid = 'u'::regclass and nosuch;
--- case: do with commit [database]
do $$ begin create table t (a int); commit; end $$;
select a from t;
begin;
do $$ begin create table u (a int); commit; end $$;
commit;
select a from u;
create procedure p() language plpgsql as $$ begin create table w (a int); rollback; create table x (a int); end $$;
call p();
select * from w;
select * from x;
