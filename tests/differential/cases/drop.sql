--- case: table restrict
create table a (id int primary key);
create table b (x int references a);
create view v as select id from a;
create view w as select id from v;
drop table a;
drop table b, a;
drop table a cascade;
drop table a;
drop table b;
--- case: details of one hundred
create table a (id int primary key);
do $$ begin for i in 1..3 loop execute format('create view v%s as select id from a', i); end loop; end $$;
drop table a;
--- case: kinds of dependents
create table a (id int primary key, x int);
create table b (y int references a (id), z a);
create view v as select * from a;
create materialized view m as select * from v;
create function f() returns setof a language sql as 'select * from a';
create function g() returns setof int begin atomic select id from a; end;
create rule r as on insert to v do instead insert into a values (new.id);
drop table a;
drop table a cascade;
--- case: several at once
create table a (id int primary key);
create table b (x int references a);
create table c (y int references b);
drop table a, b;
alter table b add primary key (x);
create table c (y int references b);
drop table a, b;
drop table b, a, c;
drop table a, a;
create table a (id int);
drop table a, a;
--- case: if exists lists
create table a (id int);
drop table if exists a, b, nosuch.c, "D";
drop table if exists a;
drop table a;
drop table if exists nosuch.a;
drop table nosuch.a;
drop view if exists a;
drop table a cascade restrict;
--- case: wrong kind hints
create table t (a int);
create view v as select 1 as a;
create materialized view m as select 1 as a;
create sequence s;
create index i on t (a);
create type ty as (a int);
create foreign data wrapper w;
create server sv foreign data wrapper w;
create foreign table ft (a int) server sv;
drop view t;
drop table v;
drop table m;
drop table s;
drop table i;
drop table ty;
drop table ft;
drop type t;
drop foreign table t;
--- case: wrong kind with if exists
create table t (a int);
create view v as select 1 as a;
drop view if exists t;
drop table if exists v;
drop sequence if exists t;
drop index if exists t;
drop materialized view if exists v;
drop foreign table if exists t;
drop type if exists t;
drop domain if exists t;
--- case: owned things go along
create table t (id serial primary key, a int unique check (a > 0), b int generated always as identity);
create index on t (a);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger tr before insert on t for each row execute function f();
create policy p on t using (true);
create rule r as on insert to t do also select 1;
create statistics st on id, a from t;
comment on table t is 'x';
comment on column t.a is 'y';
drop table t;
create sequence t_id_seq;
create index t_a_idx on t (a);
--- case: cascade notices
create table p (id int primary key);
create table c1 (x int references p);
create table c2 (x int references p);
create view v1 as select id from p;
create view v2 as select id from p;
create view v3 as select v1.id from v1, v2;
drop view v1, v2 cascade;
drop table p cascade;
--- case: drop column cascade notices
create table t (a int, b int, c int generated always as (a) stored, check (a > b));
create view v1 as select a from t;
create view v2 as select a, b from t;
create index on t (a, b);
create policy p on t using (a > 0);
alter table t drop column a cascade;
drop view v2;
--- case: things the system needs
drop type text;
drop function pg_catalog.lower(text);
drop operator pg_catalog.+ (int, int);
drop cast (int as bigint);
drop collation pg_catalog."C";
drop language internal;
drop access method heap;
drop schema pg_toast;
drop table pg_catalog.pg_type cascade;
--- case: dependents of an extension
create extension pgcrypto;
create table t (a text default gen_salt('md5'));
drop function gen_salt(text);
drop extension pgcrypto;
drop extension pgcrypto cascade;
drop extension pgcrypto;
drop extension if exists pgcrypto;
--- case: types and their users
create type e as enum ('a');
create domain d as e;
create table t (a e, b d, c e[]);
create function f(e) returns int language sql as 'select 1';
create view v as select 'a'::e as x;
drop type e;
drop domain d;
drop type e cascade;
--- case: functions that use tables in defaults and checks
create function f() returns int language sql immutable as 'select 1';
create table t (a int default f(), b int check (b > f()), c int generated always as (f()) stored);
create domain d as int default f() check (value > f());
create index on t ((b + f()));
drop function f;
drop function f cascade;
--- case: a view over a dropped column name
create table t (a int, b int);
create view v as select a, b from t;
create or replace view v as select a, b, a + b as c from t;
alter table t drop column b cascade;
select * from v;
create view v as select a from t;
--- case: text search collation conversion
drop text search configuration nosuch;
drop text search configuration if exists nosuch;
drop text search dictionary nosuch;
drop text search parser if exists nosuch;
drop text search template nosuch;
drop collation nosuch;
drop collation if exists nosuch;
--- case: text search collation conversion 2
drop conversion nosuch;
drop conversion if exists nosuch.x;
drop statistics nosuch;
drop statistics if exists nosuch;
drop access method nosuch;
drop access method if exists nosuch;
--- case: shared and other things
drop role nosuch;
drop role if exists nosuch;
drop user nosuch;
drop group if exists nosuch;
drop database nosuch;
drop tablespace nosuch;
drop server nosuch;
drop server if exists nosuch;
drop foreign data wrapper nosuch;
drop foreign data wrapper if exists nosuch;
drop user mapping for public server nosuch;
drop user mapping if exists for public server nosuch;
--- case: publications and event triggers
drop publication nosuch;
drop publication if exists nosuch;
drop subscription nosuch;
drop subscription if exists nosuch;
drop event trigger nosuch;
drop event trigger if exists nosuch;
drop extension nosuch;
drop extension if exists nosuch;
drop owned by nosuch;
reassign owned by nosuch to current_user;
--- case: recreate after drop
create table t (a int primary key);
create table u (x int constraint fk references t);
alter table u drop constraint fk;
drop table t;
create table t (b text);
alter table u add constraint fk foreign key (x) references t;
alter table u add constraint fk foreign key (x) references t (a);
drop table u, t;
create table u (x int references t);
--- case: identity and serial defaults with cascade
create sequence s;
create table t (a int default nextval('s'), b int default nextval('s') + 1);
create view v as select nextval('s') as n;
drop sequence s;
drop sequence s cascade;
select a, b from t;
