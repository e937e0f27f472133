--- case: declarations
do $$ declare a int := 1; b int := a + 1; c constant text := 'c' || b; d text default c || 'd'; begin raise notice '% % % %', a, b, c, d; end $$;
do $$ declare x int; y text = 'y'; z boolean; begin raise notice '% % %', x, y, z is null; end $$;
do $$ declare x int not null := null; begin null; end $$;
do $$ declare x int not null := 1; begin x := null; end $$;
create table t (a int, b varchar(3));
do $$ declare x t.a%type := '7'; y t.b%type; begin y := 'abc'; raise notice '% %', x, y; y := 'abcd'; end $$;
do $$ declare r t%rowtype; begin r.a := 1; r.b := 'x'; raise notice '% % %', r.a, r.b, r; end $$;
do $$ declare r t; begin r := row(1, 'b'); raise notice '%', r.b; r.c := 1; end $$;
do $$ declare y int := 3; x alias for y; begin x := x + 1; raise notice '%', y; end $$;
do $$ declare a nosuch.a%type; begin null; end $$;
do $$ declare a int := nosuch; begin null; end $$;
do $$ declare a int := 'x'; begin null; end $$;
--- case: blocks and labels
do $$ <<o>> declare x int := 1; begin declare x int := 2; begin raise notice '% %', x, o.x; o.x := 5; end; raise notice '%', x; end $$;
do $$ begin <<b>> begin raise notice 'in'; exit b; raise notice 'never'; end; raise notice 'out'; end $$;
do $$ declare x int := 1; begin for i in 1..2 loop declare y int := x; begin x := x + 1; raise notice '% %', x, y; end; end loop; end $$;
do $$ declare i int := 7; begin for i in 1..2 loop raise notice '%', i; end loop; raise notice '%', i; end $$;
--- case: if
do $$ declare n int := 3; begin if n = 1 then raise notice 'one'; elsif n = 2 then raise notice 'two'; elsif n = 3 then raise notice 'three'; else raise notice 'many'; end if; end $$;
do $$ begin if null then raise notice 'yes'; else raise notice 'no'; end if; end $$;
do $$ begin if 3 then null; end if; end $$;
do $$ begin if 'x' then null; end if; end $$;
do $$ begin if nosuch then null; end if; end $$;
do $$ begin if exists (select 1 from nosuch) then null; end if; end $$;
do $$ begin if true or exists (select 1 from nosuch) then null; end if; end $$;
do $$ begin if false then perform nosuch(); select 1 from nosuch; alter table nosuch add a int; end if; end $$;
--- case: case
do $$ declare v text := 'b'; begin case v when 'a' then create table ca (a int); when 'b', 'c' then create table cb (a int); else create table cc (a int); end case; end $$;
do $$ begin case when 1 > 2 then null; when 2 > 1 then raise notice 'second'; end case; end $$;
do $$ begin case 5 when 1 then null; when 2 then null; end case; end $$;
do $$ begin case when false then null; else end case; end $$;
select * from ca;
select * from cb;
--- case: loops
do $$ declare n int := 0; begin loop n := n + 1; continue when n = 2; raise notice '%', n; exit when n >= 4; end loop; end $$;
do $$ declare n int := 3; begin while n > 0 loop execute 'create table w' || n || ' (a int)'; n := n - 1; end loop; end $$;
do $$ begin for i in reverse 5..1 by 2 loop raise notice '%', i; end loop; end $$;
do $$ begin for i in 3..1 loop raise notice '%', i; end loop; raise notice '%', found; end $$;
do $$ begin for i in 1..2 loop null; end loop; raise notice '%', found; end $$;
do $$ begin for i in null..3 loop null; end loop; end $$;
do $$ begin for i in 1..3 by 0 loop null; end loop; end $$;
do $$ begin <<a>> for i in 1..3 loop for j in 1..3 loop continue a when j = 2; exit a when i = 3; raise notice '% %', i, j; end loop; end loop; end $$;
do $$ begin for i in 1..3 loop if i = 2 then return; end if; raise notice '%', i; end loop; create table never (a int); end $$;
create table w1 (a int);
create table w4 (a int);
select * from never;
--- case: foreach
do $$ declare x text; begin foreach x in array array['a', 'b'] loop execute format('create schema %I', 's_' || x); end loop; end $$;
do $$ declare x text; begin foreach x in array '{c,d}'::text[] loop execute 'create schema s_' || x; end loop; raise notice '%', found; end $$;
do $$ declare x text; begin foreach x in array string_to_array('e,f', ',') loop execute 'create schema s_' || x; end loop; end $$;
do $$ declare x int; begin foreach x in array null::int[] loop null; end loop; end $$;
do $$ declare x int; begin foreach x in array '{}'::int[] loop raise notice 'never'; end loop; raise notice '%', found; end $$;
do $$ declare a text[] := array['g', 'h']; begin for i in 1..array_length(a, 1) loop execute format('create schema %I', 's_' || a[i]); end loop; end $$;
do $$ declare a text[] := array['i']; x text; begin a := a || 'j'; a := array_append(a, 'k'); foreach x in array a loop execute format('create schema %I', 's_' || x); end loop; end $$;
create schema s_a;
create schema s_d;
create schema s_f;
create schema s_h;
create schema s_k;
create schema s_l;
--- case: loops over queries
create table t1 (a int);
create table t2 (a int);
do $$ declare r record; begin for r in select tablename from pg_tables where schemaname = 'public' order by tablename loop execute format('alter table %I enable row level security', r.tablename); raise notice '%', r.tablename; end loop; end $$;
do $$ declare n text; begin for n in (select relname from pg_class where relname in ('t1', 't2') and relkind = 'r' order by 1) loop execute 'create index on ' || quote_ident(n) || ' (a)'; end loop; end $$;
do $$ declare s text; n text; begin for s, n in select schemaname, tablename from pg_tables where tablename like 't_' and schemaname = 'public' order by 2 loop execute format('create policy own on %I.%I using (true)', s, n); end loop; end $$;
do $$ declare r record; begin for r in select * from (values ('c1', 'int'), ('c2', 'text')) v (n, t) loop execute format('alter table t1 add column %I %s', r.n, r.t); end loop; end $$;
do $$ declare r record; begin for r in select unnest(array['x1', 'x2']) as name loop execute format('create table %I (id int)', r.name); end loop; raise notice '% %', found, r.name; end $$;
do $$ declare r record; begin for r in select 1 as a where false loop null; end loop; raise notice '% %', found, r.a; end $$;
do $$ declare i int; begin for i in select generate_series(1, 3) loop execute 'create table g' || i || '()'; exit when i = 2; end loop; end $$;
do $$ declare r record; begin for r in execute 'select tablename as n from pg_tables where tablename = $1' using 't2' loop execute 'drop table ' || r.n; end loop; end $$;
select c1, c2 from t1;
create policy own on t1 using (true);
create table x2 (a int);
create table g2 (a int);
create table g3 (a int);
select * from t2;
--- case: cursors
do $$ declare c cursor for select n from (values ('ca'), ('cb')) v (n); begin for r in c loop execute format('create table %I (a int)', r.n); end loop; end $$;
do $$ declare c cursor (x text) for select x || '1' as n; begin for r in c('cc') loop execute format('create table %I (a int)', r.n); end loop; end $$;
do $$ declare c cursor for select 1 from nosuch; begin open c; end $$;
create table ca (b int);
create table cc1 (b int);
--- case: return
do $$ begin create table before (a int); return; create table after (a int); end $$;
do $$ begin if true then return; end if; perform nosuch(); end $$;
select * from before;
select * from after;
--- case: records
do $$ declare r record; begin raise notice '%', r; if r is null then raise notice 'null'; end if; end $$;
do $$ declare r record; begin raise notice '%', r.x; end $$;
do $$ declare r record; begin select 1 as a, 'b' as b into r; raise notice '% % %', r.a, r.b, r; raise notice '%', r.x; end $$;
do $$ declare r record; begin r.x := 1; end $$;
do $$ declare r record; begin r := row(1, 2); raise notice '%', r; end $$;
do $$ declare r record; begin select 1 as a where false into r; raise notice '% %', r.a, found; end $$;
--- case: into
create table t (a int, b text);
do $$ declare x int; y text; begin select 1, 'z' into x, y; raise notice '% % %', x, y, found; end $$;
do $$ declare x int; begin select 1 where false into x; raise notice '% %', x, found; end $$;
do $$ declare x int; begin select 1 where false into strict x; end $$;
do $$ declare x int; begin select g into strict x from generate_series(1, 2) g; end $$;
do $$ declare x int; y int; begin select 1 into x, y; raise notice '% %', x, y; select 1, 2, 3 into x, y; raise notice '% %', x, y; end $$;
do $$ declare n name; begin select relname into strict n from pg_class where oid = 't'::regclass; execute 'alter table ' || n || ' rename to tt'; end $$;
do $$ declare x int; begin x := count(*) from pg_tables where tablename = 'tt'; raise notice '%', x; end $$;
do $$ declare x int; begin x := 1, 2; end $$;
do $$ declare x int; begin x := g from generate_series(1, 2) g; end $$;
do $$ declare x int; begin insert into tt values (1) returning a into x; insert into tt values (2) returning a; end $$;
do $$ begin select 1; end $$;
do $$ declare x int; begin create table q () into x; end $$;
select * from tt;
--- case: arrays
do $$ declare a int[]; begin a[1] := 5; a[2] := 6; raise notice '%', a; a := a || 7; raise notice '% %', a, a[3]; end $$;
do $$ declare a text[] := '{}'; begin a := array_append(a, 'x'); a := a || array['y', null]; raise notice '% %', a, array_to_string(a, '-', '?'); end $$;
do $$ declare a int[]; begin a[1] := 'x'; end $$;
do $$ declare a int; begin a[1] := 'x'; end $$;
--- case: ambiguous names
create table t (a int, b int);
do $$ declare a int := 1; begin perform 1 from t where a = 1; end $$;
do $$ declare a int := 1; begin perform 1 from t where t.a = 1; end $$;
do $$ #variable_conflict use_column
declare a int := 1; begin perform 1 from t where a = 1; end $$;
do $$ #variable_conflict use_variable
declare a int := 1; begin perform 1 from t where a = 1; end $$;
do $$ <<me>> declare a int := 1; begin perform 1 from t where t.a = me.a; end $$;
do $$ declare nosuch int; begin alter table t add column nosuch int; update t set b = nosuch; end $$;
do $$ declare v int := 2; begin insert into t (a) values (v); update t set b = v where a = v; delete from t where a = v; create table c as select v as x; end $$;
do $$ declare v int := 2; begin create policy p on t using (a = v); end $$;
--- case: assert
do $$ begin assert 1 = 1; end $$;
do $$ begin assert 1 = 2; end $$;
do $$ begin assert null, 'not ' || 'true'; end $$;
do $$ begin assert (select count(*) from pg_class where relname = 'nosuch') = 0, 'there'; end $$;
do $$ begin assert false; exception when others then null; end $$;
--- case: commit [database]
do $$ begin create table c1 (a int); commit; create table c2 (a int); rollback; end $$;
select a from c1;
select a from c2;
create procedure p() language plpgsql as $$ begin create table c3 (a int); commit; end $$;
call p();
select a from c3;
do $$ begin call p(); end $$;
do $$ begin begin commit; exception when undefined_table then null; end; end $$;
create function f() returns void language plpgsql as $$ begin commit; end $$;
select f();
do $$ begin perform f(); end $$;
do $$ begin vacuum; end $$;
create table v (a int);
do $$ begin create index concurrently on v (a); end $$;
--- case: commit in a transaction
do $$ begin commit; end $$;
do $$ begin rollback; end $$;
do $$ begin savepoint s; end $$;
