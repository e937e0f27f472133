--- case: operators that are not immutable
create table t (id int, ts timestamptz, d date, x text, j jsonb, a int[]);
create index on t ((ts + interval '1 day'));
create index on t ((d + interval '1 day'));
create index on t ((ts < d));
create index on t ((d || x));
create index on t ((x || id));
create index on t ((x || a));
create index on t (id) where ts > '2024-01-01'::date;
alter table t add g bool generated always as (ts > d) stored;
--- case: pseudo-types read no constants
select 'x'::trigger;
select 'x'::anyelement;
select 'x'::void = 1;
select 'x'::record;
select row(1, 2) = '(1,2)';
--- case: an error inside a body is pointed at
create function f() returns int language sql as $$ select nosuch $$;
create function f() returns int language sql as ' select ''x'', nosuch ';
create function f() returns int language sql as 'select 1 from nosuch';
create function f() returns int language sql as 'selec 1';
create function f() returns int language sql as E'select \n nosuch';
create function f() returns int language sql as $a$ select nosuch $a$;
create function f() returns int language sql as 'select ''é'', nosuch';
--- case: databases in names of functions
select pg_catalog.public.now();
select nosuch.f(1);
select 1 operator(nosuch.+) 1;
--- case: defaults make calls ambiguous
create function f() returns int language sql as 'select 1';
create function f(a int default 1) returns int language sql as 'select 1';
create function g(a date default null, b date default null) returns int language sql as 'select 1';
create function g(a numeric default null, b bool default null) returns int language sql as 'select 1';
select f();
select f(1);
select g();
select g(null, true);
--- case: LATERAL and its hints
create table t (a int, b text);
select * from t, t u join t w on t.a = 1;
select * from t, t u join t w on u.a = w.a and b = 'x';
select * from t, (select * from t u where u.a = t.a) q;
select * from t right join generate_series(1, t.a) g on true;
select * from (t cross join t u) right join generate_series(1, x) g(x) on true;
delete from t using generate_series(1, t.a) g;
select * from t u, (select t.a) q;
--- case: columns of functions in FROM
select value from jsonb_array_elements('[1]');
select value from jsonb_array_elements('[1]') as x;
select x from jsonb_array_elements('[1]') as x;
select g from generate_series(1, 2) as g;
select generate_series from generate_series(1, 2);
--- case: unreachable WHEN
create table t (a int);
merge into t using t s on true when matched then do nothing when matched then delete;
merge into t using t on true when matched then do nothing;
merge into t using nosuch s on true when matched then do nothing when matched then delete;
--- case: system columns behind a join
create table t (a int);
select xmin from t;
select xmin from t join t u on true;
select u.xmin from t join t u on true;
--- case: arrays as constants
select '{1,2'::int[], 1;
select '{1,{2}}'::int[];
select '{{1},{2,3}}'::int[];
select '{"a"x}'::text[];
select '[2:1]={1}'::int[];
select '[1:2]={1}'::int[];
select '{1}x'::int[];
select '{x}'::int[];
select '{"a b",NULL,"c\"d"}'::text[], '{{1,2},{3,4}}'::int[];
--- case: rows and ranges as constants
create type pair as (a int, b text);
select '(1)'::pair;
select '(1,2,3)'::pair;
select '(x,2)'::pair;
select '(1,"2'::pair;
select '(1,"a,b")'::pair;
select '[1'::int4range;
select '[1,2,3]'::int4range;
select '[2,1]'::int4range;
select 'emptyx'::int4range;
select '[a,1]'::int4range;
select '{[1,2)'::int4multirange;
select '{x}'::int4multirange;
--- case: JSON as constants
select '{a: 1}'::jsonb;
select '{"a" 1}'::json;
select '[1,]'::json;
select '{"a": 1,}'::json;
select '"\u0000"'::json;
select '"\u0000"'::jsonb;
select '"\x"'::jsonb;
select '01'::jsonb;
select '{'::jsonb;
--- case: addresses and geometry as constants
select '10.0.0.1/33'::inet;
select '10.0.0.1/8'::cidr;
select '08:00:2b:01:02'::macaddr;
select '(1,2'::point;
select '(1,1)'::box;
select '102'::bit(3);
select 'x'::money;
select '0/x'::pg_lsn;
