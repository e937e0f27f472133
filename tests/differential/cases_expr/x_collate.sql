--- case: explicit mismatch in comparisons
create table t (a text collate "C", b text collate "POSIX", c text, n name, i int, arr text[] collate "C");
select a collate "C" = b collate "POSIX" from t;
select * from t where a collate "C" > b collate "POSIX";
select * from t where (a collate "C", 1) < (b collate "POSIX", 2);
select a collate "C" in (b collate "POSIX", c) from t;
select a collate "C" between b collate "POSIX" and c from t;
--- case: implicit mismatch is late
create table t (a text collate "C", b text collate "POSIX", c text, n name, i int, arr text[] collate "C");
select a = b from t;
select a || b from t;
select count(a || b) from t;
select a from t where a = b;
select (a || b) collate "C" from t order by 1;
--- case: sorting and grouping
create table t (a text collate "C", b text collate "POSIX", c text, n name, i int, arr text[] collate "C");
select 1 from t order by a || b;
select a || b from t group by 1;
select distinct a || b, c from t;
select distinct on (a || b) i from t;
select count(*) over (partition by a || b) from t;
select count(*) over (order by a || b) from t;
--- case: aggregates sort
create table t (a text collate "C", b text collate "POSIX", c text, n name, i int, arr text[] collate "C");
select string_agg(c, ',' order by a || b) from t;
select string_agg(distinct a || b, ',') from t;
select min(a || b) from t;
select max(a collate "C" || b collate "POSIX") from t;
--- case: constructors
create table t (a text collate "C", b text collate "POSIX", c text, n name, i int, arr text[] collate "C");
select array[a collate "C", b collate "POSIX"] from t;
select coalesce(a collate "C", b collate "POSIX") from t;
select greatest(a collate "C", b collate "POSIX") from t;
select case when true then a collate "C" else b collate "POSIX" end from t;
select row(a collate "C", b collate "POSIX") from t;
select nullif(a collate "C", b collate "POSIX") from t;
--- case: functions
create table t (a text collate "C", b text collate "POSIX", c text, n name, i int, arr text[] collate "C");
select concat(a collate "C", b collate "POSIX") from t;
select lower(a collate "C") || upper(b collate "POSIX") from t;
select replace(a, b, c) from t;
select length(a collate "C") + length(b collate "POSIX") from t;
select a collate "C" like b collate "POSIX" from t;
--- case: columns of views
create table t (a text collate "C", b text collate "POSIX", c text, n name, i int, arr text[] collate "C");
create view v as select a, b, c, n, arr, a || c as ac, c || 'x' as cx, lower(a) as la, upper(n) as un, a::varchar(5) as av, arr[1] as e, coalesce(c, b) as cb from t;
create view w as select * from v;
create view x as select min(a) as m, array_agg(b) as ab, string_agg(c, a) as sa from t;
--- case: columns of views 2
create table t (a text collate "C", b text collate "POSIX", c text, n name, i int, arr text[] collate "C");
create view v as select a || b as x from t;
create view v as select (a || b) collate "C" as x from t;
create view w as select x || c as y, x::name as z, (select b from t limit 1) as s from v;
create view u as select case when true then a end as p, nullif(a, c) as q, greatest(c, b) as r from t;
--- case: columns of tables made
create table t (a text collate "C", b text collate "POSIX", c text, n name, i int, arr text[] collate "C");
create table m1 as select a || b as x from t;
create table m2 as select a, b, c || a as d, n, n::text as nt, i::text as it from t;
create materialized view m3 as select a || b as x from t;
create materialized view m4 as select lower(b) as x, 'lit' as y, 'lit' collate "C" as z from t;
--- case: set operations
create table t (a text collate "C", b text collate "POSIX", c text, n name, i int, arr text[] collate "C");
select a from t union select b from t;
select a from t union all select b from t;
select a from t intersect select b from t;
select a collate "C" from t union all select b collate "POSIX" from t;
select a from t except select c from t;
create view v as select a from t union all select c from t;
--- case: values
create table t (a text collate "C", b text collate "POSIX", c text, n name, i int, arr text[] collate "C");
create view v as values ('x' collate "C"), ('y');
values ('x' collate "C"), ('y' collate "POSIX");
create view w as select column1 from (values ('x'), ('y' collate "C")) q;
select * from (values ('x' collate "C"), ('y' collate "POSIX")) q;
--- case: joins
create table t (a text collate "C", b text collate "POSIX", c text, n name, i int, arr text[] collate "C");
select x.a from t x join t y on x.a collate "C" = y.b collate "POSIX";
create table u (a text collate "POSIX", z int);
create view v as select * from t join u using (a);
create view v2 as select a from t full join u using (a);
create view v3 as select a from t natural left join u;
--- case: collate where none is
create table t (a text collate "C", b text collate "POSIX", c text, n name, i int, arr text[] collate "C");
select i collate "C" from t;
select 5 collate "C";
select true collate "C";
select null collate "C";
select 'x' collate nosuch;
select 'x' collate pg_catalog."C";
select 'x' collate nosuch."C";
select array['x'] collate "C";
select array[1] collate "C";
select i::text collate "C" from t;
--- case: domains
create table t (a text collate "C", b text collate "POSIX", c text, n name, i int, arr text[] collate "C");
create domain d as text collate "C";
create domain e as text;
create table u (x d, y e, z text collate "POSIX");
create view v as select x, y, z, x || y as xy, y || z as yz, 'q'::d as q, c::d as cd from t, u;
select x || z from u order by 1;
select distinct x::text || z from u;
--- case: ctes
create table t (a text collate "C", b text collate "POSIX", c text, n name, i int, arr text[] collate "C");
with q as (select a || b as x from t) select x from q;
with q as (select a as x from t) select x || b from q, t order by 1;
with recursive q as (select c as x from t union all select x || 'a' collate "C" from q) select * from q;
with recursive q as (select a as x from t union all select x || 'a' from q) select * from q;
with recursive q as (select a as x from t union all select b from t, q) select * from q;
--- case: indexes
create table t (a text collate "C", b text collate "POSIX", c text, n name, i int, arr text[] collate "C");
create index on t ((a || b));
create index on t ((a || c));
create index on t ((a || b) collate "C");
create index on t (a collate "POSIX", lower(b));
create table p (x text collate "C", y text collate "POSIX") partition by list ((x || y));
