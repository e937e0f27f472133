--- case: where sets may not be returned
create table t (a int, b text, arr int[]);
select * from t where unnest(arr) = 1;
select * from t having unnest(arr) = 1;
select * from t limit generate_series(1, 2);
select * from t offset unnest(array[1]);
select * from t join t u on generate_series(1, 2) = 1;
update t set a = generate_series(1, 2);
delete from t where generate_series(1, 2) = a;
--- case: in definitions
create table t (a int, b text, arr int[]);
create table u (a int default generate_series(1, 2));
create table u (a int check (generate_series(1, 2) = a));
create index on t (generate_series(1, a));
create index on t (a) where generate_series(1, a) = 1;
alter table t alter column a type int using generate_series(1, a);
create table u (a int) partition by range (generate_series(1, a));
--- case: in definitions 2
create table t (a int, b text, arr int[]);
create policy p on t using (generate_series(1, 2) = a);
create function f() returns trigger language plpgsql as $$ begin return null; end $$;
create trigger tr before update on t for each row when (generate_series(1, new.a) = 1) execute function f();
create function g(x int default generate_series(1, 2)) returns int language sql as $$ select 1 $$;
create table u (a int, g int generated always as (generate_series(1, a)) stored);
create statistics on (generate_series(1, a)), b from t;
create domain d as int check (generate_series(1, value) = 1);
--- case: in values and calls
create table t (a int, b text, arr int[]);
values (generate_series(1, 2));
insert into t (a) values (generate_series(1, 2));
insert into t (a) values (generate_series(1, 2)), (3);
select * from (values (generate_series(1, 2))) q;
create procedure p(x int) language sql as $$ select 1 $$;
call p(generate_series(1, 2));
prepare q (int) as select $1;
execute q (generate_series(1, 2));
--- case: nested in conditionals
create table t (a int, b text, arr int[]);
select case when generate_series(1, 2) = 1 then 1 end;
select case 1 when generate_series(1, 2) then 1 end;
select case when true then 1 else unnest(arr) end from t;
select coalesce(a, generate_series(1, 2)) from t;
select greatest(a, generate_series(1, 2)) from t;
select nullif(generate_series(1, 2), 1);
select generate_series(1, 2) is null, not (generate_series(1, 2) > 1);
--- case: nested in calls
create table t (a int, b text, arr int[]);
select sum(unnest(arr)) from t;
select array_agg(generate_series(1, a) order by a) from t;
select rank() over (order by generate_series(1, a)) from t;
select lag(generate_series(1, a)) over () from t;
select count(*) filter (where generate_series(1, a) = 1) from t;
select abs(generate_series(1, a)) from t;
select generate_series(1, generate_series(1, 3));
--- case: in FROM
create table t (a int, b text, arr int[]);
select * from generate_series(1, generate_series(1, 2));
select * from abs(generate_series(1, 2));
select * from unnest(array[generate_series(1, 2)]);
select * from rows from (generate_series(1, 2), unnest(array[1])) as q (x, y);
select * from coalesce(generate_series(1, 2), 1);
select * from t, generate_series(1, t.a) g;
select * from t, rows from (unnest(t.arr), generate_series(1, t.a)) with ordinality q;
--- case: groups and order
create table t (a int, b text, arr int[]);
select generate_series(1, 2) as g, count(*) from t group by g;
select a from t order by generate_series(1, a);
select generate_series(1, 2) group by generate_series(1, 2);
select distinct generate_series(1, 2);
select distinct on (generate_series(1, 2)) a from t;
select a, unnest(arr) from t group by a, arr;
select unnest(arr) from t group by a;
--- case: functions that return rows
create table t (a int, b text, arr int[]);
create function f(int, out x int, out y text) returns setof record language sql as $$ select 1, 'x' $$;
select f(1);
select (f(1)).*;
select (f(1)).x + 1;
select (f(1)).z;
select * from f(1);
select x, y from f(1);
select f.z from f(1);
create view v as select (f(a)).*, f(a) as r from t;
--- case: functions that return tables
create table t (a int, b text, arr int[]);
create function f(int) returns table (x int, y text) language sql as $$ select 1, 'x' $$;
create function g() returns setof t language sql as $$ select * from t $$;
create view v as select f.*, g.* from f(1), g();
create view w as select (g()).b, (f(1)).y;
select g.nosuch from g();
select (g()).nosuch;
select * from f('x');
select * from g() as q (p);
select p, b, arr from g() as q (p);
--- case: column definitions
create table t (a int, b text, arr int[]);
select * from json_to_record('{}') as x (a int, b text collate "C");
select * from json_to_record('{}') as x (a int, a text);
select * from json_to_record('{}') as x (a nosuch);
select * from json_to_record('{}') as x;
select * from json_to_record('{}');
select * from json_to_record('{}') x;
create view v as select * from json_to_record('{}') as x (a numeric(5, 2), b varchar(3) collate "POSIX");
--- case: column definitions 2
create table t (a int, b text, arr int[]);
select * from generate_series(1, 2) as g (a int);
select * from generate_series(1, 2) as g (a, b);
select * from generate_series(1, 2) with ordinality as g (a, b, c);
select * from rows from (json_to_record('{}') as (a int)) with ordinality as g;
select * from rows from (json_to_record('{}') as (a int)) as g (x int);
select * from rows from (json_to_record('{}'), generate_series(1, 2));
create view v as select * from rows from (json_to_record('{}') as (a int, b text), unnest(array[1.5])) with ordinality as g (p, q, r);
