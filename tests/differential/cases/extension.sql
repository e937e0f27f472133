--- case: create
create extension citext;
create extension citext;
create extension if not exists citext;
create extension nosuch;
create extension if not exists nosuch;
create extension "uuid-ossp" schema public;
create extension hstore schema nosuch;
create schema ext;
create extension hstore schema ext version '99.9';
create extension hstore with schema ext;
create table t (a citext, b ext.hstore, c uuid default uuid_generate_v4());
create table u (b hstore);
--- case: requirements
create extension earthdistance;
create extension earthdistance cascade;
drop extension cube;
drop extension cube cascade;
create extension cube schema pg_catalog;
--- case: members
create extension citext;
drop function citextin(cstring);
drop type citext;
alter extension citext drop function citext_eq(citext, citext);
alter extension citext add function nosuch();
alter extension nosuch add table t;
create table t (a int);
alter extension citext add table t;
alter extension citext add table t;
drop table t;
alter extension citext drop table t;
alter extension citext drop table t;
drop table t;
--- case: alter
create extension citext;
create schema ext;
alter extension citext set schema ext;
create table t (a citext);
create table t (a ext.citext);
alter extension citext set schema nosuch;
alter extension citext update to '99';
alter extension citext update;
alter extension nosuch update;
alter extension nosuch set schema ext;
alter extension plpgsql set schema ext;
--- case: drop and dependents
create extension citext;
create extension pg_trgm;
create table t (a citext, b text);
create index on t using gin (b gin_trgm_ops);
create view v as select similarity(b, 'x') as s from t;
drop extension pg_trgm;
drop extension citext;
drop extension pg_trgm cascade;
drop extension citext cascade;
drop extension citext, pg_trgm;
select * from t;
--- case: functions of extensions
create extension pgcrypto;
create extension unaccent;
create extension "uuid-ossp";
select gen_salt('bf'), crypt('a', gen_salt('bf')), digest('x', 'sha1'), unaccent('é'), uuid_generate_v4();
select digest(1, 'sha1');
select crypt('a');
select uuid_generate_v5('x');
select uuid_generate_v5(uuid_ns_dns(), 'x');
create table t (a uuid default uuid_generate_v4(), b bytea default gen_random_bytes(4));
create index on t (unaccent(b::text));
--- case: operators of extensions
create extension hstore;
create extension ltree;
create extension intarray;
create table t (h hstore, l ltree, i int[]);
select h -> 'a', h ? 'a', l @> 'a.b', i && '{1}', i @@ '1&2' from t;
select h -> 1 from t;
select l @> 1 from t;
create index on t using gist (l, h);
create index on t using gin (i gin__int_ops, h);
create index on t using gist (i);
select hstore('a', 'b') || h, nlevel(l), idx(i, 2), akeys(h) from t;
--- case: comments and others
comment on extension nosuch is 'x';
create extension citext from unpackaged;
create extension citext nosuch option;
create extension citext schema public schema public;
create extension "bad--name";
create extension "-bad";
create extension citext version '';
