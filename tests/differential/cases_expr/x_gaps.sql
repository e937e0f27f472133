--- case: grouping in odd places
create table t (a int, b int);
select * from t join t u on grouping(t.a) = 1;
select * from generate_series(1, grouping(1));
select sum(a) over (order by a rows grouping(1) preceding) from t;
select sum(a) over (order by a range grouping(1) preceding) from t;
select sum(a) over (order by a groups grouping(1) preceding) from t;
select sum(a) over (order by a rows sum(a) preceding) from t;
select sum(a) over (order by a groups sum(a) preceding) from t;
merge into t using t u on t.a = u.a when matched and grouping(u.a) = 1 then delete;
copy t from stdin where grouping(a) = 1;
create index on t ((grouping(a)));
create index on t (a) where grouping(a) = 1;
create statistics on (grouping(a)), b from t;
alter table t alter column a type int using grouping(a);
prepare q (int) as select $1;
execute q(grouping(1));
execute q(row_number() over ());
create table p (a int) partition by range ((grouping(a)));
create table p (a int) partition by list (a);
create table p1 partition of p for values in (grouping(1));
create table p1 partition of p for values in (row_number() over ());
create table p1 partition of p for values in (max(1));
create table p1 partition of p for values in ((select 1));
--- case: aggregates and ctes
create table t (a int, b int);
select (with c as (select 1 as x) select sum(t.a + x) from c) from t;
select (with c as (select 1 as x) select sum(t.a) from c) from t;
select (select sum(t.a + u.a) from t u) from t;
select (select percentile_cont(u.a) within group (order by t.a) from t u) from t;
select sum(a) over (partition by row_number() over ()) from t;
--- case: aggregates and ctes 2
create table t (a int, b int);
select sum(row_number() over ()) over () from t;
select first_value(generate_series(1, a)) over () from t;
select sum(a) over (partition by generate_series(1, 2)) from t;
select sum(a) over (order by a rows generate_series(1, 2) preceding) from t;
select * from t join t u on row_number() over () = 1;
--- case: aggregates and ctes 3
create table t (a int, b int);
select * from generate_series(1, row_number() over ());
copy t from stdin where row_number() over () = 1;
copy t from stdin where generate_series(1, 2) = 1;
merge into t using t u on true when matched and row_number() over () = 1 then delete;
merge into t using t u on true when matched and generate_series(1, 2) = 1 then delete;
--- case: aggregates and ctes 4
create table t (a int, b int);
merge into t using t u on true when matched and t.xmin = '1' then delete;
alter table t alter column a type int using row_number() over ();
--- case: from clause of its own level
create table t (a int, b int);
select * from t, lateral (select sum(t.a)) q;
select * from t, generate_series(1, t.b) g, unnest(array[g]) u;
select * from t u join t w using (a) join t x using (b);
select * from t u join (t w join t x on true) using (a);
select * from (values (1), (2)) v (a, b);
--- case: from clause of its own level 2
create table t (a int, b int);
select * from json_to_recordset('[]') as x (a setof int);
select * from unnest(array[1]) with ordinality as x (a int);
select * from rows from (unnest(array[1])) as x (a int);
select * from lower('x') as l (a, b);
select * from t tablesample system_rows (5);
--- case: from clause of its own level 3
create table t (a int, b int);
select * from t tablesample system (5, 6);
select * from t u cross join lateral (select * from t where t.a = u.a) x where x.nosuch = 1;
select * from t order by a fetch first null rows with ties;
--- case: search and cycle more
create table t (id int, parent int);
with recursive r as (values (1, 2) union all select id, parent from t, r) search depth first by id set o select * from r;
with recursive r (id) as (select 1 union all values (2)) search depth first by id set o select * from r;
with recursive r as (select id from t union all select t.id from t, r) cycle id, id set c using p select * from r;
with recursive r as (select id from t union all select t.id from t, r) cycle id set id using p select * from r;
with recursive r as (select id from t union all select t.id from t, r) cycle id set c using id select * from r;
--- case: search and cycle more 2
create table t (id int, parent int);
with recursive r as (select id from t union all select t.id from t, r) search depth first by id set x cycle id set x using p select * from r;
with recursive r as (select id from t union all select t.id from t, r) search depth first by id set x cycle id set c using x select * from r;
with recursive r as (select 1 as n union all select n from r offset 1) select * from r;
with recursive r as (select 1 as n union all (select 2 intersect select n from r)) select * from r;
with recursive r as (select 1 as n union all (select 2 except select n from r)) select * from r;
--- case: search and cycle more 3
with recursive r as (select 1 as n union all select 2 where exists (select 1 from r)) select * from r;
with recursive r as (select 'a' collate "C" as n union select n collate "POSIX" from r) select * from r;
with recursive m as (select 1) merge into t using m on true when matched then delete;
with recursive r as (select 1 as n) select * from r;
--- case: polymorphic arguments more
create function ac(anyarray, anyarray) returns anyarray language sql as 'select $1';
create function cr(anycompatiblerange, anycompatible) returns anycompatible language sql as 'select $2';
create function cn(anycompatiblenonarray, anycompatible) returns anycompatible language sql as 'select $2';
create function cm(anycompatiblemultirange) returns anycompatible language sql as 'select null';
create function mr(anymultirange, anyrange) returns anyelement language sql as 'select null';
create function bad1() returns anyelement language sql as 'select 1';
create function bad2(int) returns anyarray language sql as 'select 1';
create function bad3(anyelement) returns anyrange language sql as 'select null';
create function bad4(anycompatible) returns anycompatiblerange language sql as 'select null';
create function bad5(anyelement) returns anycompatible language sql as 'select null';
create function bad6(anyelement) returns anymultirange language sql as 'select null';
create function ok7(anyelement) returns anyarray language sql as 'select array[$1]';
select ac(array[1], array['x'::text]);
select cr('[1,2)'::int4range, 'x'::text);
select cr('[1,2)'::int4range, 5), cr('[1,2)'::numrange, 5);
select cn(array[1], 1);
select cm('{[1,2)}'::int4multirange);
select cm(null);
select mr('{[1,2)}'::int4multirange, '[1,2)'::numrange);
select ok7(ok7(1));
select ac(1, 2);
select array_append(null, null), array_cat(null, array[1]);
--- case: aggregates called in odd ways
create table t (a int, b text);
select rank(1, 2) within group (order by a, b) from t;
select rank(1) within group (order by a, b) from t;
select rank(1, 'x', 3) within group (order by a, b) from t;
select percentile_cont(0.5, 0.6) within group (order by a) from t;
select percentile_cont() within group (order by a) from t;
--- case: aggregates called in odd ways 2
create table t (a int, b text);
select mode() from t;
select lower('x') within group (order by a) from t;
select rank() within group (order by a) over () from t;
select row_number() within group (order by a) from t;
select sum(a => 1) from t;
--- case: aggregates called in odd ways 3
create table t (a int, b text);
select string_agg(b, delimiter => ',') from t;
select max(variadic array[1]) from t;
select count(variadic array[1]) from t;
select sum(distinct a, b) from t;
select string_agg(distinct b order by a) from t;
--- case: aggregates called in odd ways 4
create table t (a int, b text);
select string_agg(order by a) from t;
select nosuch(*) from t;
select lower(*) from t;
select now(*) from t;
select nosuch(distinct a) from t;
--- case: aggregates called in odd ways 5
create table t (a int, b text);
select count(all a), count(distinct t) from t;
select percentile_cont(0.5) within group (order by a order by b) from t;
--- case: json behaviour
create table t (j jsonb, b text, a int);
select json_value(j, '$' default b on empty) from t;
select json_value(j, '$' default (select 1) on empty) from t;
select json_value(j, '$' default generate_series(1, 2) on empty) from t;
select json_value(j, '$' returning int default true on empty) from t;
select json_value(j, '$' returning json format json) from t;
--- case: json behaviour 2
create table t (j jsonb, b text, a int);
select json_query(j, '$' with wrapper omit quotes) from t;
select json_query(j, '$' returning int[] default array['x'] on empty) from t;
select json_exists(j, '$' returning int) from t;
select * from json_table('[]', '$' columns (a int path '$' empty array on empty)) q;
select * from json_table('[]', '$' columns (a jsonb path '$' true on empty)) q;
--- case: json behaviour 3
select * from json_table('[]', '$' columns (a int exists path '$' null on error)) q;
select * from json_table('[]', '$' columns (a int path b)) q;
select json_object('a': 1 returning text format json encoding utf16);
select json_object('a': 1 returning bytea format json encoding utf8);
select json_object('a': 1 returning int);
--- case: json behaviour 4
create table t (j jsonb, b text, a int);
select json_scalar(a returning int) from t;
select json_object('a': 1 returning setof text);
select json_serialize(j returning bytea), json_serialize(j returning varchar(5)) from t;
select json(b format json encoding utf8) from t;
select json(b::bytea format json encoding utf8) from t;
--- case: assignments of parts
create type c as (x int, y text);
create table t (a int[], c c, cs c[], j jsonb);
insert into t (a[1], a[2]) values (1, 2), (3, 4);
insert into t (a[1]) values (default);
insert into t (c.x) values (default);
insert into t (c.x) values (now());
insert into t (a[1]) values (now());
insert into t (a[1:2]) values (array['x']);
update t set a[1] = default;
update t set c.x = default;
update t set c.x = now();
update t set a[1] = now(), c.y = 5;
--- case: assignments of parts 2
create type c as (x int, y text);
create table t (a int[], c c, cs c[], j jsonb);
insert into t (a[1], a[2]) values (1, 2), (3, 4);
update t set cs[1].x = 5, j['a'] = '5';
update t set cs[1].nosuch = 5;
update t set cs.x = 5;
update t set a[1].x = 5;
--- case: assignments of parts 3
create type c as (x int, y text);
create table t (a int[], c c, cs c[], j jsonb);
insert into t (a[1], a[2]) values (1, 2), (3, 4);
update t set j['a'].x = 5;
insert into t values ((row(1, 2)));
insert into t (a, c) values ((array[1], row(1, 'x')));
insert into t (a, c) select (array[1], row(1, 'x'));
--- case: rows compared
create table t (a int, p point, j json);
select (a, p) < (1, '(1,2)') from t;
select (a, j) = (1, '{}') from t;
select (a, 1) ~ (1, 2) from t;
select row(a, p) is distinct from row(1, p) from t;
select (a, p) is distinct from (1, p) from t;
--- case: rows compared 2
create table t (a int, p point, j json);
select (1, 2) @@ (3, 4);
select (p, p) <> (p, p) from t;
select p is distinct from p from t;
select nullif(p, p) from t;
select case p when p then 1 end from t;
--- case: rows compared 3
create table t (a int, p point, j json);
select p in (p, p) from t;
select distinct on (p) a from t;
select array_agg(distinct p) from t;
select a from t group by a, p;
select a from t group by j;
--- case: rows compared 4
create table t (a int, p point, j json);
select a from t union select 1 order by p;
select p from t intersect select p from t;
select max(p), min(j) from t;
select count(distinct p) over () from t;
select rank() over (partition by p) from t;
--- case: rows compared 5
create table t (a int, p point, j json);
select rank() over (order by j) from t;
--- case: casts of rows
create type c as (x int, y text);
create table t (a int, b text);
select row(1, 'x')::c, row('1', 2)::c;
select row(1)::c;
select row(1, 2, 3)::c;
select row(now(), 'x')::c;
--- case: casts of rows 2
create type c as (x int, y text);
create table t (a int, b text);
select t::c from t;
select t::text, t::record from t;
select array[row(1, 'x')]::c[];
select row(array[1], 'x')::c;
--- case: casts of rows 3
create type c as (x int, y text);
create table t (a int, b text);
select cast(row(1, 'x') as t);
select (row(1, 'x')::c).z;
insert into t select (row(1, 'x')::c).*;
insert into t select row(1, 'x')::c;
--- case: for update and others
create table t (a int);
create view v as select a from t;
select generate_series(1, 2) from t for update;
select * from t u join t w on true for update of nosuch;
select * from (t u join t w on true) as j for update of j;
select * from t for update of public.t;
--- case: for update and others 2
create table t (a int);
create view v as select a from t;
select * from (values (1)) v2 (a) for update of v2;
select * from v for update;
select a from t having true for update;
with c as (select * from t for update) select * from c for share;
--- case: for update and others 3
create table t (a int);
create view v as select a from t;
update v set a = 1 where current of c;
declare c cursor for select * from v;
update v set a = 1 where current of c;
select (select a from t for update);
--- case: for update and others 4
create table t (a int);
select a from t for update limit 1;
--- case: columns of set returning queries in functions
create table t (a int, b text);
create function f1() returns t language sql as $$ select 1, 'x', 2 $$;
create function f2() returns setof t language sql as $$ select 'x', 1 $$;
create function f3() returns table (x int, y int) language sql as $$ select a from t $$;
create function f4() returns table (x int) language sql as $$ select b from t $$;
--- case: columns of set returning queries in functions 2
create table t (a int, b text);
create function f5(out x int, out y text) language sql as $$ select a, b, 1 from t $$;
create function f6() returns int language sql as $$ select 1; create table z (q int) $$;
create function f7() returns int language sql as $$ update t set a = 1 $$;
create function f8() returns int language sql as $$ delete from t returning a, b $$;
--- case: columns of set returning queries in functions 3
create table t (a int, b text);
create function f9() returns int language sql as $$ merge into t using t u on true when matched then delete $$;
create function f10() returns bool language sql as $$ select 1 $$;
create function f11() returns varchar(3) language sql as $$ select 'x'::text $$;
create function f12() returns numeric language sql as $$ select a from t $$;
--- case: columns of set returning queries in functions 4
create table t (a int, b text);
create function f13() returns int language sql as $$ with q as (select 1) insert into t values (1) $$;
create function f14() returns record language sql as $$ select 1 $$;
create function f15() returns int language sql as $$ values (1), (2) $$;
create function f16() returns int language sql as $$ select 'x'; select 1 as y $$;
