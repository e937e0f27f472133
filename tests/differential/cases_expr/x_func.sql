--- case: no such function
create table t (a int, b text, c date);
select nosuch(a) from t;
select nosuch(a, b, 'x', null) from t;
select lower(a) from t;
select lower(a, b) from t;
--- case: no such function 2
create table t (a int, b text, c date);
select lower() from t;
select upper(c) from t;
select public.lower(b) from t;
select pg_catalog.lower(b) from t;
--- case: no such function 3
create table t (a int, b text, c date);
select nosuch.lower(b) from t;
select length(a) from t;
select now(1);
--- case: unknown literals choose a type
select lower('X'), length('x'), abs('1'), '1' + 1, '1' || '2';
select abs('x');
select '1' + '2';
select '1' / '2';
select round('1.5');
select 'x' = 'y', 'x' < 'y', 'a' like 'b';
--- case: unknown literals choose a type 2
select - '1';
select to_char('x', 'y');
select date_trunc('day', '2020-01-01');
select extract(year from '2020-01-01');
select substring('abc' from 2 for 1), position('a' in 'b'), trim(both 'x' from 'y'), overlay('abc' placing 'x' from 1);
select coalesce('x', 'y'), greatest('1', '2'), nullif('a', 'b');
--- case: functions and types that do not fit
create table t (i int, n numeric, s text, d date, ts timestamptz, j jsonb, u uuid, b bool, arr int[]);
select date_trunc('day', i) from t;
select date_trunc(i, ts) from t;
select extract(year from s) from t;
select to_char(b, 'x') from t;
select substring(i from 1) from t;
--- case: functions and types that do not fit 2
create table t (i int, n numeric, s text, d date, ts timestamptz, j jsonb, u uuid, b bool, arr int[]);
select s::date - d, ts - d, d - i, d + i, ts + i from t;
select array_length(s, 1) from t;
select jsonb_array_elements(s) from t;
select round(i, 2), round(n, 2), round(1.5::float8, 2) from t;
select split_part(s, ',', '1'), split_part(i, ',', 1) from t;
--- case: functions and types that do not fit 3
create table t (i int, n numeric, s text, d date, ts timestamptz, j jsonb, u uuid, b bool, arr int[]);
select coalesce(i, s) from t;
select string_agg(i, ',') from t;
select age(i) from t;
--- case: results of functions
create table t (i int, bi bigint, n numeric, f float8, s text, d date, ts timestamptz, iv interval, j jsonb, arr text[]);
create view v1 as select abs(i) as a, abs(n) as b, abs(f) as c, round(n) as d, round(f) as e, round(n, 1) as f, ceil(i) as g, floor(n) as h, sqrt(i) as i, power(i, 2) as j, power(n, 2) as k, mod(i, 2) as l, mod(bi, i) as m, random() as n, i / 2 as o, i % 2 as p, i ^ 2 as q, bi * i as r, n * i as s, f * n as t from t;
create view v2 as select length(s) as a, substr(s, 1) as b, s || i as c, concat(s, i) as d, format('%s', i) as e, to_char(ts, 'YYYY') as f, to_date(s, 'x') as g, to_timestamp(s, 'x') as h, to_timestamp(f) as i, to_number(s, '9') as j, md5(s) as k, string_to_array(s, ',') as l, array_to_string(arr, ',') as m, regexp_replace(s, 'a', 'b') as n, regexp_matches(s, 'a') as o, split_part(s, 'a', 1) as p, quote_literal(i) as q, ascii(s) as r, chr(i) as s2 from t;
create view v3 as select now() as a, current_timestamp as b, current_timestamp(2) as c, localtime as d, current_date as e, current_time as f, date_trunc('day', ts) as g, date_trunc('day', d) as h, extract(epoch from ts) as i, date_part('year', d) as j, ts - ts as k, d - d as l, d - iv as m, ts + iv as n, d + 1 as o, age(ts) as p, ts at time zone 'utc' as q, iv * 2 as r, make_date(1, 2, 3) as s, justify_days(iv) as t, clock_timestamp() as u, d + time '10:00' as v from t;
create view v4 as select j -> 'a' as a, j ->> 'a' as b, j #> '{a}' as c, j #>> '{a}' as d, j ? 'a' as e, j @> '{}' as f, jsonb_array_length(j) as g, jsonb_build_object('a', i) as h, to_jsonb(t) as i, row_to_json(t) as j, jsonb_set(j, '{a}', '1') as k, j || '{}' as l, j - 'a' as m, jsonb_typeof(j) as n, (j ->> 'a')::int as o, jsonb_agg(i) over () as p, json_build_array(1, 'x') as q, jsonb_path_query(j, '$.a') as r, j['a'] as s from t;
create view v5 as select array[i, bi] as a, array[1, 2.5] as b, arr || 'x' as c, arr[1] as d, arr[1:2] as e, array_append(arr, 'x') as f, array_agg(i) as g, unnest(array[1, 2]) as h, cardinality(array[1]) as i, array_position(array['a'], 'a') as j, array[[1, 2], [3, 4]] as k, '{1,2}'::int[] as l, array_remove(array[1], 1) as m, 1 = any (array[1]) as n from t group by arr;
--- case: named and default arguments
create function f(a int, b text default 'x', c boolean default false) returns int language sql as 'select 1';
select f(1), f(1, 'y'), f(a => 1), f(1, c => true), f(c => true, a => 1), f(a := 1);
select f();
select f(b => 'x');
select f(1, nosuch => 2);
--- case: named and default arguments 2
select f(1, a => 2);
select f(a => 1, 2);
select f(a => 1, a => 2);
select f(1, 'x', true, 4);
--- case: named and default arguments 3
create function f(a int, b text default 'x', c boolean default false) returns int language sql as 'select 1';
select f('x');
select f(1, 2);
select f(1, c => 5);
--- case: variadic
create function v(variadic a int[]) returns int language sql as 'select 1';
create function w(text, variadic text[]) returns text language sql as $$ select 'x' $$;
select v(1, 2, 3), v(variadic array[1, 2]), v(1), w('a', 'b', 'c');
select v();
select v('x');
select v('1');
--- case: variadic 2
create function v(variadic a int[]) returns int language sql as 'select 1';
select v(variadic 1);
select v(variadic '{1,2}');
select w('a');
select w('a', 1);
--- case: variadic 3
select w('a', variadic array[1]);
select v(1, variadic array[2]);
select lower(variadic array['x']);
select concat('a', 1, true), concat(variadic array['a', 'b']), format('%s %s', variadic array['a', 'b']);
--- case: overloads
create function f(int) returns int language sql as 'select 1';
create function f(numeric) returns int language sql as 'select 2';
create function g(int, bigint) returns int language sql as 'select 1';
create function g(bigint, int) returns int language sql as 'select 2';
create function h(date) returns int language sql as 'select 1';
create function h(timestamptz) returns int language sql as 'select 1';
select f(1), f(1.5), f(1::bigint), f('1'), f(1::real);
select f('x'::text);
select g(1, 1);
--- case: overloads 2
create function g(bigint, int) returns int language sql as 'select 2';
create function h(timestamptz) returns int language sql as 'select 1';
select g(1::bigint, 1);
select g(1, 1.5);
select h('2020-01-01'), h(now()), h(current_date);
--- case: overloads 3
create function h(timestamptz) returns int language sql as 'select 1';
select h(1);
select h('2020-01-01'::text);
select h(localtimestamp);
--- case: unique by category
create function k(text) returns int language sql as 'select 1';
create function k(int) returns int language sql as 'select 2';
create function m(bytea) returns int language sql as 'select 1';
create function m(int[]) returns int language sql as 'select 2';
create function n(date) returns int language sql as 'select 1';
create function n(bool) returns int language sql as 'select 2';
select k('x'), k(1), k(null), k(1::smallint), k('a'::varchar), k('a'::char(3)), k('a'::name);
select k(1.5);
select m('x');
select n('x');
--- case: unique by category 2
create function n(date) returns int language sql as 'select 1';
create function n(bool) returns int language sql as 'select 2';
select n(null);
select k(now());
select k('{1}'::int[]);
--- case: function or cast or field
create table t (a int, b text);
create type c as (x int);
create function fullname(t) returns text language sql as $$ select 'x' $$;
select t.fullname, fullname(t) from t;
select a(t), t.a from t;
select int4('5'), text(a), varchar('x'), numeric(5), date('2020-01-01') from t;
select bool(1), float8(1), int8(a), bpchar('x') from t;
--- case: function or cast or field 2
select int4('x');
select c('(1)');
select t('(1,x)');
select uuid('x');
--- case: function or cast or field 3
create table t (a int, b text);
select regclass('t'), regtype('int');
select nosuchtype('x');
select b(t), nosuch(t) from t;
select t.nosuch from t;
--- case: procedures and aggregates as functions
create procedure p(int) language sql as 'select 1';
create table t (a int, b text);
select p(1);
select * from p(1);
call lower('x');
select count();
--- case: procedures and aggregates as functions 2
create table t (a int, b text);
select count(a, b) from t;
select sum() from t;
select sum(b) from t;
select avg(b) from t;
--- case: procedures and aggregates as functions 3
create table t (a int, b text);
select max(a, b) from t;
select lower(distinct b) from t;
select lower(*) from t;
select lower(b) filter (where true) from t;
--- case: procedures and aggregates as functions 4
create table t (a int, b text);
select lower(b order by a) from t;
select lower(b) over () from t;
select lower(b) within group (order by a) from t;
--- case: set-returning functions
create table t (a int);
select generate_series(1, 3);
select generate_series(1, a) from t where generate_series(1, 2) > 1;
select a from t group by generate_series(1, 2);
select a from t order by generate_series(1, 2);
select sum(generate_series(1, a)) from t;
--- case: set-returning functions 2
create table t (a int);
select coalesce(generate_series(1, 2), 1);
select case when true then generate_series(1, 2) end;
select generate_series(1, generate_series(1, 3));
select a from t limit generate_series(1, 2);
select a from t having generate_series(1, 2) > 1;
--- case: set-returning functions 3
create table t (a int);
select * from t join generate_series(1, 2) g on generate_series(1, 2) = g;
update t set a = generate_series(1, 2);
insert into t values (generate_series(1, 2));
insert into t values (generate_series(1, 2)), (1);
values (generate_series(1, 2));
--- case: set-returning functions 4
select * from generate_series(1, generate_series(1, 2));
select array(select generate_series(1, 2)), exists (select generate_series(1, 2));
--- case: functions in from
create function r() returns record language sql as 'select 1, 2';
create function sr() returns setof record language sql as 'select 1, 2';
create function tb() returns table (x int, y text) language sql as $$ select 1, 'x' $$;
create function o(out a int, out b int) language sql as 'select 1, 2';
select * from r();
select * from r() as (a int, b int);
select * from sr() as q (a int, b int);
select * from sr() as q (a int, b nosuch);
--- case: functions in from 2
create function tb() returns table (x int, y text) language sql as $$ select 1, 'x' $$;
create function o(out a int, out b int) language sql as 'select 1, 2';
select * from tb() as q (a int, b text);
select * from o() as (a int, b int);
select x, y, q.x from tb() q;
select nosuch from tb();
--- case: functions in from 3
create function tb() returns table (x int, y text) language sql as $$ select 1, 'x' $$;
create function o(out a int, out b int) language sql as 'select 1, 2';
select * from tb() as q (a, b, c);
select a, b from o();
select * from lower('x') as (a text);
select * from lower('X') l;
--- case: functions in from 4
select l from lower('X') l;
select lower.lower, lower from lower('X');
--- case: rows from and ordinality
select * from generate_series(1, 2) with ordinality;
select g, ordinality from generate_series(1, 2) with ordinality as g;
select x, n from generate_series(1, 2) with ordinality as g (x, n);
select * from rows from (generate_series(1, 2), generate_series(1, 3)) as g (a, b);
select * from rows from (generate_series(1, 2), generate_series(1, 3)) as g (a, b, c);
--- case: rows from and ordinality 2
select * from rows from (json_to_recordset('[]') as (a int, b text), generate_series(1, 2)) as q (x, y, z);
select * from rows from (json_to_recordset('[]'), generate_series(1, 2)) as q (a int);
select * from unnest(array[1], array['x']) as u (a, b);
select * from unnest(array[1], array['x']) as u (a int, b text);
select unnest(array[1], array['x']);
--- case: rows from and ordinality 3
select * from json_to_record('{}') as x (a int, b text) with ordinality;
select * from json_to_recordset('[]') as x (a int, b text[]);
select * from json_to_recordset('[]');
select * from json_populate_record(null::nosuch, '{}');
--- case: polymorphic functions
create function first_of(anyarray) returns anyelement language sql as 'select $1[1]';
create function pair(anyelement, anyelement) returns anyarray language sql as 'select array[$1, $2]';
create function comp(anycompatible, anycompatible) returns anycompatible language sql as 'select $1';
create function rng(anyrange) returns anyelement language sql as 'select lower($1)';
create function en(anyenum) returns text language sql as 'select $1::text';
create function na(anynonarray) returns text language sql as 'select $1::text';
create view v as select first_of(array[1, 2]) as a, pair(1, 2) as b, comp(1, 2.5) as c, rng('[1,2)'::int4range) as d, na(5) as e, pair('a'::text, 'b') as f;
select first_of(1);
select first_of('{1}');
select pair(1, 'x'::text);
select pair(1, 2.5);
--- case: polymorphic functions 2
create function pair(anyelement, anyelement) returns anyarray language sql as 'select array[$1, $2]';
create function comp(anycompatible, anycompatible) returns anycompatible language sql as 'select $1';
select pair('a', 'b');
select comp(1, 'x'::text);
select comp('a', 'b');
select rng(1);
--- case: polymorphic functions 3
create function first_of(anyarray) returns anyelement language sql as 'select $1[1]';
select en(1);
select na(array[1]);
select first_of(null);
--- case: polymorphic results must be found
create function a1(anyelement) returns anyarray language sql as 'select array[$1]';
create function a2(anyarray, anyelement) returns boolean language sql as 'select true';
create function a3(anycompatiblearray, anycompatible) returns anycompatiblearray language sql as 'select $1';
create function a4(variadic anyarray) returns anyelement language sql as 'select $1[1]';
create function a5(variadic anycompatiblearray) returns anycompatible language sql as 'select $1[1]';
create view v as select a1(1) as a, a1('x'::text) as b, a3(array[1], 2.5) as c, a4(1, 2) as d, a5(1, 2.5) as e, a2(array[1], 2) as f;
select a1(array[1]);
select a2(array[1], 'x'::text);
select a2(array[1], 'x');
select a2(array['x'], 1);
--- case: polymorphic results must be found 2
select a4(1, 'x'::text);
select a4(1, 2.5);
select a5(1, true);
select array_append(array[1], 'x'::text), array_append(array[1], 2.5);
--- case: polymorphic results must be found 3
select array_cat(array[1], array['x'::text]);
select array_position(array[1], 'x');
--- case: sql function bodies
create table t (a int, b text);
create function f1(x int) returns setof t language sql as 'select * from t where a = x';
create function f2(x int) returns int language sql as 'select a from t where b = x';
create function f3(a int) returns int language sql as 'select t.a from t where t.a = a';
create function f4(x int) returns int language sql as 'select f4.x + nosuch.x';
--- case: sql function bodies 2
create table t (a int, b text);
create function f5(x t) returns int language sql as 'select x.a';
create function f6(x t) returns int language sql as 'select (x).nosuch';
create function f7(text) returns text language sql as 'select $1 || $2';
create function f8(int) returns text language sql as 'select $1';
--- case: sql function bodies 3
create table t (a int, b text);
create function f9() returns text language sql as 'select a from t';
create function f10() returns text language sql as 'select a::text from t; select 1';
create function f11() returns void language sql as 'insert into t (nosuch) values (1)';
create function f12() returns numeric language sql as 'select 1';
--- case: sql function bodies with parameters of the same name as columns
create table t (a int, b text);
create function f(a int) returns text language sql as 'select b from t where a = 1';
create function g(b text) returns int language sql as 'select a from t where t.b = g.b and b = b';
create function h(t int) returns int language sql as 'select t from t';
create function i(x int) returns int language sql as 'select x from (select 1 as x) q';
create function j(x int) returns int language sql as 'update t set a = x where b = x returning a';
--- case: sql function bodies with parameters of the same name as columns 2
create table t (a int, b text);
create function k(x int) returns int language sql as 'with x as (select 1 as y) select y from x';
create function l(variadic xs int[]) returns int language sql as 'select xs[1] + $1[2]';
create function m(out x int, out y text) language sql as 'select x, y';
create function n(inout x int) language sql as 'select x + 1';
create function o(x int default 1, out y int) language sql as 'select x + y';
--- case: parameters outside of functions
select $1;
select $1 + 1;
select $0;
create view v as select $1;
prepare p as select $1 + 1;
prepare q as select $1;
prepare r (int) as select $1, $2::text;
prepare s (int) as select $1 || 'x', $1 = 'x';
prepare t as select * from pg_class where oid = $1 and relname = $2 and nosuch = $3;
