--- case: range offsets
create table t (a int, b text, d date, n numeric, ts timestamp, f float8, s smallint);
select sum(a) over (order by s range between 1 preceding and 1 following) from t;
select sum(a) over (order by f range 1.5 preceding) from t;
select sum(a) over (order by n range 1 preceding) from t;
select sum(a) over (order by ts range '1 day' preceding) from t;
select sum(a) over (order by d range interval '1 day' preceding) from t;
--- case: range offsets 2
create table t (a int, b text, d date, n numeric, ts timestamp, f float8, s smallint);
select sum(a) over (order by ts range 1 preceding) from t;
select sum(a) over (order by a range '1 day' preceding) from t;
select sum(a) over (order by a range 1.5 preceding) from t;
select sum(a) over (order by b range 'x' preceding) from t;
select sum(a) over (order by d range 'x' preceding) from t;
--- case: offsets with variables
create table t (a int, b text, d date, n numeric, ts timestamp, f float8, s smallint);
select sum(a) over (order by a rows a preceding) from t;
select sum(a) over (order by a rows between 1 preceding and a + 1 following) from t;
select sum(a) over (order by a groups (select a) preceding) from t;
select sum(a) over (order by a range a preceding) from t;
select sum(a) over (order by a rows '1' preceding) from t;
--- case: types of offsets
create table t (a int, b text, d date, n numeric, ts timestamp, f float8, s smallint);
select sum(a) over (rows b preceding) from t;
select sum(a) over (rows true preceding) from t;
select sum(a) over (order by a groups now() preceding) from t;
select sum(a) over (order by a rows 1.5 preceding) from t;
select sum(a) over (order by a rows array[1] preceding) from t;
--- case: offsets need an order
create table t (a int, b text, d date, n numeric, ts timestamp, f float8, s smallint);
select sum(a) over (range 1 preceding) from t;
select sum(a) over (groups current row) from t;
select sum(a) over (partition by a groups 1 preceding) from t;
select sum(a) over (order by a, b range 1 preceding) from t;
select sum(a) over (range unbounded preceding) from t;
--- case: windows of windows
create table t (a int, b text, d date, n numeric, ts timestamp, f float8, s smallint);
select sum(a) over w from t window v as (partition by a), w as (v order by b);
select sum(a) over w from t window v as (partition by a), w as (v partition by b);
select sum(a) over w from t window v as (order by a), w as (v order by b);
select sum(a) over w from t window v as (rows 1 preceding), w as (v);
select sum(a) over (v) from t window v as (order by a);
--- case: windows of windows 2
create table t (a int, b text, d date, n numeric, ts timestamp, f float8, s smallint);
select sum(a) over (v rows 1 preceding) from t window v as (order by a rows 2 preceding);
select sum(a) over v from t window v as (order by a rows 2 preceding);
select sum(a) over (v groups 1 preceding) from t window v as (partition by a);
select sum(a) over (v groups 1 preceding) from t window v as (order by a);
select sum(a) over (v range 1 preceding) from t window v as (order by a);
--- case: windows by name
create table t (a int, b text, d date, n numeric, ts timestamp, f float8, s smallint);
select sum(a) over w from t;
select sum(a) over W from t window "W" as ();
select sum(a) over (w) from t;
select sum(a) over w from t window w as (x);
select sum(a) over w, max(a) over x from t window w as ();
select 1 from t window w as (), w as ();
--- case: windows where they may not be
create table t (a int, b text, d date, n numeric, ts timestamp, f float8, s smallint);
select * from t where rank() over () > 1;
select a from t group by rank() over ();
select a from t having rank() over () > 1;
update t set a = rank() over ();
delete from t where rank() over () > 1;
insert into t (a) values (rank() over ());
select * from t limit rank() over ();
select * from t join t u on rank() over () > 1;
--- case: windows and order
create table t (a int, b text, d date, n numeric, ts timestamp, f float8, s smallint);
select rank() over (order by a) as r from t order by r;
select a from t order by rank() over (order by a);
select distinct on (rank() over ()) a from t;
select a from t where r > 1 order by rank() over () as r;
select rank() over (order by a) r from t where r = 1;
--- case: windows and groups
create table t (a int, b text, d date, n numeric, ts timestamp, f float8, s smallint);
select a, sum(count(*)) over () from t group by a;
select sum(b) over () from t group by a;
select count(*) over (partition by b) from t group by a;
select count(*) over (order by sum(n)) from t group by a;
select rank() over w from t group by a window w as (order by b);
select sum(a) over (partition by count(*)) from t group by a;
--- case: functions of windows
create table t (a int, b text, d date, n numeric, ts timestamp, f float8, s smallint);
select rank() from t;
select lag(a) from t;
select lag(a, b) over () from t;
select lag(a, 1, 'x') over () from t;
select ntile('x') over () from t;
select first_value() over () from t;
select nth_value(a, 1) over () from t;
select row_number(1) over () from t;
--- case: functions of windows 2
create table t (a int, b text, d date, n numeric, ts timestamp, f float8, s smallint);
select rank() filter (where true) over () from t;
select lower(b) over () from t;
select rank(distinct a) over () from t;
select count(distinct a) over () from t;
select string_agg(b, ',' order by a) over () from t;
select rank() within group (order by a) over () from t;
select percentile_disc(0.5) within group (order by a) over () from t;
--- case: types of windows
create table t (a int, b text, d date, n numeric, ts timestamp, f float8, s smallint);
create view v as select rank() over () a, row_number() over () b, percent_rank() over () c, cume_dist() over () d, ntile(2) over () e, lag(n) over () f, first_value(b) over () g, sum(a) over () h, avg(s) over () i, count(*) over () j, nth_value(d, 2) over () k, lag(a, 1, 2.5) over () l from t;
select rank() over (order by json '1') from t;
select rank() over (partition by point '1,1') from t;
--- case: nested
create table t (a int, b text, d date, n numeric, ts timestamp, f float8, s smallint);
select rank() over (order by rank() over ()) from t;
select sum(rank() over ()) from t;
select sum(sum(a) over ()) over () from t;
select rank() over (partition by sum(a) over ()) from t;
select sum(a) filter (where rank() over () > 1) from t;
select sum(a) over (order by (select rank() over () from t u limit 1)) from t;
