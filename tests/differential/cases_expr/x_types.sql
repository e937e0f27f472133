--- case: casts that do not exist
create table t (i int, s text, b bool, d date, j jsonb, u uuid, arr int[], n numeric, p point, iv interval, ts timestamptz);
select i::date from t;
select i::uuid from t;
select d::int from t;
select b::date from t;
select u::int from t;
--- case: casts that do not exist 2
create table t (i int, s text, b bool, d date, j jsonb, u uuid, arr int[], n numeric, p point, iv interval, ts timestamptz);
select i::json from t;
select i::jsonb from t;
select arr::int from t;
select i::int[] from t;
select arr::text[], arr::text, arr::bigint[] from t;
--- case: casts that do not exist 3
create table t (i int, s text, b bool, d date, j jsonb, u uuid, arr int[], n numeric, p point, iv interval, ts timestamptz);
select arr::uuid[] from t;
select iv::int from t;
select p::text, p::box, i::bool, b::int, b::text, j::int, j::text, n::int, ts::date, ts::time, s::int, d::timestamptz from t;
select n::bool from t;
select j::uuid from t;
--- case: casts that do not exist 4
create table t (i int, s text, b bool, d date, j jsonb, u uuid, arr int[], n numeric, p point, iv interval, ts timestamptz);
select cast(i as nosuch) from t;
select cast(nosuch as int) from t;
--- case: casts of literals
select 'x'::int;
select '1.5'::int;
select '99999999999'::int;
select '99999999999'::bigint, '1e3'::numeric, ' 5 '::int, '0x1F'::int, '1_000'::int;
select 'abc'::numeric;
select 'x'::float8;
--- case: casts of literals 2
select 'NaN'::float8, 'Infinity'::float8, '-inf'::numeric;
select '1e400'::float8;
select '100000'::smallint;
select 'yes'::bool, 'off'::bool, '1'::bool, ' TRUE '::bool, 'o'::bool;
select '2'::bool;
select '-1'::oid, '5000000000'::oid;
--- case: casts of literals 3
select 'x'::oid;
select 1::smallint, 100000::smallint;
select 3000000000::int;
select 1.5::int, '1'::money, 'x'::money;
--- case: date and time literals
select '2020-01-01'::date, '20200101'::date, 'Jan 5 2020'::date, '1/2/2020'::date, 'today'::date, 'infinity'::date, 'epoch'::date;
select '2020-02-30'::date;
select '2020-13-01'::date;
select 'x'::date;
select ''::date;
--- case: date and time literals 2
select '2020-01-01 25:00'::timestamp;
select '2020-01-01 10:00'::timestamp, '2020-01-01T10:00:00Z'::timestamptz, '2020-01-01 10:00 Europe/Berlin'::timestamptz, '10:00'::time, '10:00+02'::timetz, 'now'::timestamptz;
select '2020-01-01 10:00 No/Where'::timestamptz;
select '25:00'::time;
select '1 day'::interval, '1 year 2 mons'::interval, 'P1Y2M'::interval, '1:02:03'::interval, '1 week ago'::interval, '@ 1 minute'::interval;
--- case: date and time literals 3
select '1 dayz'::interval;
select 'x'::interval;
select '1 day 2'::interval, '5'::interval;
select '31/12/2020'::date;
select interval '5' day, interval 'x' day;
--- case: other literals
select 'x'::uuid;
select '12345678-1234-1234-1234-123456789012'::uuid, '{12345678123412341234123456789012}'::uuid;
select '{"a": 1}'::json, '[1, null]'::jsonb, '"x"'::jsonb, 'null'::json;
select '{a: 1}'::json;
select '{"a": }'::jsonb;
select ''::json;
--- case: other literals 2
select '[1,2'::jsonb;
select '{"a": 1} x'::json;
select '{1,2}'::int[], '{}'::text[], '{a,"b c",NULL}'::text[], '{{1,2},{3,4}}'::int[], '[0:1]={1,2}'::int[];
select '{1,x}'::int[];
select '1,2'::int[];
select '{1,2'::int[];
--- case: other literals 3
select '{{1},{2,3}}'::int[];
select '192.168.0.1'::inet, '10/8'::cidr, '08:00:2b:01:02:03'::macaddr;
select '300.1.1.1'::inet;
select '10.1.2.3/8'::cidr;
select 'x'::macaddr;
--- case: more literals
select '\x00ff'::bytea, 'abc'::bytea;
select '\xzz'::bytea;
select '101'::bit(3), '101'::varbit, b'101', x'1F';
select '102'::bit(3);
select '1010'::bit(3);
select b'102';
--- case: more literals 2
select '(1,2)'::point, '((0,0),(1,1))'::box, '<(0,0),1>'::circle;
select '(1)'::point;
select '[1,5)'::int4range, 'empty'::daterange, '{[1,2),[5,6)}'::int4multirange;
select '[5,1)'::int4range;
select '1,5'::int4range;
select '[2020-01-01,x)'::daterange;
--- case: more literals 3
select 'a & b'::tsquery, 'a b'::tsvector;
select 'a b'::tsquery;
select '<a/>'::xml;
select '0/0'::pg_lsn, 'x'::pg_lsn;
select '$.a'::jsonpath;
select '$.'::jsonpath;
--- case: more literals 4
select 'pg_class'::regclass, 'int4'::regtype, 'lower(text)'::regprocedure, 'public'::regnamespace;
select 'nosuch'::regclass;
select 'nosuch'::regtype;
select 'lower'::regproc, 'nosuch'::regproc;
select 'nosuch'::regnamespace;
select '+(int,int)'::regoperator, 'nosuch'::regrole;
--- case: numbers as they are written
create view v as select 1 as a, 2147483648 as b, 9223372036854775808 as c, 1.0 as d, 1e5 as e, .5 as f, 0x1F as g, 0b11 as h, 0o17 as i, 1_000 as j, -5 as k, - 2147483648 as l, true as m, null as n, '' as o, current_user as p, e'\n' as q, U&'\0041' as r, $$x$$ as s, 'x' || 'y' as t2;
select 1abc;
select 1.2.3;
select 0xZZ;
select 1__0;
select 'a' 'b';
--- case: numbers as they are written 2
select 'a'
'b' as x;
select e'\u00zz';
select U&'\00zz';
select $1abc;
select x'zz';
--- case: typmods in casts
create table t (s text, v varchar(5), n numeric, c char(4), ts timestamptz, b bit varying);
create view v as select s::varchar(5) as a, v::varchar as b, v::varchar(3) as c, n::numeric(4, 2) as d, c::char(2) as e, c::text as f, ts::timestamptz(0) as g, b::bit(3) as h, s::char as i, s::bpchar as j, s::"char" as k, n::decimal as l, 'x'::varchar(3) as m, s::name as o, cast(s as character varying (7)) as p, ts::timestamp(2) as q, ts::time as r, ts::date as u from t;
select s::varchar(0) from t;
select n::numeric(0) from t;
select s::int(3) from t;
select s::text(3) from t;
--- case: typmods in casts 2
create table t (s text, v varchar(5), n numeric, c char(4), ts timestamptz, b bit varying);
select n::numeric(3, 2, 1) from t;
select s::nosuch(3) from t;
select s::varchar('a') from t;
select s::pg_catalog.varchar(3), s::pg_catalog.int4 from t;
--- case: typmods in casts 3
create table t (s text, v varchar(5), n numeric, c char(4), ts timestamptz, b bit varying);
select s::pg_catalog.int from t;
select s::public.varchar(3) from t;
--- case: domains
create domain pos as int check (value > 0);
create domain code as varchar(5) not null;
create domain pos2 as pos;
create table t (a pos, b code, c pos2, d pos[]);
create view v as select a + 1 as x, a as y, -a as z, b || 'x' as s, c + a as w, d[1] as e, coalesce(a, 1) as f, max(a) over () as g, a::int as h, array[a] as i, upper(b) as j, case when true then a end as k, nullif(a, 1) as l, abs(a) as m from t;
select a = 'x' from t;
select a || 'x' from t;
select b + 1 from t;
select 1::pos, 'x'::code;
--- case: domains 2
create domain pos as int check (value > 0);
create domain code as varchar(5) not null;
create domain pos2 as pos;
create table t (a pos, b code, c pos2, d pos[]);
select 'x'::pos;
select '2020-01-01'::date::pos;
select d = array[1], d @> array[1]::pos[] from t;
select a = b from t;
--- case: domains 3
create domain pos as int check (value > 0);
create domain code as varchar(5) not null;
create domain pos2 as pos;
create table t (a pos, b code, c pos2, d pos[]);
insert into t values ('x');
insert into t values (true);
--- case: composites
create type addr as (street text, zip int);
create table t (id int, a addr, aa addr[]);
create view v as select (a).street as s, (a).zip + 1 as z, aa[1] as e, (aa[1]).zip as ez, a as whole, row(1, 'x') is null as n, (t).id as ti, (t.a).street as tas from t;
select a.street from t;
select (a).nosuch from t;
select (id).street from t;
select t.a.street from t;
--- case: composites 2
create type addr as (street text, zip int);
create table t (id int, a addr, aa addr[]);
select (t.a).nosuch from t;
select a = row('x', 1), a = ('x', 1)::addr from t;
select a = row(1) from t;
select row('x', 1)::addr, row('x', 'y')::addr;
--- case: composites 3
create type addr as (street text, zip int);
select row('x')::addr;
select row('x', 1, 2)::addr;
select '(x,1)'::addr;
select '(x,y)'::addr;
--- case: composites 4
create type addr as (street text, zip int);
create table t (id int, a addr, aa addr[]);
select '(x)'::addr;
select 'x'::addr;
insert into t values (1, row('x', 1), array[row('x', 1)]);
insert into t values (1, row('x', 1), array[row('x', 1)]::addr[]);
--- case: composites 5
create type addr as (street text, zip int);
create table t (id int, a addr, aa addr[]);
insert into t (id, a.street) values (1, 'x');
insert into t (id, aa[1].street) values (1, 'x');
insert into t (id, a.nosuch) values (1, 'x');
update t set a.zip = 'x';
--- case: composites 6
create type addr as (street text, zip int);
create table t (id int, a addr, aa addr[]);
update t set a.zip = 5, aa[1].zip = 4, id = (a).zip;
update t set id.zip = 5;
update t set a = row('x', 1), a.zip = 2;
--- case: enums in expressions
create type color as enum ('red', 'green');
create type size as enum ('small', 'red');
create table t (c color, s size, x text);
select c = 'red', c in ('red', 'green'), c > 'red', c::text = x from t;
select c = 'blue' from t;
select c in ('red', 'blue') from t;
select c = x from t;
--- case: enums in expressions 2
create type color as enum ('red', 'green');
create type size as enum ('small', 'red');
create table t (c color, s size, x text);
select c = s from t;
select c = any (array['red', 'blue']) from t;
select c = any ('{red,green}') from t;
select case c when 'red' then 1 when 'pink' then 2 end from t;
--- case: enums in expressions 3
create type color as enum ('red', 'green');
create type size as enum ('small', 'red');
create table t (c color, s size, x text);
select coalesce(c, 'none') from t;
select x::color, c::text::size from t;
select c::size from t;
select c || 'x' from t;
--- case: enums in expressions 4
create type color as enum ('red', 'green');
create type size as enum ('small', 'red');
create table t (c color, s size, x text);
select c like 'r%' from t;
insert into t values ('pink');
insert into t select 'red', 'huge', 'x';
insert into t (c) select x from t;
--- case: enums in expressions 5
create type color as enum ('red', 'green');
create type size as enum ('small', 'red');
create table t (c color, s size, x text);
insert into t (c) select 'pink';
update t set c = 'pink';
update t set c = x;
update t set c = case when x = 'a' then 'red' else 'green' end;
--- case: enums in expressions 6
create type color as enum ('red', 'green');
create type size as enum ('small', 'red');
create table t (c color, s size, x text);
update t set c = case when x = 'a' then 'red'::text else 'green' end;
create view v as select c, max(c) over () as m, array[c] as arr, enum_range(c) as r, 'red' as lit, case when x = 'a' then c end as k from t;
--- case: assignment casts
create table t (i int, si smallint, n numeric, s text, v varchar(3), d date, ts timestamptz, b bool, j jsonb, c char(2), arr int[]);
insert into t (i) values (1.5), ('7'), (null);
insert into t (si) select i from t;
insert into t (i) select n from t;
insert into t (s) select i from t;
insert into t (i) select s from t;
--- case: assignment casts 2
create table t (i int, si smallint, n numeric, s text, v varchar(3), d date, ts timestamptz, b bool, j jsonb, c char(2), arr int[]);
insert into t (v) select s from t;
insert into t (d) select ts from t;
insert into t (ts) select d from t;
insert into t (b) select i from t;
insert into t (j) select s from t;
--- case: assignment casts 3
create table t (i int, si smallint, n numeric, s text, v varchar(3), d date, ts timestamptz, b bool, j jsonb, c char(2), arr int[]);
insert into t (s) select j from t;
insert into t (s) select b from t;
insert into t (i) select b from t;
insert into t (arr) values (array[1.5]);
insert into t (arr) values (array['x']);
--- case: assignment casts 4
create table t (i int, si smallint, n numeric, s text, v varchar(3), d date, ts timestamptz, b bool, j jsonb, c char(2), arr int[]);
insert into t (arr) select array_agg(s) from t;
update t set d = s;
update t set s = d, v = i, c = 5;
update t set d = '2020-01-01'::text;
--- case: unknown in views and tables
create view v1 as select 'a' as x, null as y, 1 as z;
create table t1 as select 'a' as x, null as y;
create view v2 as select x || y as xy from t1;
create view v3 as select coalesce(null, null) as n;
create view v4 as select case when true then 'a' else null end as c;
--- case: unknown in views and tables 2
create view v5 as select array[null] as a;
create view v6 as select max('x') as m, count('x') as n, lower('X') as l;
create view v7 as select (select 'x') as s, exists (select null) as e;
create view v8 as values ('a', null);
create view v9 as select * from (select 'a' as p union all select null) q;
--- case: records
select row(1, 'x'::text).f1;
select (row(1, 'x')).f1;
select (row(1, 'x'::text)).*;
create view v as select (row(1, 'x'::text)).f2 as f;
select (select (1, 2));
--- case: records 2
select r.f1 from (select row(1, 2) as r) q;
select (q.r).f1, (q.r).f2 from (select row(1, 2) as r) q;
select (q.r).f3 from (select row(1, 2) as r) q;
select (json_populate_record(null::record, '{}')).*;
select row(1, 2)::record, row(1)::text;
--- case: records 3
select row(1, 2)::int;
select row_to_json(row(1, 2)), to_json((1, 2));
create table t as select (1, 2) as r;
--- case: collations in expressions
create table t (a text collate "C", b text collate "POSIX", c text, i int);
select a < b from t;
select a = b, a < c, a || b from t;
select a collate "C" < b collate "POSIX" from t;
select i collate "C" from t;
select a collate nosuch from t;
--- case: collations in expressions 2
create table t (a text collate "C", b text collate "POSIX", c text, i int);
select a || b < 'x' from t;
select max(a || b) from t;
select upper(a || b) from t;
select * from t order by a || b;
select a from t union select b from t order by 1;
--- case: collations in expressions 3
create table t (a text collate "C", b text collate "POSIX", c text, i int);
select a from t union all select b from t;
select distinct a || b from t;
select a like b from t;
select (a || b) collate "C" < 'x' from t;
select 'x' collate "C" collate "POSIX";
--- case: collations in expressions 4
create table t (a text collate "C", b text collate "POSIX", c text, i int);
select greatest(a, b) from t;
select a in (b, c) from t;
create view v as select coalesce(a, c) as x, a || 'x' as y, c collate "C" as z, lower(b) as w from t;
--- case: xml
create table t (a xml, b text);
select xmlelement(name foo, xmlattributes(b as bar), 'x'), xmlforest(b as x, b), xmlconcat(a, a), xmlagg(a) over () from t;
select xmlelement(name foo, xmlattributes(b as bar, b as bar)) from t;
select xmlelement(name foo, xmlattributes('x')) from t;
select xmlforest('x') from t;
select xmlserialize(content a as text), xmlserialize(document a as int) from t;
--- case: xml 2
create table t (a xml, b text);
select a is document from t;
select b is document from t;
select xmlpi(name foo, b), xmlroot(a, version '1.0') from t;
create view v as select xmlelement(name foo) as e, xmlserialize(content a as varchar(10)) as s, a is document as d, xmlparse(content b) as p from t;
select x.* from t, xmltable('/a' passing a columns id int path '@id', n text, o for ordinality) x;
--- case: xml 3
create table t (a xml, b text);
select x.* from t, xmltable('/a' passing a columns o for ordinality, p for ordinality) x;
select x.* from t, xmltable('/a' passing a columns n nosuch) x;
select x.nosuch from t, xmltable('/a' passing a columns n int) x;
select * from xmltable('/a' passing 1 columns n int) x;
select * from xmltable('/a' passing '<a/>' columns n int, n int) x;
--- case: sql json constructors
create table t (a int, b text, j jsonb, d date);
create view v as select json_object('a': 1, 'b' value a) as x1, json_array(1, a, null) as x2, json_object('a': 1 returning jsonb) as x3, json_array(a returning text) as x4, json_arrayagg(a) over () as x5, json_scalar(a) as x6, json('{}') as x7, json_serialize(j) as x8, json_array(select a from t) as x9 from t;
create view w as select json_objectagg(b: a) as y1, json_arrayagg(a order by a returning jsonb) as y2, json_objectagg(b: a with unique keys) as y3 from t;
select json_object('a': nosuch) from t;
select json_object('a': 1 returning int);
select json_array(1 returning nosuch);
select json_object('a' 1);
--- case: sql json constructors 2
create table t (a int, b text, j jsonb, d date);
select json_object(a: 1) from t;
select json_array(select a, b from t);
select json_serialize(a) from t;
select json_serialize('{}' returning int);
--- case: sql json constructors 3
create table t (a int, b text, j jsonb, d date);
select json(a) from t;
select json('{}' with unique keys), json(j with unique keys) from t;
select json_scalar(j), json_scalar(d) from t;
select json_object('a': '{}' format json), json_array('x' format json encoding utf8);
--- case: sql json constructors 4
create table t (a int, b text, j jsonb, d date);
select json_array(b format json encoding utf16) from t;
select json_object('a': a format json) from t;
--- case: sql json queries
create table t (a int, b text, j jsonb, js json);
create view v as select json_value(j, '$.a') as x1, json_value(j, '$.a' returning int) as x2, json_query(j, '$.a') as x3, json_exists(j, '$.a') as x4, json_query(js, '$' returning text) as x5, json_value(b, '$.x' returning date default '2020-01-01' on empty) as x6, json_query(j, '$[*]' with wrapper) as x7 from t;
select json_value(j, 'nosuch(') from t;
select json_value(j, b) from t;
select json_value(a, '$.a') from t;
select json_value(j, 5) from t;
--- case: sql json queries 2
create table t (a int, b text, j jsonb, js json);
select json_value(j, '$.a' returning nosuch) from t;
select json_value(j, '$.a' default a on error) from t;
select json_value(j, '$.a' default nosuch on error) from t;
select json_value(j, '$.a' empty array on error) from t;
--- case: sql json queries 3
create table t (a int, b text, j jsonb, js json);
select json_exists(j, '$.a' null on error) from t;
select json_query(j, '$.a' true on error) from t;
select json_query(j, '$.a' with wrapper keep quotes) from t;
select json_query(j, '$.a' returning int[]), json_value(j, '$.a' returning int[]) from t;
--- case: sql json queries 4
create table t (a int, b text, j jsonb, js json);
select json_value(j, '$.a' returning record) from t;
select json_value(j, '$.a + $x' passing a as x), json_value(j, '$x' passing nosuch as x) from t;
select json_value(j, '$.a' returning int default 'x' on empty) from t;
--- case: json_table
create table t (id int, j jsonb);
select q.* from t, json_table(j, '$[*]' columns (n for ordinality, a int path '$.a', b text, c jsonb format json, d boolean exists path '$.d')) q;
select q.nosuch from t, json_table(j, '$[*]' columns (a int)) q;
select * from t, json_table(j, '$[*]' columns (a nosuch)) q;
select * from t, json_table(j, '$[*]' columns (a int, a text)) q;
select * from t, json_table(nosuch, '$[*]' columns (a int)) q;
--- case: json_table 2
create table t (id int, j jsonb);
select * from t, json_table(id, '$[*]' columns (a int)) q;
select * from t, json_table(j, '$[' columns (a int)) q;
select q.x, q.y from t, json_table(j, '$[*]' columns (x int, nested path '$.k[*]' columns (y text))) q;
select q.z from t, json_table(j, '$[*]' columns (x int, nested path '$.k[*]' columns (x text))) q;
select * from json_table('[]', '$[*]' columns (n for ordinality, m for ordinality)) q;
--- case: json_table 3
create table t (id int, j jsonb);
select * from json_table('[]', '$[*]' as p columns (a int path '$.a' default 'x' on empty)) q;
select * from json_table('[]', '$[*]' columns (a int) null on error) q;
create view v as select q.* from t, json_table(j, '$[*]' as p columns (n for ordinality, a numeric(5, 2), b varchar(3) path '$.x', c json, e int exists)) q;
--- case: is json and merge_action
select '{}' is json, '{}' is not json object, '[]' is json array with unique keys, 5 is json;
select merge_action();
create table t (a int, j jsonb);
select j is json scalar from t;
select a is json from t;
update t set a = 1 returning merge_action();
merge into t using (values (1)) s (x) on a = x when matched then delete returning merge_action(), s.x, t.*;
merge into t using (values (1)) s (x) on a = x when matched then delete returning nosuch;
