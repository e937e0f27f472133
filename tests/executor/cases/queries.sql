-- queries without tables
? select 1, 'a' as b, null
? values (1, 'a'), (2, 'b')
? select * from (values (1, 'a'), (2, 'b')) v(n, t) order by n desc
? select * from generate_series(1, 3)
? select * from generate_series(1, 10, 3) g(i) where i <> 4
? select i * 2 as double from generate_series(1, 3) i
? select unnest(array['a', 'b'])
? select * from unnest(array['a', 'b']) with ordinality u(x, n)
? select * from unnest(array[1, 2], array['x'])
? select x, y from unnest(array[1, 2]) x, unnest(array['a', 'b']) y
? select x, (select count(*) from generate_series(1, x)) from unnest(array[1, 2]) x
? with a as (select 1 as n), b as (select n + 1 as m from a) select n, m from a, b
? with v(k, w) as (values ('a', 1), ('b', 2)) select w from v where k = 'b'
? select a.n, b.t from (values (1), (2)) a(n) left join (values (1, 'x')) b(n, t) on a.n = b.n order by 1
? select a.n, b.n from (values (1), (2)) a(n) full join (values (2), (3)) b(n) on a.n = b.n order by 1, 2
? select n, t from (values (1, 'a')) a(n, t) join (values (1)) b(n) using (n)
? select * from (values (1, 'a')) a(n, t) join (values (1, 'z')) b(n, u) using (n)
? select * from (values (1, 'a')) a(n, t) natural join (values (1, 'z')) b(n, u)
? select * from (values (1)) a(n) cross join (values (2)) b(m)
? select a.n from (values (1), (2)) a(n) right join (values (2), (3)) b(n) on a.n = b.n order by b.n
? select a.n, l.m from (values (1), (2)) a(n), lateral (select a.n * 10 as m) l
? select n, count(*) from (values (1), (2), (1)) v(n) group by n order by n
? select n, count(*) from (values (1), (2), (1)) v(n) group by 1 having count(*) > 1
? select max(n), min(n), sum(n), count(n), count(distinct n), bool_and(n > 0), bool_or(n > 1) from (values (1), (2), (1)) v(n)
? select string_agg(t, ', ' order by t desc), array_agg(t order by t) from (values ('a'), ('b')) v(t)
? select count(*) filter (where n > 1) from (values (1), (2)) v(n)
? select count(*), max(n) from (values (1)) v(n) where false
? select distinct n from (values (1), (2), (1)) v(n) order by n
? select n from (values (3), (1), (2)) v(n) order by n limit 2 offset 1
? select n from (values (1), (2)) v(n) limit 0
? select 1 union select 2 union select 1 order by 1
? select 1 union all select 1
? select 1 intersect select 2
? select n from (values (1), (2)) v(n) except select 1
? select n from (values (1), (null), (2)) v(n) order by n desc nulls last
? select n from (values ('b'), ('a')) v(n) order by 1
? select v.* from (values (1, 2)) v(a, b)
? select (v).a from (values (1, 2)) v(a, b)
? select row(1, 2)
? select exists (select 1 from (values (1)) v(n) where n = 2)
? select n, case when exists (select 1 from (values (2)) w(m) where m = n) then 'y' else 'n' end from (values (1), (2)) v(n) order by n
? select coalesce((select n from (values (1)) v(n) where n = 5), 0)
? select jsonb_array_elements_text('["a", "b"]')
? select * from regexp_split_to_table('a b', ' ')
? select * from string_to_table('a,b', ',')
? select key from (values ('a')) v(key) where key in ('a', 'b')
? select generate_subscripts(array['x', 'y'], 1)
? select 1 where 1 / 0 = 1
? select 1 limit -1
? with recursive r(n) as (select 1 union all select n + 1 from r where n < 3) select n from r
? select rank() over (order by n) from (values (1), (2)) v(n)
? select count(*) from generate_series(1, 100) where generate_series % 7 = 0
? select avg(n) from (values (1), (2)) v(n)
? select distinct on (a) a, b from (values (1, 2), (1, 3)) v(a, b) order by a, b
? select t from (values ('x')) v(t) where t like any (array['a%', 'x%'])
? select grouping(a) from (values (1)) v(a) group by rollup (a)
? (select a from (values (1)) v(a) union select 2 order by 1 limit 1)
-- the same thing asked for twice
create table t (a int primary key, b int);
create index on t (b);
create index on t (b) where a > 1;
? select c.relname, t.relname, i.indkey from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid where t.relnamespace not in ('pg_catalog'::regnamespace, 'pg_toast'::regnamespace) order by 1, 2
? select count(*) from pg_class where relname in ('t', 't', 't_pkey')
? select count(*) from pg_class where relname = any (array['t', 't']) and oid in ('t'::regclass, 't'::regclass)
? select a.attname from pg_attribute a, pg_class c, pg_namespace n where a.attrelid = c.oid and c.relnamespace = n.oid and n.nspname = 'public' and c.relname = 't' and a.attnum > 0 order by 1
? select c.relname, i.relname from pg_class c left join pg_index x on x.indrelid = c.oid left join pg_class i on i.oid = x.indexrelid where c.relname = 't' order by 2
? select n.nspname, c.relname from pg_namespace n left join pg_class c on c.relnamespace = n.oid and c.relname = 't' where n.nspname in ('public', 'pg_catalog') order by 1
? select t.*, n.nspname from (select 't' as name) t join pg_namespace n on n.nspname = 'public'
