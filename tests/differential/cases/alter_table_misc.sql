--- case: rename table
create table t (a int);
create view v as select 1 as a;
create type ty as enum ('x');
alter table t rename to u;
alter table t rename to w;
alter table u rename to v;
alter table u rename to ty;
alter table u rename to u;
alter table nosuch rename to x;
--- case: rename table and its type
create table t (a int);
create table u (x t, y t[]);
alter table t rename to "T";
alter table u add column z "T";
alter table u add column z2 t;
create table _t (b int);
alter table "T" rename to t;
--- case: rename and dependents stay
create table t (a int primary key, b int references t);
create view v as select * from t;
create function f() returns setof t language sql as 'select * from t';
alter table t rename to t2;
select f();
select * from v;
drop table t2;
drop table t2 cascade;
--- case: set schema
create schema s;
create table t (a serial primary key, b int generated always as identity, c int unique);
create index ix on t (c);
alter table t set schema s;
alter table t add column d int;
alter table s.t set schema nosuch;
alter table s.t set schema s;
alter table nosuch set schema s;
select nextval('s.t_a_seq');
--- case: set schema conflicts
create schema s;
create table s.t (a int);
create table t (a int);
create type s.u as enum ('x');
create table u (a int);
create sequence s.w_a_seq;
create table w (a serial);
alter table t set schema s;
alter table u set schema s;
alter table w set schema s;
--- case: set schema of special schemas
create table t (a int);
create temp table tt (a int);
alter table t set schema pg_temp;
alter table tt set schema public;
alter table t set schema pg_toast;
alter table t set schema pg_catalog;
alter table t set schema information_schema;
--- case: set schema of other kinds
create schema s;
create table t (a int);
create index i on t (a);
create view v as select a from t;
create sequence q;
create sequence o owned by t.a;
alter index i set schema s;
alter table i set schema s;
alter view v set schema s;
alter sequence q set schema s;
alter sequence o set schema s;
--- case: row level security
create table t (a int);
create view v as select 1 as a;
alter table t enable row level security;
alter table t enable row level security, force row level security;
alter table t no force row level security;
alter table t disable row level security;
alter table v enable row level security;
alter table nosuch enable row level security;
alter table if exists nosuch enable row level security;
--- case: enable and disable triggers
create table t (a int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger tr before insert on t for each row execute function f();
alter table t disable trigger tr;
alter table t enable always trigger tr;
alter table t enable replica trigger tr;
alter table t disable trigger nosuch;
alter table t enable trigger all;
alter table t disable trigger user;
--- case: enable and disable rules
create table t (a int);
create rule r as on insert to t do also select 1;
alter table t disable rule r;
alter table t enable always rule r;
alter table t enable rule nosuch;
alter table t enable replica rule r;
create view v as select 1 as a;
alter table v disable rule "_RETURN";
--- case: replica identity
create table t (a int not null, b int, c int not null);
create unique index ta on t (a);
create unique index tb on t (b);
create index tc on t (c);
create unique index te on t ((a + 1));
create unique index tp on t (a) where a > 0;
alter table t replica identity using index ta;
alter table t replica identity using index tb;
alter table t replica identity using index tc;
alter table t replica identity using index te;
alter table t replica identity using index tp;
--- case: replica identity more
create table t (a int not null, b int unique deferrable);
create table u (x int primary key);
create unique index ta on t (a);
alter table t replica identity full;
alter table t replica identity nothing;
alter table t replica identity using index nosuch;
alter table t replica identity using index u_pkey;
alter table t alter b set not null, replica identity using index t_b_key;
alter table t replica identity using index ta;
alter table t alter column a drop not null;
--- case: cluster on
create table t (a int primary key, b int);
create index ip on t (b) where b > 0;
create index ih on t using hash (b);
alter table t cluster on t_pkey;
alter table t cluster on ip;
alter table t cluster on ih;
alter table t cluster on nosuch;
alter table t set without cluster;
create view v as select 1 as a;
alter table v set without cluster;
--- case: storage parameters
create table t (a int);
alter table t set (fillfactor = 70, autovacuum_enabled = false);
alter table t reset (fillfactor);
alter table t reset (nosuch);
alter table t set (nosuch = 1);
alter table t set (fillfactor = 1);
alter table t reset (fillfactor = 5);
alter table t set (toast.autovacuum_enabled = off, autovacuum_enabled);
create view v as select 1 as a;
alter view v set (fillfactor = 70);
--- case: logged and unlogged
create table p (id int primary key);
create table c (x int references p);
create temp table tt (a int);
alter table p set unlogged;
alter table c set unlogged;
alter table p set unlogged;
alter table c set logged;
alter table tt set unlogged;
alter table p set logged, set unlogged;
create view v as select 1 as a;
alter table v set unlogged;
--- case: unlogged and publications
create table t (a int);
create publication pub for table t;
alter table t set unlogged;
drop publication pub;
alter table t set unlogged;
create publication pub for table t;
create sequence s;
alter sequence s set unlogged;
alter sequence s set logged;
--- case: tablespace and access method
create table t (a int);
alter table t set tablespace nosuch;
alter table t set tablespace pg_default;
alter table t set tablespace pg_global;
alter table t set access method nosuch;
alter table t set access method btree;
alter table t set access method heap, set access method default;
alter table t set tablespace pg_default, set tablespace pg_default;
alter table t set access method heap;
--- case: without oids
create table t (a int);
alter table t set without oids;
alter table t set with oids;
--- case: owner
create role r_owner_a;
create table t (a serial);
create index i on t (a);
create view v as select 1 as a;
alter table t owner to r_owner_a;
alter table t owner to nosuch;
alter table v owner to current_user;
alter index i owner to r_owner_a;
alter sequence t_a_seq owner to r_owner_a;
--- case: owner and drop role
create role r_owner_b;
create table t (a int);
alter table t owner to r_owner_b;
drop role r_owner_b;
alter table t owner to session_user;
drop role r_owner_b;
alter table nosuch owner to r_owner_b;
alter table if exists nosuch owner to r_owner_b;
--- case: of and not of
create type comp as (a int, b text);
create table t (a int, b text);
create table u (a int);
create table w (a int, b int);
create table x (a int, b text, c int);
create table y (b text, a int);
alter table t of comp;
alter table u of comp;
alter table w of comp;
alter table x of comp;
alter table y of comp;
alter table t not of;
alter table t not of;
--- case: of a wrong type
create table t (a int);
create table p (a int);
alter table t of nosuch;
alter table t of int4;
alter table t of p;
alter table t inherit p;
create type comp as (a int);
alter table t of comp;
--- case: lock and truncate
create table p (a int primary key);
create table c (a int references p);
create view v as select a from p;
lock table p in share mode;
lock table nosuch;
lock v in exclusive mode nowait;
truncate p;
truncate p, c;
truncate p cascade;
truncate v;
truncate nosuch;
--- case: lock and truncate more
create table t (a int);
create sequence s;
create index i on t (a);
lock table s;
lock table i;
truncate s;
truncate t restart identity;
truncate only t continue identity cascade;
truncate t, t;
truncate i;
--- case: options of foreign things
create table t (a int);
alter table t options (add x 'y');
alter table t alter column a options (add x 'y');
alter table t alter column nosuch options (add x 'y');
--- case: system tables
alter table pg_class add column x int;
alter table pg_catalog.pg_class enable row level security;
alter table pg_class rename to x;
alter table information_schema.sql_features add column x int;
drop table pg_class;
alter table pg_class set schema public;
create index on pg_class (relname);
truncate pg_class;
--- case: alter in the wrong schema
create schema s;
create table s.t (a int);
alter table t add column b int;
alter table s.t add column b int;
alter table public.t add column c int;
alter table nosuch.t add column c int;
alter table postgres.s.t add column c int;
alter table other.s.t add column c int;
alter table a.b.c.d add column c int;
--- case: alter table all in tablespace
alter table all in tablespace nosuch set tablespace pg_default;
alter index all in tablespace pg_global set tablespace pg_default;
alter table all in tablespace pg_default set tablespace nosuch;
alter materialized view all in tablespace pg_default set tablespace pg_default;
--- case: alter toast options and default
create table t (a text, b int default 3);
alter table t alter column a set storage main, alter column b set storage plain;
alter table only t alter column b drop default;
alter table t alter b drop default, alter b set default 4, alter b set default 5;
alter table t add column c int default 1, alter column c drop default;
alter table t validate constraint t_pkey;
alter table t alter constraint t_pkey not deferrable;
