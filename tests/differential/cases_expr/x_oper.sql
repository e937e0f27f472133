--- case: operators that do not exist
create table t (i int, s text, d date, b bool, j jsonb, js json, u uuid, arr int[], p point, x xml, ts timestamptz, n numeric);
select i + s from t;
select i || i from t;
select s - s from t;
select b + b from t;
select d + d from t;
--- case: operators that do not exist 2
create table t (i int, s text, d date, b bool, j jsonb, js json, u uuid, arr int[], p point, x xml, ts timestamptz, n numeric);
select i = s from t;
select i = b from t;
select u = i from t;
select u = s from t;
select js = js from t;
--- case: operators that do not exist 3
create table t (i int, s text, d date, b bool, j jsonb, js json, u uuid, arr int[], p point, x xml, ts timestamptz, n numeric);
select x = x from t;
select p = p from t;
select j > 1 from t;
select arr = i from t;
select not i from t;
--- case: operators that do not exist 4
create table t (i int, s text, d date, b bool, j jsonb, js json, u uuid, arr int[], p point, x xml, ts timestamptz, n numeric);
select -s from t;
select -b from t;
--- case: operators and literals
create table t (i int, s text, d date, b bool, j jsonb, u uuid, ts timestamptz);
select i = 'x' from t;
select i = '1', d = '2020-01-01', b = 'true', u = '00000000-0000-0000-0000-000000000000', j = '{}' from t;
select d > 'yesterdayish' from t;
select b = 'maybe' from t;
select u = 'x' from t;
--- case: operators and literals 2
create table t (i int, s text, d date, b bool, j jsonb, u uuid, ts timestamptz);
select j = 'x' from t;
select ts > '2020-01-01' and ts < '2020-99-99' from t;
select s = 1 from t;
select b = 1 from t;
select i = 1.5, i = '1.5'::numeric from t;
--- case: operators and literals 3
create table t (i int, s text, d date, b bool, j jsonb, u uuid, ts timestamptz);
select i = '1.5' from t;
select i in (1, 'x') from t;
select i in ('1', '2'), s in ('a', 'b') from t;
select s in (1, 2) from t;
--- case: in and any
create table t (i int, s text, arr int[], ss text[]);
select i = any (arr), i = any ('{1,2}'), s = any (ss), i <> all (arr) from t;
select i = any (s) from t;
select i = any (ss) from t;
select i = any (1) from t;
select i = any ('x') from t;
--- case: in and any 2
create table t (i int, s text, arr int[], ss text[]);
select i = any (array['a']) from t;
select i + any (arr) from t;
select i in (select s from t) from t;
select i = any (select s from t) from t;
select (i, s) = any (select i, s from t) from t;
--- case: in and any 3
create table t (i int, s text, arr int[], ss text[]);
select (i, s) = any (select i from t) from t;
select i in (select i, s from t) from t;
select i not in (1, null, 'x'::text) from t;
select arr in (1) from t;
--- case: between and like
create table t (i int, s text, d date);
select i between 1 and 5, i between symmetric 5 and 1, d between '2020-01-01' and now() from t;
select i between 'a' and 'b' from t;
select i between 1 and s from t;
select i like '1%' from t;
select s like 1 from t;
--- case: between and like 2
create table t (i int, s text, d date);
select s like 'a%' escape '\', s not ilike 'x', s similar to 'y', s ~ 'z', s !~* 'q' from t;
select s like 'a' escape 5 from t;
select i similar to 'x' from t;
select d ~ 'x' from t;
select s ~~ 'x', s ~~* 'y' from t;
--- case: is forms
create table t (i int, s text, b bool, j jsonb);
select i is null, s is not null, b is true, b is not unknown, i is distinct from 1, s is not distinct from null from t;
select i is true from t;
select s is unknown from t;
select i is distinct from s from t;
select j is json from t;
--- case: is forms 2
create table t (i int, s text, b bool, j jsonb);
select i is json from t;
select s is json object with unique keys, s is not json array from t;
select s is normalized, s is nfc normalized from t;
select i is normalized from t;
select s is document from t;
--- case: conditions must be boolean
create table t (i int, s text, b bool);
select * from t where i;
select * from t where s;
select * from t where b and i;
select * from t where not s;
select * from t where 'true';
--- case: conditions must be boolean 2
create table t (i int, s text, b bool);
select * from t where 'x';
select * from t having i;
select case when i then 1 end from t;
select i filter (where s) from t;
select count(*) filter (where i) from t;
--- case: conditions must be boolean 3
create table t (i int, s text, b bool);
select * from t where null;
select * from t where b or s = 'x' or 1;
select * from t join t u on t.s;
select * from t where (select i from t);
select * from t where (select b from t) and exists (select 1);
--- case: coalesce case and greatest
create table t (i int, s text, n numeric, d date, ts timestamptz, b bool);
select coalesce(i, s) from t;
select coalesce(i, 'x') from t;
select coalesce(s, 1) from t;
select coalesce(i, n, 1.5) from t;
select case when b then i else s end from t;
--- case: coalesce case and greatest 2
create table t (i int, s text, n numeric, d date, ts timestamptz, b bool);
select case when b then 1 else 'x' end;
select case i when 1 then 'a' when 'x' then 'b' end from t;
select case s when 1 then 'a' end from t;
select greatest(i, s) from t;
select greatest(d, ts), least(i, n) from t;
--- case: coalesce case and greatest 3
create table t (i int, s text, n numeric, d date, ts timestamptz, b bool);
select nullif(i, s) from t;
select nullif(i, 'x') from t;
select coalesce(d, b) from t;
create view v as select coalesce(i, n) as a, case when b then i else n end as b, greatest(d, ts) as c, nullif(i, 1.5) as d, case when b then 'x' end as e, coalesce(null, 'x') as f, case when b then null else 1 end as g from t;
--- case: rows
create table t (a int, b text);
create table u (a int, b text);
select row(1, 2) = row(1, 2), (1, 2) < (3, 4), (1, 'x') = ('1', 'x');
select (1, 2) = (1, 2, 3);
select (1, 2) < (1, 'x');
select (1, 'x'::text) = (1, 2);
--- case: rows 2
create table t (a int, b text);
select () = ();
select row() = row();
select (a, b) = (1, 'x'), (a, b) in ((1, 'x'), (2, 'y')) from t;
select (a, b) in ((1, 2)) from t;
--- case: rows 3
create table t (a int, b text);
create table u (a int, b text);
select (a, b) in ((1, 'x', 2)) from t;
select row(a, b) is null from t;
select (a, b) || 'x' from t;
select t = u from t, u;
--- case: rows 4
create table t (a int, b text);
select t = row(1) from t;
select (1, 2) like (3, 4);
select (a, b) overlaps (a, b) from t;
select (now(), now()) overlaps (now(), interval '1 day');
--- case: rows 5
select (now(), now()) overlaps (now());
--- case: arrays
create table t (a int[], s text[], i int);
select a[1], a[1:2], a[:2], s[1] || 'x' from t;
select i[1] from t;
select a['x'] from t;
select a[1.5] from t;
select a[null] from t;
--- case: arrays 2
select array[1, 'x'];
select array[1, 'x'::text];
select array[1, 2.5], array['a', 'b'], array[null], array[now(), '2020-01-01'];
select array[];
select array[]::int[], array[[], []]::int[];
--- case: arrays 3
create table t (a int[], s text[], i int);
select array[1, array[2]];
select array[[1, 2], ['x', 'y']];
select a || 1, a || a, 1 || a, a || null, a || '{2}' from t;
select a || 'x' from t;
select a || s from t;
--- case: arrays 4
create table t (a int[], s text[], i int);
select a = array['1'] from t;
select a @> array[1], a && '{1}', s @> array['x'] from t;
select a @> 1 from t;
select a && s from t;
select array(select i from t), array(select s from t) from t;
--- case: arrays 5
create table t (a int[], s text[], i int);
select array(select i, s from t) from t;
--- case: json operators
create table t (j jsonb, js json, s text);
select j -> 'a' ->> 'b', j #>> '{a,b}', js -> 0, j ? 'x', j ?| array['a'], j @> '{"a": 1}', j @? '$.a' from t;
select js ? 'x' from t;
select js @> '{}' from t;
select j -> s, j -> 1, j -> 1.5 from t;
select s -> 'a' from t;
--- case: json operators 2
create table t (j jsonb, js json, s text);
select s ->> 'a' from t;
select j ->> 'a' = 1 from t;
select (j ->> 'a')::int = 1, j -> 'a' = '1' from t;
select j -> 'a' = 1 from t;
select j || js from t;
--- case: json operators 3
create table t (j jsonb, js json, s text);
select j - 'a' - 1 - array['b'] from t;
select j['a']['b'], j[0] from t;
select js['a'] from t;
select j @> '{bad' from t;
select j #> 'a' from t;
--- case: json operators 4
create table t (j jsonb, js json, s text);
select sum(j ->> 'n') from t;
select sum((j ->> 'n')::numeric) from t;
--- case: dates and intervals
create table t (d date, ts timestamptz, tl timestamp, iv interval, tm time, i int);
select d + 1, d - d, d + iv, ts - ts, ts + iv, tl - ts, tm + iv, iv * 2, iv / 2, d + tm, ts - d, i * iv from t;
select ts + 1 from t;
select ts + ts from t;
select d + i, i + d, d - i, i - d from t;
select iv + i from t;
--- case: dates and intervals 2
create table t (d date, ts timestamptz, tl timestamp, iv interval, tm time, i int);
select tm + 1 from t;
select d * 2 from t;
select ts at time zone 5 from t;
select ts at time zone 'utc', tl at time zone interval '1 hour', ts at local from t;
select d at time zone 'utc' from t;
--- case: dates and intervals 3
create table t (d date, ts timestamptz, tl timestamp, iv interval, tm time, i int);
select i at time zone 'utc' from t;
select now() - '1 day', now() - '1 day'::interval from t;
select now() - 'x' from t;
select d = ts, d < tl, tl = ts from t;
select d = tm from t;
--- case: dates and intervals 4
create table t (d date, ts timestamptz, tl timestamp, iv interval, tm time, i int);
select interval '1 foo';
select interval '1' day, interval '2:03' hour to minute, date '2020-01-01', time '10:00', timestamp '2020-01-01';
select date 'x';
select extract(nosuch from ts) from t;
select ts between '2020-01-01' and d from t;
--- case: operators of our own
create type pt as (x int, y int);
create function pt_eq(pt, pt) returns boolean language sql as 'select true';
create function pt_add(pt, pt) returns pt language sql as 'select $1';
create operator = (leftarg = pt, rightarg = pt, function = pt_eq);
create operator + (leftarg = pt, rightarg = pt, function = pt_add);
create table t (p pt, i int);
select p = p, p + p, (p + p).x from t;
select p + i from t;
select p - p from t;
select p = '(1,2)', p + row(1, 2)::pt from t;
--- case: operators of our own 2
create type pt as (x int, y int);
create function pt_add(pt, pt) returns pt language sql as 'select $1';
create operator + (leftarg = pt, rightarg = pt, function = pt_add);
create table t (p pt, i int);
select p + row(1, 2) from t;
select p = i from t;
select p operator(public.+) p, 1 operator(pg_catalog.+) 2 from t;
select p operator(pg_catalog.+) p from t;
--- case: operators of our own 3
create type pt as (x int, y int);
create function pt_add(pt, pt) returns pt language sql as 'select $1';
create operator + (leftarg = pt, rightarg = pt, function = pt_add);
create table t (p pt, i int);
select max(p) from t;
select * from t order by p;
create view v as select p + p as q, (p + p).y as y from t;
--- case: ambiguous operators
create function a1(int, text) returns boolean language sql as 'select true';
create function a2(text, int) returns boolean language sql as 'select true';
create operator === (leftarg = int, rightarg = text, function = a1);
create operator === (leftarg = text, rightarg = int, function = a2);
select 1 === 'x', 'x' === 1;
select 'a' === 'b';
select null === null;
--- case: ambiguous operators 2
select 1 === 2;
select 1.5 === 'x';
select 'x'::text === 'y'::text;
--- case: types of operators
create table t (si smallint, i int, bi bigint, r real, f float8, n numeric(5, 2), m money, b bit(4), s text, c char(3), v varchar(5), nm name, o oid, inet inet);
create view v1 as select si + si as a, si + i as b, i + bi as c, i + r as d, i + f as e, i + n as f, bi + n as g, r + f as h, n + f as i, si * 2 as j, i * 2.5 as k, i / n as l, -si as m, @ i as n, i & 1 as o, i << 2 as p, ~ i as q, m * 2 as r, m / m as s, o + 1 as t from t;
create view v2 as select s || i as a, i || s as b, c || v as c, v || 1 as d, c || 'x' as e, nm || 'x' as f, b || b'1' as g, b & b as h, inet + 1 as i, inet - inet as j, v = c as k, c = 'x' as l, c || c as m, nm = s as n, o = i as o from t;
select c + 1 from t;
select m + 1 from t;
select b + 1 from t;
select b & 1 from t;
--- case: types of operators 2
create table t (si smallint, i int, bi bigint, r real, f float8, n numeric(5, 2), m money, b bit(4), s text, c char(3), v varchar(5), nm name, o oid, inet inet);
select r % 2 from t;
select n % 2, bi % i, si % i from t;
select o = s from t;
select inet = s from t;
--- case: types of operators 3
create table t (si smallint, i int, bi bigint, r real, f float8, n numeric(5, 2), m money, b bit(4), s text, c char(3), v varchar(5), nm name, o oid, inet inet);
select o = 'x' from t;
select m = 5 from t;
select m = '5', m > 5::money from t;
