--- case: table guards
do $$ begin if not exists (select from pg_tables where schemaname = 'public' and tablename = 't') then create table t (a int); end if; end $$;
do $$ begin if not exists (select from pg_tables where schemaname = 'public' and tablename = 't') then create table t (a int); end if; end $$;
do $$ begin if not exists (select 1 from information_schema.tables where table_schema = 'public' and table_name = 'u') then create table u (b int); end if; end $$;
do $$ begin if exists (select 1 from information_schema.tables where table_name = 'u') then drop table u; end if; end $$;
do $$ begin if to_regclass('public.v') is null then create table v (c int); else raise notice 'v is there'; end if; end $$;
do $$ begin if to_regclass('public.v') is null then create table v (c int); else raise notice 'v is there'; end if; end $$;
do $$ begin if (select count(*) from pg_class where relname = 't' and relkind = 'r') = 0 then create table t (a int); end if; end $$;
do $$ begin if 0 = (select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relname = 'w') then create table w (d int); end if; end $$;
select a from t;
select b from u;
select c from v;
select d from w;
--- case: column guards
create table t (a int);
do $$ begin if not exists (select 1 from information_schema.columns where table_schema = 'public' and table_name = 't' and column_name = 'b') then alter table t add column b text default ''; end if; end $$;
do $$ begin if not exists (select 1 from information_schema.columns where table_schema = 'public' and table_name = 't' and column_name = 'b') then alter table t add column b text default ''; end if; end $$;
do $$ begin if exists (select 1 from information_schema.columns where table_name = 't' and column_name = 'a') and not exists (select 1 from information_schema.columns where table_name = 't' and column_name = 'aa') then alter table t rename column a to aa; end if; end $$;
do $$ begin if not exists (select 1 from pg_attribute where attrelid = 't'::regclass and attname = 'c' and not attisdropped) then alter table t add c int; end if; end $$;
do $$ begin if (select data_type from information_schema.columns where table_name = 't' and column_name = 'c') = 'integer' then alter table t alter column c type bigint; end if; end $$;
do $$ begin if (select is_nullable from information_schema.columns where table_name = 't' and column_name = 'c') = 'YES' then alter table t alter column c set not null; end if; end $$;
do $$ begin if exists (select from information_schema.columns where table_name = 't' and column_name = 'b' and column_default is not null) then alter table t alter b drop default; end if; end $$;
select aa, b, c from t;
alter table t add column c int;
alter table t rename column a to x;
--- case: type guards
do $$ begin if not exists (select 1 from pg_type where typname = 'mood') then create type mood as enum ('sad', 'ok'); end if; end $$;
do $$ begin if not exists (select 1 from pg_type where typname = 'mood') then create type mood as enum ('sad', 'ok'); end if; end $$;
do $$ begin if to_regtype('public.kind') is null then create type kind as enum ('a'); end if; end $$;
do $$ begin if not exists (select 1 from pg_enum e join pg_type t on t.oid = e.enumtypid where t.typname = 'mood' and e.enumlabel = 'happy') then alter type mood add value 'happy'; end if; end $$;
do $$ begin if not exists (select from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typname = 'd' and n.nspname = 'public') then create domain d as int check (value > 0); end if; end $$;
create type kind as enum ('b');
create domain d as int;
alter type mood add value 'ok';
alter type mood add value 'happy';
--- case: constraint guards
create table p (id int primary key);
create table t (a int, p_id int);
do $$ begin if not exists (select 1 from pg_constraint where conname = 't_fk') then alter table t add constraint t_fk foreign key (p_id) references p (id); end if; end $$;
do $$ begin if not exists (select 1 from pg_constraint where conname = 't_fk') then alter table t add constraint t_fk foreign key (p_id) references p (id); end if; end $$;
do $$ begin if not exists (select 1 from information_schema.table_constraints where table_name = 't' and constraint_name = 't_uq' and constraint_type = 'UNIQUE') then alter table t add constraint t_uq unique (a); end if; end $$;
do $$ begin if exists (select 1 from pg_constraint where conname = 't_uq' and conrelid = 'public.t'::regclass and contype = 'u') then alter table t drop constraint t_uq; end if; end $$;
do $$ declare c text; begin select conname into c from pg_constraint where conrelid = 't'::regclass and contype = 'f'; if c is not null then execute 'alter table t drop constraint ' || quote_ident(c); end if; end $$;
do $$ begin if not exists (select from pg_constraint where conrelid = 't'::regclass and contype = 'p') then alter table t add primary key (a); end if; end $$;
do $$ begin if exists (select from information_schema.constraint_column_usage where table_name = 't' and constraint_name = 't_pkey') then raise notice 'primary key'; end if; end $$;
alter table t add constraint t_pkey primary key (a);
alter table t drop constraint t_fk;
alter table t drop constraint t_uq;
--- case: index, trigger and policy guards
create table t (a int);
create function tf() returns trigger language plpgsql as 'begin return new; end';
do $$ begin if not exists (select 1 from pg_indexes where tablename = 't' and indexname = 't_a') then create index t_a on t (a); end if; end $$;
do $$ begin if not exists (select 1 from pg_indexes where tablename = 't' and indexname = 't_a') then create index t_a on t (a); end if; end $$;
do $$ begin if not exists (select 1 from pg_class where relname = 't_b' and relkind = 'i') then create unique index t_b on t (a); end if; end $$;
do $$ begin if not exists (select 1 from pg_trigger where tgname = 'trg' and tgrelid = 't'::regclass) then create trigger trg before insert on t for each row execute function tf(); end if; end $$;
do $$ begin if not exists (select 1 from pg_trigger where tgname = 'trg' and not tgisinternal) then create trigger trg before insert on t for each row execute function tf(); end if; end $$;
do $$ begin if exists (select 1 from information_schema.triggers where trigger_name = 'trg' and event_object_table = 't') then drop trigger trg on t; end if; end $$;
do $$ begin if not exists (select 1 from pg_policies where schemaname = 'public' and tablename = 't' and policyname = 'p 1') then create policy "p 1" on t using (true); end if; end $$;
do $$ begin if not exists (select 1 from pg_policies where schemaname = 'public' and tablename = 't' and policyname = 'p 1') then create policy "p 1" on t using (true); end if; end $$;
do $$ begin if exists (select 1 from pg_policy where polname = 'p 1' and polrelid = 't'::regclass) then drop policy "p 1" on t; end if; end $$;
do $$ begin if (select relrowsecurity from pg_class where oid = 't'::regclass) = false then alter table t enable row level security; end if; end $$;
create index t_a on t (a);
create unique index t_b on t (a);
create trigger trg before insert on t for each row execute function tf();
drop policy "p 1" on t;
--- case: function guards
do $$ begin if not exists (select 1 from pg_proc where proname = 'f') then create function f() returns int language sql as 'select 1'; end if; end $$;
do $$ begin if not exists (select 1 from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.proname = 'f' and n.nspname = 'public') then create function f() returns int language sql as 'select 1'; end if; end $$;
do $$ begin if to_regproc('public.g') is null then create function g(a int) returns int language sql as 'select a'; end if; end $$;
do $$ begin if to_regprocedure('g(text)') is null then create function g(a text) returns text language sql as 'select a'; end if; end $$;
do $$ begin if exists (select 1 from information_schema.routines where routine_name = 'g' and routine_schema = 'public') then raise notice 'g'; end if; end $$;
create function g(a int) returns int language sql as 'select a';
create function g(a text) returns text language sql as 'select a';
create function f() returns int language sql as 'select 1';
--- case: schema, role and publication guards
do $$ begin if not exists (select 1 from pg_namespace where nspname = 'app') then create schema app; end if; end $$;
do $$ begin if not exists (select 1 from information_schema.schemata where schema_name = 'app') then create schema app; end if; end $$;
do $$ begin if not exists (select from pg_roles where rolname = 'h_reader') then create role h_reader nologin; end if; end $$;
do $$ begin if not exists (select from pg_catalog.pg_roles where rolname = 'h_reader') then create role h_reader nologin; end if; end $$;
do $$ begin create role h_reader; exception when duplicate_object then raise notice '%, skipping', sqlerrm using errcode = sqlstate; end $$;
create table app.t (a int primary key);
do $$ begin if not exists (select 1 from pg_publication where pubname = 'pub') then create publication pub; end if; end $$;
do $$ begin if not exists (select 1 from pg_publication_tables where pubname = 'pub' and schemaname = 'app' and tablename = 't') then alter publication pub add table app.t; end if; end $$;
do $$ begin if not exists (select 1 from pg_publication_tables where pubname = 'pub' and schemaname = 'app' and tablename = 't') then alter publication pub add table app.t; end if; end $$;
do $$ begin if exists (select 1 from pg_roles where rolname = 'h_reader') then grant usage on schema app to h_reader; end if; end $$;
create schema app;
create role h_reader;
alter publication pub add table app.t;
--- case: extension, sequence and view guards
create table t (a int);
do $$ begin if not exists (select 1 from pg_extension where extname = 'plpgsql') then create extension plpgsql; end if; end $$;
do $$ begin if not exists (select 1 from pg_sequences where sequencename = 's') then create sequence s start 5; end if; end $$;
do $$ begin if not exists (select 1 from information_schema.sequences where sequence_name = 's') then create sequence s; end if; end $$;
do $$ begin if not exists (select 1 from pg_views where viewname = 'v') then create view v as select a from t; end if; end $$;
do $$ begin if exists (select 1 from information_schema.views where table_name = 'v') then drop view v; create view v as select a + 1 as b from t; end if; end $$;
do $$ begin if exists (select 1 from pg_matviews where matviewname = 'v') then drop materialized view v; elsif exists (select 1 from pg_views where viewname = 'v') then drop view v; end if; end $$;
create sequence s;
create view v as select 1;
drop view v;
drop view v;
--- case: casts that fail where there is nothing
create table t (a int);
do $$ begin perform 'public.t'::regclass; exception when undefined_table then create table t (a int); end $$;
do $$ begin perform 'public.u'::regclass; exception when undefined_table then create table u (a int); end $$;
do $$ begin perform 'mood'::regtype; exception when undefined_object then create type mood as enum ('a'); end $$;
do $$ begin if 'public.nosuch'::regclass is null then null; end if; end $$;
do $$ begin perform 'f()'::regprocedure; exception when others then raise notice '% %', sqlstate, sqlerrm; end $$;
create table u (a int);
create type mood as enum ('a');
--- case: several guards in a row
create table t (id int, kind text);
do $$
declare
  has_kind boolean;
  has_pk boolean := exists (select 1 from pg_constraint where conrelid = 't'::regclass and contype = 'p');
begin
  select exists (select 1 from information_schema.columns where table_name = 't' and column_name = 'kind') into has_kind;
  if has_kind and not has_pk then
    alter table t add primary key (id);
    alter table t rename kind to sort;
  end if;
end $$;
do $$
declare n int;
begin
  select count(*) into n from information_schema.columns where table_name = 't' and column_name in ('id', 'kind', 'sort');
  if n = 2 then raise notice 'two columns'; else raise exception 'not two but % columns', n; end if;
end $$;
select sort from t;
select kind from t;
alter table t add primary key (id);
--- case: guards over other schemas
create schema app;
create table app.t (a int);
set search_path = app, public;
do $$ begin if not exists (select 1 from information_schema.tables where table_schema = current_schema() and table_name = 't') then create table t (a int); end if; end $$;
do $$ begin if to_regclass('t') is not null then alter table t add b int; end if; end $$;
do $$ begin if 't'::regclass = 'app.t'::regclass then raise notice 'the same'; end if; end $$;
do $$ begin if current_schema = 'app' then create table public.t (c int); end if; end $$;
set search_path = public;
select a, b from app.t;
select c from t;
