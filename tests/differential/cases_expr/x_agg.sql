--- case: group by
create table t (a int, b text, c int);
select a, b from t group by a;
select a, count(*) from t;
select a, count(*) from t group by a;
select a + 1, count(*) from t group by a + 1;
select a + 2 from t group by a + 1;
--- case: group by 2
create table t (a int, b text, c int);
select b from t group by 1;
select b, count(*) from t group by 1;
select b, count(*) from t group by 2;
select b from t group by 3;
select b from t group by 'x';
--- case: group by 3
create table t (a int, b text, c int);
select b from t group by 1.5;
select b from t group by nosuch;
select * from t group by a;
select t.a from t group by t;
--- case: primary keys determine
create table t (id int primary key, a int, b text);
create table u (id int unique not null, a int);
select id, a, b, count(*) from t group by id;
select id, a from u group by id;
select t.*, count(u.id) from t left join u on true group by t.id;
select t.a, u.a from t join u on true group by t.id;
--- case: primary keys determine 2
create table t (id int primary key, a int, b text);
select a from t group by b;
select q.a from (select * from t) q group by q.id;
create view v as select id, a from t group by id;
select a from v group by id;
--- case: having
create table t (a int, b text);
select a from t group by a having count(*) > 1;
select a from t group by a having b = 'x';
select a from t having a > 1;
select count(*) from t having count(*) > 1;
select 1 from t having true;
--- case: having 2
create table t (a int, b text);
select a as x from t group by a having x > 1;
select count(*) as n from t having n > 1;
select a from t group by a having max(b);
select a from t group by a having sum(nosuch) > 1;
select a from t where count(*) > 1 group by a;
--- case: aggregates where they may not be
create table t (a int, b text);
select * from t where max(a) = 1;
select * from t join t u on max(t.a) = 1;
select a from t group by max(a);
select sum(sum(a)) from t;
--- case: aggregates where they may not be 2
create table t (a int, b text);
select sum(a) over (order by sum(a)) from t group by b;
update t set a = max(a);
delete from t where a = max(a);
insert into t values (max(1));
--- case: aggregates where they may not be 3
create table t (a int, b text);
select a from t limit max(1);
select a from t order by max(a);
select max(a) from t order by a;
select * from generate_series(1, max(1)) g;
--- case: aggregates where they may not be 4
create table t (a int, b text);
select (select max(t.a) from t u) from t;
select a, (select max(t.a)) from t;
insert into t (a) values (1) returning max(a);
select * from t, lateral (select max(t.a)) q;
--- case: aggregates and subqueries
create table t (a int, b int);
create table u (x int, y int);
select (select sum(t.a) from u) from t group by b;
select b, (select sum(a) from u where x = b) from t group by b;
select b, (select a) from t group by b;
select b, (select x from u where x = a) from t group by b;
--- case: aggregates and subqueries 2
create table t (a int, b int);
create table u (x int, y int);
select sum((select x from u)) from t;
select sum((select sum(x) from u)) from t;
select sum((select sum(a) from u)) from t;
select max(a) filter (where b > (select max(x) from u)) from t;
--- case: aggregates and subqueries 3
create table t (a int, b int);
create table u (x int, y int);
select count(*) filter (where max(a) > 1) from t;
select exists (select 1 from u having count(*) > t.a) from t;
--- case: distinct and order by in aggregates
create table t (a int, b text, j json);
select count(distinct a), string_agg(distinct b, ','), array_agg(a order by b desc), string_agg(b, ',' order by a) from t;
select string_agg(distinct b, ',' order by a) from t;
select string_agg(distinct b, ',' order by b) from t;
select count(distinct *) from t;
select count(distinct) from t;
--- case: distinct and order by in aggregates 2
create table t (a int, b text, j json);
select count(distinct j) from t;
select max(j) from t;
select array_agg(j order by j) from t;
select count(*) filter (where b = 'x') from t;
select count(*) filter (where b = 1) from t;
--- case: distinct and order by in aggregates 3
create table t (a int, b text, j json);
select sum(distinct a order by a) from t;
select sum(a order by nosuch) from t;
select sum(a order by 1) from t;
--- case: ordered-set aggregates
create table t (a int, b text, g int);
select percentile_cont(0.5) within group (order by a), mode() within group (order by b), rank(3) within group (order by a) from t;
select percentile_cont(0.5) within group (order by b) from t;
select percentile_cont(0.5, a) from t;
select percentile_cont(0.5) from t;
select percentile_cont(a) within group (order by a) from t;
--- case: ordered-set aggregates 2
create table t (a int, b text, g int);
select percentile_disc(0.5) within group (order by a) over () from t;
select sum(a) within group (order by a) from t;
select rank(1, 2) within group (order by a) from t;
select rank() within group (order by a) from t;
select mode(1) within group (order by a) from t;
--- case: ordered-set aggregates 3
create table t (a int, b text, g int);
select percentile_cont(0.5) within group (order by a, b) from t;
select percentile_cont(distinct 0.5) within group (order by a) from t;
select rank('x') within group (order by a) from t;
select g, percentile_cont(g) within group (order by a) from t group by g;
create view v as select percentile_cont(0.5) within group (order by a) as p, percentile_disc(array[0.1, 0.9]) within group (order by b) as d, mode() within group (order by b) as m, dense_rank(1) within group (order by a) as r, cume_dist(1) within group (order by a) as c from t;
--- case: grouping sets
create table t (a int, b text, c int);
select a, b, count(*), grouping(a, b) from t group by rollup (a, b);
select a, b from t group by grouping sets ((a), (b), ());
select a, b, c from t group by cube (a, b);
select grouping(c) from t group by a;
select grouping(a) from t;
--- case: grouping sets 2
create table t (a int, b text, c int);
select grouping(a + 1) from t group by rollup (a + 1);
select a from t where grouping(a) = 1 group by a;
select a from t group by rollup (a) having grouping(a) = 0;
select a, count(*) from t group by distinct rollup (a, b), a;
select a from t group by grouping sets (a, nosuch);
--- case: grouping sets 3
create table t (a int, b text, c int);
select a from t group by ();
select count(*) from t group by ();
select grouping() from t group by a;
--- case: windows
create table t (a int, b text, d date, n numeric);
select row_number() over (partition by b order by a), rank() over w, sum(a) over (order by d rows between 1 preceding and current row) from t window w as (order by a);
select row_number() over nosuch from t;
select row_number() from t;
select row_number() over (partition by nosuch) from t;
select a from t where row_number() over () = 1;
--- case: windows 2
create table t (a int, b text, d date, n numeric);
select a from t group by row_number() over ();
select a from t having row_number() over () = 1;
select a from t order by row_number() over ();
select sum(row_number() over ()) from t;
select sum(a) over (order by rank() over ()) from t;
--- case: windows 3
create table t (a int, b text, d date, n numeric);
select lag(a, 1, 'x') over () from t;
select lag(a, 1, b) over () from t;
select lag(a), lead(b) over () from t;
select first_value(a) over (), nth_value(b, 2) over (), ntile(4) over (), cume_dist() over () from t;
--- case: window frames
create table t (a int, b text, d date, n numeric, ts timestamptz);
select sum(a) over (rows between unbounded following and current row) from t;
select sum(a) over (rows between current row and unbounded preceding) from t;
select sum(a) over (rows between 1 following and 1 preceding) from t;
select sum(a) over (rows a preceding) from t;
--- case: window frames 2
create table t (a int, b text, d date, n numeric, ts timestamptz);
select sum(a) over (rows 'x' preceding) from t;
select sum(a) over (rows 1.5 preceding) from t;
select sum(a) over (range 1 preceding) from t;
select sum(a) over (order by a range between 1 preceding and 1 following) from t;
--- case: window frames 3
create table t (a int, b text, d date, n numeric, ts timestamptz);
select sum(a) over (order by d range between '1 day' preceding and current row) from t;
select sum(a) over (order by d range between 1 preceding and current row) from t;
select sum(a) over (order by b range between 1 preceding and current row) from t;
select sum(a) over (order by a, d range between 1 preceding and current row) from t;
--- case: window frames 4
create table t (a int, b text, d date, n numeric, ts timestamptz);
select sum(a) over (groups 1 preceding) from t;
select sum(a) over (order by a groups between 1 preceding and 1 following exclude ties) from t;
select sum(a) over (order by n range 'x' preceding) from t;
select sum(a) over (order by ts range '1 day' preceding) from t;
--- case: named windows
create table t (a int, b text);
select sum(a) over w from t window w as (partition by b), w as (order by a);
select sum(a) over (w order by a) from t window w as (partition by b);
select sum(a) over (w partition by a) from t window w as (partition by b);
select sum(a) over (w order by b) from t window w as (order by a);
select sum(a) over (w) from t window w as (order by a rows 1 preceding);
--- case: named windows 2
create table t (a int, b text);
select sum(a) over w from t window w as (order by a rows 1 preceding);
select sum(a) over (w) from t window w as (order by nosuch);
select sum(a) over x from t window x as (w), w as (order by a);
select sum(distinct a) over () from t;
select row_number() filter (where true) over () from t;
--- case: named windows 3
create table t (a int, b text);
select sum(a) filter (where b = 'x') over () from t;
select row_number(distinct) over () from t;
select count(distinct a) over (partition by b) from t;
select row_number(a) over () from t;
select string_agg(b, ',' order by a) over () from t;
--- case: distinct
create table t (a int, b text, j json, p point);
select distinct a from t order by a;
select distinct a from t order by b;
select distinct a + 1 from t order by a;
select distinct a as x from t order by x;
--- case: distinct 2
create table t (a int, b text, j json, p point);
select distinct j from t;
select distinct p from t;
select distinct on (a) a, b from t order by a, b;
select distinct on (a) a, b from t order by b;
--- case: distinct 3
create table t (a int, b text, j json, p point);
select distinct on (b) a from t order by b, a;
select distinct on (nosuch) a from t;
select distinct on (3) a, b from t;
select distinct on (1) a, b from t order by 1;
--- case: distinct 4
create table t (a int, b text, j json, p point);
select distinct on (a, b) * from t order by b, a, j::text;
select distinct from t;
select distinct on () a from t;
select distinct count(*) from t order by a;
--- case: order by and limit
create table t (a int, b text, j json, p point);
select a from t order by nosuch;
select a from t order by 2;
select a from t order by 1, 0;
select a from t order by 'x';
select a from t order by j;
--- case: order by and limit 2
create table t (a int, b text, j json, p point);
select a from t order by p;
select a from t order by a using <;
select a from t order by a using =;
select a from t order by a using nosuchop;
select a as x, b as x from t order by x;
--- case: order by and limit 3
create table t (a int, b text, j json, p point);
select a as x, a as x from t order by x;
select a from t limit a;
select a from t limit 'x';
select a from t limit 1.5 offset '2';
select a from t limit nosuch;
--- case: order by and limit 4
create table t (a int, b text, j json, p point);
select a from t limit (select 1);
select a from t limit all offset (select max(a) from t);
select a from t fetch first 2 rows with ties;
select a from t order by a fetch first 2 rows with ties;
select a from t order by a collate "C";
--- case: order by and limit 5
create table t (a int, b text, j json, p point);
select b from t order by b collate nosuch nulls first;
--- case: set operations
create table t (a int, b text);
create table u (c int, d text, e date);
select a, b from t union select c, d from u;
select a from t union select c, d from u;
select a from t union select d from u;
select a from t union all select 1.5 except select 2;
--- case: set operations 2
create table t (a int, b text);
create table u (c int, d text, e date);
select a from t intersect select 'x';
select b from t union select c from u;
select a from t union select c from u order by a;
select a from t union select c from u order by c;
--- case: set operations 3
create table t (a int, b text);
create table u (c int, d text, e date);
select a from t union select c from u order by a + 1;
select a from t union select c from u order by 1 limit 5;
(select a from t order by a limit 1) union all (select c from u order by nosuch);
select a from t union select c from u group by c having max(e) > 1;
--- case: set operations 4
create table t (a int, b text);
create table u (c int, d text, e date);
select null union select 1;
select null union select null union select 1;
select a from t union (select c from u union select nosuch from u);
select row(1) union select row(2);
--- case: set operations 5
select '{}'::json union select '{}'::json;
select '{}'::json union all select '{}'::json;
--- case: types of set operations
create table t (a int, b varchar(5), n numeric(5, 2), d date, c char(3));
create view v1 as select a from t union select 1::bigint;
create view v2 as select a, b from t union all select n, c from t;
create view v3 as select d as x from t union select now();
create view v4 as select null as x union select 1;
create view v5 as select 'a' as x union select 'b';
--- case: types of set operations 2
create table t (a int, b varchar(5), n numeric(5, 2), d date, c char(3));
create view v6 as select b from t union select b from t;
create view v7 as select n from t union select n from t;
create view v8 as select b from t union select 'abc'::varchar(10);
create view v9 as values (1, 'x'), (2.5, null);
create view v10 as select 1 as a union select 2 as b;
--- case: types of set operations 3
create table t (a int, b varchar(5), n numeric(5, 2), d date, c char(3));
create view v11 as (select a as z from t) intersect (select 1.5 as y);
create view v12 as values (null), ('2020-01-01'::date);
create view v13 as values (1), ('x');
create view v14 as select d from t union select a from t;
create view v15 as select b collate "C" as x from t union select c collate "POSIX" from t;
--- case: types of aggregates
create table t (si smallint, i int, bi bigint, r real, f float8, n numeric(5, 2), m money, iv interval, s text, v varchar(5), c char(3), d date, b bool, j jsonb, e inet, arr int[]);
create view v1 as select sum(si) as a, sum(i) as b, sum(bi) as c, sum(r) as d, sum(f) as e, sum(n) as f, sum(m) as g, sum(iv) as h, avg(si) as i, avg(r) as j, avg(n) as k, avg(iv) as l, count(*) as m, max(si) as n, max(v) as o, max(c) as p, min(d) as q, max(n) as r, min(e) as s, max(arr) as t from t;
create view v2 as select array_agg(v) as a, array_agg(arr) as b, string_agg(s, ',') as c, json_agg(i) as d, jsonb_agg(j) as e, jsonb_object_agg(s, i) as f, bool_or(b) as g, every(b) as h, bit_and(si) as i, stddev(i) as j, variance(f) as k, corr(f, f) as l, regr_count(f, f) as m, any_value(n) as n, string_agg(s::bytea, '') as o, range_agg(int4range(i, i)) as p from t;
create view v3 as select row_number() over () as a, rank() over () as b, ntile(2) over () as c, lag(n) over () as d, first_value(v) over () as e, percent_rank() over () as f, sum(i) over () as g, count(*) over () as h, lead(i, 1, 1.5) over () as i from t;
select max(b) from t;
select min(j) from t;
select sum(d) from t;
select avg(s) from t;
--- case: types of aggregates 2
create table t (si smallint, i int, bi bigint, r real, f float8, n numeric(5, 2), m money, iv interval, s text, v varchar(5), c char(3), d date, b bool, j jsonb, e inet, arr int[]);
select bool_and(i) from t;
select string_agg(s) from t;
select string_agg(i, s) from t;
select max(row(1, 2)) from t;
