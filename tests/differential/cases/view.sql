--- case: plain
create table t (a int, b text);
create view v as select a, b as "B" from t;
create view v as select 1;
create or replace view v as select a, b as "B", a + 1 as c from t;
create view w (x, y) as select a, b from t;
create view x (p, q, r) as select a, b from t;
create view y (p) as select a, b from t;
create view z as select nosuch from t;
create view z as select * from nosuch;
--- case: or replace
create table t (a int, b text, c varchar(10));
create view v as select a, b, c from t;
create or replace view v as select a, b from t;
create or replace view v as select b, a, c from t;
create or replace view v as select a, b, c::text from t;
create or replace view v as select a, b, c::varchar(20) from t;
create or replace view v as select a as z, b, c from t;
create or replace view v as select a, b collate "C", c from t;
create or replace view v as select a, b, c, 1 as d, now() as e from t where a > 0;
create or replace view t as select 1;
--- case: or replace of others
create table t (a int);
create materialized view m as select a from t;
create sequence s;
create or replace view m as select a from t;
create or replace view s as select 1;
create or replace view v as select a from t;
create or replace temp view v as select a from t;
create or replace view v as select a::bigint from t;
--- case: column names
create view v as select 1, 2;
create view v as select 1;
create view w as select 1 as a, 2 as a;
create view x (a, a) as select 1, 2;
create view y as select count(*), sum(1), max(2), case when true then 1 end, 'x'::text, array[1], row(1, 2) is null, coalesce(1, 2), current_date, (select 3 as q), exists (select 1);
create view z as select true::boolean, extract(day from now()), cast(1 as numeric(5, 2)), '1'::int + 1;
create view u as select xmin from v;
--- case: types of the columns
create type mood as enum ('a');
create domain d as varchar(10);
create table t (a smallint, b varchar(5), c numeric(8, 2), d d, m mood, j jsonb, ts timestamptz(3), arr int[]);
create view v as select a + 1 as x1, a + 1::bigint as x2, b || 'x' as x3, c * 2 as x4, c as x5, d as x6, d || 'y' as x7, m, j ->> 'a' as x8, j -> 'a' as x9, ts - ts as x10, ts + interval '1 day' as x11, arr[1] as x12, arr || 1 as x13 from t;
create view w as select sum(a) as s1, sum(c) as s2, avg(a) as s3, count(*) as s4, max(b) as s5, array_agg(m) as s6, string_agg(b, ',') as s7, json_agg(t) as s8, min(ts) as s9, bool_and(a > 0) as s10 from t;
create view x as select null as n, 'lit' as l, 1.5 as f, 10000000000 as g, 1e10 as h, '{}'::int[] as i, interval '1' as k, b'101' as bb from t;
create view y as select case when a > 0 then 1 else 2.5 end as c1, coalesce(a, 1::bigint) as c2, greatest(b, 'x') as c3, nullif(c, 0) as c4, array[a, 1] as c5 from t;
create view z as select * from t natural join (select 1::smallint as a, 2 as z) q;
create view u as select a from t union select 1.5 union all select null;
--- case: unknown becomes text and pseudo types do not
create view v as select 'x' as a, null as b;
create view w as select row(1, 2) as r;
create view x as select array[]::int[] as a;
create view y as select array[];
create view z as select null::record as r;
create view u as select v from v;
create view q as select (v).a from v;
create view r as select (v).nosuch from v;
--- case: collations
create view v as select 'a' collate "C" as x;
create view w as select ('a' collate "C") || ('b' collate "POSIX") as x;
create table t (a text collate "C", b text collate "POSIX", c text);
create view x as select a || b as y from t;
create view y as select a || c as y from t;
create view z as select (a || b) collate "C" as y, length(a || 'x') as n from t;
--- case: star is fixed at creation
create table t (a int, b int);
create view v as select * from t;
alter table t add column c int;
select c from v;
create or replace view v as select * from t;
alter table t drop column b;
alter table t rename a to z;
select a from v;
--- case: check option
create table t (a int);
create view v1 as select a from t where a > 0 with check option;
create view v2 as select a from t where a > 0 with local check option;
create view v3 as select count(*) as a from t with check option;
create view v4 as select distinct a from t with cascaded check option;
create view v5 with (check_option = local) as select a from t;
create view v6 with (check_option = nosuch) as select a from t;
create view v7 with (check_option = local) as select a + 1 as a from t;
alter view v3 set (check_option = local);
--- case: check option details
create table t (a int);
create view v1 as select a from t limit 1 with check option;
create view v2 as select a from t union select 1 with check option;
create view v3 as select a, row_number() over () from t with check option;
create view v4 as select t.a from t, t u with check option;
create view v5 as with c as (select 1) select a from t with check option;
create view v6 as select a from t group by a with check option;
create view v7 as select generate_series(1, a) as a from t with check option;
create view v8 as select a from t having true with check option;
create view v9 as select 1 as a with check option;
--- case: options
create view v with (security_barrier, security_invoker = on) as select 1 as a;
create view w with (nosuch = 1) as select 1 as a;
create view w with (security_barrier = maybe) as select 1 as a;
alter view v set (security_invoker = false);
alter view v reset (security_barrier);
alter view v set (nosuch = 1);
alter view v reset (nosuch);
alter view nosuch set (security_invoker = true);
alter view if exists nosuch set (security_invoker = true);
--- case: forms that may not be
create table t (a int);
create view v as select a into u from t;
create view v as with x as (insert into t values (1) returning a) select a from x;
create unlogged view v as select a from t;
create view v as insert into t values (1) returning a;
create view v as values (1, 2);
create view v2 as table t;
create view v3 as select $1 as a;
create view v4 as select a from t for update;
--- case: temporary
create temp table tt (a int);
create view v as select a from tt;
create view public.w as select a from tt;
create temp view x as select 1 as a;
create view y as select a from x;
create temp view public.z as select 1 as a;
drop table tt;
drop table tt cascade;
--- case: temporary by a subquery or function
create temp table tt (a int);
create view v1 as select (select max(a) from tt) as a;
create view v2 as with q as (select * from tt) select * from q;
create sequence s;
create view v3 as select nextval('s') as n;
drop sequence s;
drop sequence s cascade;
--- case: dependents
create table t (a int, b int);
create view v1 as select a from t;
create view v2 as select a from v1;
create view v3 as select b from t;
drop table t;
drop view v1;
drop view v1 cascade;
drop view v2;
drop table t cascade;
drop view v3;
--- case: drop
create view v as select 1 as a;
create table t (a int);
create materialized view m as select 1 as a;
drop view nosuch;
drop view if exists nosuch;
drop view t;
drop view m;
drop table v;
drop view v, v;
drop view v, nosuch;
drop view if exists v, nosuch;
--- case: alter
create table t (a int, b int);
create view v as select a, b from t;
alter view v rename to w;
alter view w rename column a to z;
alter view w rename column b to z;
alter view w alter column b set default 5;
alter view w alter column b set default 'x';
alter view w alter column nosuch set default 5;
alter view w alter column b drop default;
alter view w alter column b set not null;
alter view t rename to x;
--- case: schemas
create schema s;
create table s.t (a int);
create view v as select a from t;
create view v as select a from s.t;
create view s.v as select a from v;
create view nosuch.v as select 1;
set search_path = s, public;
create view x as select a from t;
select s.x.a, public.v.a from s.x, public.v;
alter view x set schema public;
drop schema s;
drop schema s cascade;
--- case: recursive
create recursive view nums (n) as values (1) union all select n + 1 from nums where n < 10;
create recursive view bad (n) as select n + 1 from bad;
create recursive view bad (n, m) as values (1) union all select n + 1 from bad;
create or replace recursive view nums (n) as values (1) union all select n + 2 from nums where n < 10;
drop view nums;
--- case: functions and operators
create function f(int) returns int language sql as 'select 1';
create operator === (leftarg = int, rightarg = int, function = int4eq);
create view v as select f(1) as a, 1 === 2 as b;
drop function f;
drop operator === (int, int);
drop function f cascade;
drop operator === (int, int) cascade;
create view v as select f(1);
--- case: insert and update through views
create table t (a int primary key, b text);
create view v as select a, b from t where a > 0;
create view w as select a, count(*) as n from t group by a;
create view x as select a, upper(b) as u from t;
create view j as select t.a, u.b from t join t u using (a);
insert into v values (1, 'x');
insert into w values (1, 2);
insert into x (a) values (1);
insert into x (a, u) values (1, 'x');
update j set a = 1;
delete from w;
update v set nosuch = 1;
--- case: updatable views of all sorts
create table t (a int, b int);
create view v1 as select distinct a from t;
create view v2 as select a from t limit 1;
create view v3 as select a from t union select b from t;
create view v4 as values (1);
create view v5 as select a, row_number() over () from t;
create view v6 as select a + 1 as a from t;
insert into v1 values (1);
update v2 set a = 1;
delete from v3;
insert into v4 values (1);
--- case: updatable views of all sorts 2
create table t (a int, b int);
create view v1 as select distinct a from t;
create view v2 as select a from t limit 1;
create view v3 as select a from t union select b from t;
create view v4 as values (1);
create view v5 as select a, row_number() over () from t;
create view v6 as select a + 1 as a from t;
delete from v5;
update v6 set a = 1;
insert into v6 default values;
