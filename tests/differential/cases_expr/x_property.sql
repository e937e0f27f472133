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
--- case: IN with variables of this level and of the outer one
create table t (f float8, i int4);
select 1 from t where 1 in (f, 'NaN');
select 1 from t where 1 in (f + 1, 2, 'NaN');
select 1 from t where i in (array[f], 'x');
select (select 1 in (f, 'NaN')) from t;
select (select 1 in (f, 'y')) from t;
--- case: VALUES rows one after the other
create table t (f float8, i int4);
insert into t values ('x', 'y', 'z'), (1);
insert into t values (1, 2, 3), (zz);
insert into t values (1), (4, 5, 6);
insert into t (f, i) values (1), (default, 2);
insert into t values (1, default), (default);
insert into t (f, i) values (1, zz), (2);
values (1, 2), (3), (zz);
values ('{"0"}'::int4[], 2), (cast('{"0"}' as int4[]) || 3);
insert into t values (1, 2) for update;
insert into t values (zz, 2), (3, 4) for update;
insert into t (f) values ('x') limit 1;
insert into t (f) values ('x') offset 1;
insert into t (f) values (default), ('y') offset 1;
--- case: columns specified more than once
create table lk (id int, state int);
create table m (state int, id int, like lk);
create table m (state int, id int, id text, state text);
create table m (like lk, like lk);
--- case: what cannot be inherited from
create type pair as (a int, b text);
create table t (i int);
create index tix on t (i);
create table px (a int) partition by list (a);
create index pxi on px (a);
create view vv as select 1;
create table x () inherits (pair);
create table x () inherits (tix);
create table x partition of tix default;
create table x () inherits (pxi);
create table x () inherits (vv);
create table x partition of pair default;
--- case: literals that are sorted or grouped by
create table t (i int);
select distinct null except select 2;
select distinct on (1) null, 2 except select 2, 3;
select null except select 2;
(select null order by 1) except select 2;
(select null as a group by a) except select 2;
(select null as a limit 1) union all select 2;
(select null as a, null as b order by b using <) union all select 2, 3;
insert into t (i) select null order by 1;
insert into t (i) select distinct '5';
insert into t (i) select '5' group by 1;
--- case: json in set operations
select json '{"a": 1}' except all select '"x"';
select json '{"a": 1}' intersect all select '"x"';
select json '{"a": 1}' union all select '"x"';
--- case: records that are no rows
create type pair as (a int, b text);
create table t (p pair);
insert into t values (nullif(null, cast('(,)' as pair)));
insert into t values (nullif(cast('(,)' as pair), null));
insert into t values (row(1, 'x'));
select (case when true then row(1, 'x') end)::pair;
select s::pair from (select 1 a, 'x'::text b) s;
--- case: subscripts of a domain that is no array
create domain dm as int4;
create table t (a dm);
select (a)[1] from t;
update t set a[1] = 2;
--- case: conversions to a domain in what must be immutable
create domain dm as int4;
create domain dd as date;
create table t (a text);
create index on t (cast(a as dm));
create index on t (cast(a as dd));
create table g (a text, b dm generated always as (cast('1'::text as dm)) stored);
create index on t ((a)) where has_sequence_privilege(a, a) is distinct from null;
--- case: locking what is no table
create table t (i int);
select 1 from (select null union select 0) s for share;
select 1 from t, (select 1 intersect select 0) s for update;
select 1 from (values (1)) s for update;
--- case: conversions written as calls
create table t (x int);
select 1 from t where int8(null);
select 1 from t where int8('1');
select 1 from t where int8(x);
select 1 from t where int8(null::int8);
--- case: several columns from one subquery
create table b (x int);
create domain dtxt as text[];
create table cc (price int2, value b);
update cc set (price, value) = (select cast('{"1"}' as dtxt), cast('(1)' as b));
update cc set (price, value) = (select 1::int8, 4);
update cc set (price, value) = (select 1, x from (select 4 x) w);
update cc set (prce, price) = (select any_value(price), '{}');
--- case: collations in indexes and other definitions
create type mood as enum ('Done');
create table cm (m mood);
create index on cm (m collate "C");
alter table cm add exclude (m collate "C" with =);
create table cm2 (m mood) partition by range (m collate "C");
create index on cm using gist (m);
--- case: what an SQL function does in an index, and what is asked before it
create type mood as enum ('Done');
create table t (id int4);
create function label_for(mood default null) returns mood language sql immutable as 'select null::mood';
create index on t (((label_for())[id]));
create index on t ((label_for()));
--- case: any of records
create type pair as (a int, b text);
select cast(row(1, 'x') as pair) = any ('{"1"}');
select cast(row(1, 'x') as pair) = any ('{}');
select cast(row(1, 'x') as pair) = any ('{null}');
select cast(row(1, 'x') as pair) = any ('{"(1,x)"}');
select cast(row(1, 'x') as pair) = any ('{');
--- case: the same USING for every child
create table pt (id int, n text) partition by list (id);
create table pt1 partition of pt for values in (1);
alter table pt alter n type int using pt.n::int;
alter table pt alter n type int using n::int;
--- case: columns of statistics
create type mood as enum ('Done');
create table cm (m mood, n int);
create statistics on (sarts_at) from cm;
create statistics on sarts_at from cm;
create statistics s1 on (mm), m from cm;
create statistics s1 on mm, m from cm;
create statistics s1 (mcv) on (m), (mm) from cm;
create statistics s1 (mcv) on (cm.m), (cm.n) from cm;
--- case: what the planner makes a constant of before it asks for immutability
create table t (a date[], d date, t text, f int);
create index on t (((a)[null] != current_date));
create index on t (((a)[1] != current_date));
create index on t (((('{"infinity"}'::date[])[5])::text));
create index on t (((('{"infinity"}'::date[])[f])::text));
create index on t (((nullif(1, 1)::text)::date));
create index on t ((now()::date));
create index on t ((('2020-01-01'::text)::date));
create function none() returns text language sql immutable as 'select null::text';
create index on t ((cast(none() as date)));
create function some(text) returns text language sql immutable as 'select $1';
create index on t ((cast(some(t) as date)));
--- case: a query that yields columns of one name
create table made as select 1 p, 2 kind, 3 body, 3 body, 4 kind;
create view madev as select 1 p, 2 kind, 3 body, 3 body, 4 kind;
