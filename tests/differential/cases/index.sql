--- case: plain
create table t (a int, b text, c jsonb, d int[]);
create index on t (a);
create index on t (a);
create index t_a_idx on t (a);
create index if not exists t_a_idx on t (b);
create unique index u on t (a, b desc nulls last) include (c);
create index on t using gin (c, d);
create index on t using gin (c jsonb_path_ops);
create index i on nosuch (a);
--- case: generated names
create table t (a int, b text, c text);
create index on t (lower(b));
create index on t (lower(b), a, (a + 1));
create index on t ((a + 1), (a + 2));
create index on t (lower(b));
create index on t (a, b, c, lower(c), upper(c));
create index on t ((b::int));
create index on t ((case when a > 0 then 1 end), (coalesce(a, 1)), ((select 1)));
create index on t ((case when a > 0 then 1 end), (coalesce(a, 1)));
--- case: columns that are not there
create table t (a int);
create index on t (nosuch);
create index on t (a) include (nosuch);
create index on t ((nosuch + 1));
create index on t (a) where nosuch > 0;
create index on t (xmin);
create index on t ((tableoid));
create index on t (a, a);
create index on t (t.a);
create index on t (lower(nosuch));
--- case: expressions that cannot be
create table t (a int, b text);
create index on t (random());
create index on t ((now()));
create index on t ((sum(a)));
create index on t ((row_number() over ()));
create index on t ((select 1));
create index on t (generate_series(1, a));
create index on t ((b || a));
create index on t ((a > 0)) where a;
--- case: predicates that cannot be
create table t (a int, b timestamptz);
create index on t (a) where b > now();
create index on t (a) where b > '2020-01-01';
create index on t (a) where (select true);
create index on t (a) where max(a) > 1;
create index on t (a) where a > 'x';
create index on t (a) where nosuch();
create index on t (a) where u.a > 0;
create index on t (a) where b::date > '2020-01-01';
--- case: operator classes and methods
create table t (a int, b text, j json, p point);
create index on t (a text_pattern_ops);
create index on t (b text_pattern_ops);
create index on t (b nosuch_ops);
create index on t (j);
create index on t using gist (p);
create index on t using gist (a);
create index on t using gin (a);
create index on t using nosuch (a);
create index on t using gin (b gin_trgm_ops);
--- case: operator classes with schema and options
create extension pg_trgm;
create table t (a int, b text);
create index on t using gin (b gin_trgm_ops);
create index on t using gin (b public.gin_trgm_ops);
create index on t using gin (b nosuch.gin_trgm_ops);
create index on t using gist (b gist_trgm_ops (siglen = 32));
create index on t using gist (b gist_trgm_ops (nosuch = 32));
create index on t (a int4_ops (x = 1));
create index on t using btree (b gin_trgm_ops);
--- case: methods and their limits
create table t (a int, b int, p point);
create unique index on t using hash (a);
create index on t using hash (a, b);
create index on t using hash (a) include (b);
create index on t using hash (a desc);
create index on t using brin (a, b) with (pages_per_range = 8);
create index on t using brin (a) include (b);
create index on t using gist (p nulls first);
create index on t using spgist (p, p);
create index on t using gist (p) include (a, b);
--- case: include
create table t (a int, b text, p point);
create index on t (a) include (b, p);
create index on t (a) include ((b));
create index on t (a) include (lower(b));
create index on t (a) include (b desc);
create index on t (a) include (b collate "C");
create index on t (a) include (b text_ops);
create index on t (a) include (b nulls first);
create unique index on t (a) include (a);
--- case: collations
create table t (a text, b int);
create index on t (a collate "C");
create index on t (a collate nosuch);
create index on t (b collate "C");
create index on t ((a || 'x') collate "C");
create index on t ((a || (b::text collate "C")));
create index on t ((a collate "C" || a collate "POSIX"));
create index on t (lower(a collate "C"));
--- case: storage parameters
create table t (a int, b tsvector, c int[]);
create index on t (a) with (fillfactor = 50, deduplicate_items = off);
create index on t (a) with (fillfactor = 5);
create index on t (a) with (nosuch = 1);
create index on t using gin (b) with (fastupdate = off);
create index on t using gin (b) with (fillfactor = 50);
create index on t using brin (a) with (autosummarize = maybe);
create index on t using hash (a) with (fillfactor = 75);
create index on t using gist (b) with (buffering = maybe);
--- case: on other relations
create view v as select 1 as a;
create materialized view m as select 1 as a, 'x'::text as b;
create sequence s;
create type comp as (a int);
create index on v (a);
create index on m (a);
create unique index mu on m (b) where a > 0;
create index on s (last_value);
create index on comp (a);
create table t (a int);
create index i on t (a);
create index on i (a);
--- case: schemas
create schema s;
create table s.t (a int);
create index i on s.t (a);
create index s.i on s.t (a);
create index i on s.t (a);
drop index i;
drop index s.i;
create table t2 (a int);
create index i on t2 (a);
drop index public.i;
--- case: names
create table t (a int);
create index t on t (a);
create view v as select 1;
create index v on t (a);
create index if not exists v on t (a);
create index "Idx A" on t (a);
create index "idx a" on t (a);
drop index "Idx a";
create index abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz on t (a);
--- case: if not exists needs a name
create table t (a int);
create index if not exists on t (a);
create index if not exists i on t (a);
create index if not exists i on nosuch (a);
create unique index if not exists i on t (a);
--- case: concurrently in a transaction
create table t (a int);
create index concurrently i on t (a);
create index i on t (a);
drop index concurrently i;
reindex index concurrently i;
reindex table concurrently t;
refresh materialized view concurrently t;
--- case: concurrently [database]
create table t (a int);
create index concurrently i on t (a);
create index concurrently i on t (a);
create index concurrently if not exists i on t (a);
create index concurrently on t (nosuch);
drop index concurrently i;
drop index concurrently i;
drop index concurrently if exists i;
--- case: concurrently and its limits [database]
create table t (a int primary key, b int);
create table p (a int) partition by list (a);
create index pi on p (a);
create index concurrently ti on t (b);
create index ti2 on t (b);
drop index concurrently ti, ti2;
drop index concurrently ti cascade;
drop index concurrently t_pkey;
drop index concurrently pi;
create index concurrently on p (a);
begin;
create index concurrently on t (b);
commit;
--- case: drop index
create table t (a int);
create index i on t (a);
drop index nosuch;
drop index if exists nosuch;
drop index t;
drop table i;
drop index i, nosuch;
drop index i;
drop index if exists i, nosuch.i;
--- case: alter index
create table t (a int, b int);
create index i on t (a, (b + 1));
alter index i rename to j;
alter index i rename to k;
alter index j rename to t;
alter index j set (fillfactor = 60);
alter index j set (nosuch = 60);
alter index j reset (fillfactor);
alter index j alter column 2 set statistics 100;
alter index j alter column 1 set statistics 100;
alter index j alter column 3 set statistics 100;
--- case: alter index more
create table t (a int, b int);
create index i on t (a) include (b);
alter index i alter column 2 set statistics 100;
alter index i set tablespace nosuch;
alter index i depends on extension nosuch;
alter index t rename to u;
alter index nosuch rename to x;
alter index if exists nosuch rename to x;
alter index u rename to t;
alter index i set (fillfactor = 5);
--- case: reindex and cluster
create table t (a int primary key);
create index h on t using hash (a);
reindex table t;
reindex index t_pkey;
reindex index t;
reindex table t_pkey;
reindex table nosuch;
reindex schema public;
cluster t using t_pkey;
cluster t using h;
cluster t using nosuch;
cluster nosuch;
--- case: reindex system and database
reindex database nosuch;
reindex (nosuch) table pg_class;
reindex schema nosuch;
reindex system;
reindex (concurrently) table nosuch;
reindex (tablespace nosuch) table nosuch;
--- case: functions in indexes
create table t (a int, b text);
create function f(int) returns int language sql immutable as 'select $1';
create function v(int) returns int language sql volatile as 'select $1';
create index on t (f(a));
create index on t (v(a));
create index on t (f(b));
create index on t (f(a, a));
drop function f;
drop function f cascade;
--- case: indexes on types of our own
create type mood as enum ('x');
create domain d as text;
create type comp as (a int, b int);
create table t (m mood, d d, c comp, j d[]);
create index on t (m, d);
create index on t (c);
create index on t using gin (j);
create index on t using hash (c);
create index on t ((c).a);
create index on t (((c).a));
create index on t (((c).nosuch));
--- case: nulls not distinct
create table t (a int, b int);
create unique index u on t (a) nulls not distinct;
create index n on t (a) nulls not distinct;
create unique index on t (a nulls last, b asc nulls first) nulls distinct;
alter table t add primary key using index u;
--- case: only and tablespace
create table t (a int);
create index on only t (a);
create index on t (a) tablespace nosuch;
create index on t (a) tablespace pg_global;
create index on t (a) tablespace pg_default;
create index i on pg_temp.t (a);
create index on t (a) with (tablespace = 'x');
--- case: virtual columns
create table t (a int, v int generated always as (a + 1) virtual, s int generated always as (a + 1) stored);
create index on t (s);
create index on t (v);
create index on t ((v + 1));
create index on t (a) where v > 0;
create index on t (a) include (v);
--- case: more than 32 columns
create table t (a int);
create index on t (a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a);
create index on t (a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a);
create index on t ();
