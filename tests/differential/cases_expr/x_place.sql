--- case: check constraints
create table t (a int, b text);
alter table t add check ((select a) > 1);
alter table t add check (sum(a) > 1);
alter table t add check (row_number() over () > 1);
alter table t add check (generate_series(1, 2) > 1);
alter table t add check (nosuch.a > 1);
--- case: check constraints 2
create table t (a int, b text);
alter table t add check (t.a > 1 and public.t.b <> '');
alter table t add check (xmin <> '5');
alter table t add check (tableoid > 5);
alter table t add check (t is not null);
alter table t add check (grouping(a) = 1);
--- case: check constraints 3
create table t (a int, b text);
alter table t add check (b);
alter table t add check (b = 'x' or nosuch(a));
alter table t add check (a in (1, 2, 'x'));
alter table t add check (b ~ '[');
alter table t add check (json_exists('{}', '$.a'));
--- case: defaults
create table t (a int default (a + 1));
create table t (a int default (xmin));
create table t (a int default row_number() over ());
create table t (a int default grouping(1));
create table t (a int default nosuch + 1);
--- case: defaults 2
create table t (a int default "x");
create table t (a text default user, b text default current_user, c date default current_date + 1, d text default 'a' || 1, e int[] default array[1, 2], f int default 1 + 1.5, g timestamptz default 'now', h interval default '1 day', i json default json_build_object('a', 1), j int default nullif(1, 1), k bool default 1 = 1, l text default 5::text || 'x', m numeric(3, 1) default 5, n smallint default 1, o bigint default 10000000000, p real default 1.5, q varchar(3) default 'abcdef');
create table t2 (a smallint default 100000);
create table t3 (a int default 10000000000);
create table t4 (a int default 1.7, b int default '1.7');
--- case: defaults 3
create table t5 (a int[] default '{1,x}', b int);
create table t6 (a text[] default array[1]);
create table t7 (a text[] default '{}'::int[]);
--- case: index expressions
create table t (a int, b text, j jsonb, ts timestamptz);
create index on t ((a + nosuch));
create index on t ((j ->> 'a'), (j -> 'b'), ((j ->> 'n')::int));
create index on t ((ts::date));
create index on t ((ts at time zone 'utc'), date_trunc('day', ts, 'utc'));
create index on t (date_trunc('day', ts));
--- case: index expressions 2
create table t (a int, b text, j jsonb, ts timestamptz);
create index on t (date(ts));
create index on t (lower(b), (b || 'x'), (a::text), coalesce(b, 'x'));
create index on t (to_char(ts, 'YYYY'));
create index on t (concat(b, 'x'));
create index on t ((b = current_user));
--- case: index expressions 3
create table t (a int, b text, j jsonb, ts timestamptz);
create index on t (a) where ts > '2020-01-01'::timestamptz;
create index on t (a) where b = 'x' and a is not null and j ? 'k';
create index on t (a) where b = current_user;
create index on t (to_tsvector(b));
create index on t using gin (to_tsvector('english', b));
--- case: index expressions 4
create table t (a int, b text, j jsonb, ts timestamptz);
create index on t using gin (to_tsvector('nosuch', b));
create index on t (a) where row_number() over () > 1;
create index on t (a) where generate_series(1, 2) = 1;
create index on t ((t));
create index on t ((row(a, b)));
--- case: generated columns
create table t (a int, b text, ts timestamptz, j jsonb);
alter table t add g1 text generated always as (lower(b) || a) stored;
alter table t add g2 text generated always as (nosuch) stored;
alter table t add g3 int generated always as (b) stored;
alter table t add g4 text generated always as (concat(a, b)) stored;
--- case: generated columns 2
create table t (a int, b text, ts timestamptz, j jsonb);
alter table t add g5 text generated always as (ts::text) stored;
alter table t add g6 date generated always as ((ts at time zone 'utc')::date) stored;
alter table t add g7 int generated always as ((j ->> 'n')::int) stored;
alter table t add g8 int generated always as (g7 + 1) stored;
--- case: generated columns 3
create table t (a int, b text, ts timestamptz, j jsonb);
alter table t add g9 boolean generated always as (t is null) stored;
alter table t add g10 int generated always as ((select 1)) stored;
alter table t add g11 bigint generated always as (a) stored, add g12 varchar(3) generated always as (a) stored;
alter table t add g13 text generated always as (current_user) stored;
--- case: generated columns 4
create table t (a int, b text, ts timestamptz, j jsonb);
alter table t add g14 timestamptz generated always as (now()) stored;
alter table t add g15 int generated always as (grouping(a)) stored;
alter table t add g16 int generated always as (t.a + public.t.a) virtual;
alter table t add g17 int generated always as (length(b)) virtual, add g18 text generated always as (upper(b));
--- case: policies
create table t (a int, b text, owner uuid);
create table m (team int, member uuid);
create policy p1 on t using (a in (select team from m where member = owner));
create policy p2 on t using (a in (select team from m where member = t.owner and nosuch = 1));
create policy p3 on t using (exists (select 1 from m where m.team = t.a and m.member = current_setting('x')::uuid));
create policy p4 on t using (owner = current_user);
--- case: policies 2
create table t (a int, b text, owner uuid);
create table m (team int, member uuid);
create policy p5 on t using (owner = (select member from m limit 1));
create policy p6 on t using (owner = (select team from m));
create policy p7 on t using (grouping(a) = 1);
create policy p8 on t using (array_agg(a) @> array[1]);
--- case: policies 3
create table t (a int, b text, owner uuid);
create table m (team int, member uuid);
create policy p9 on t with check (b = any (select member from m));
create policy p10 on t with check (b = any (array['x', 'y']) and a::text = b);
create policy p11 on t using (sum(a) over () > 1);
create policy p12 on t using ((select count(*) from m) > 1 and a = 'x');
--- case: policies 4
create table t (a int, b text, owner uuid);
create table m (team int, member uuid);
create policy p13 on t using (m.team = 1);
create policy p14 on t using (new.a = 1);
create policy p15 on t for insert with check (a = 1 and t.b = 'x' and public.t.b = 'y');
--- case: triggers
create table t (a int, b text, j jsonb);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger t1 after update on t for each row when (old.a is distinct from new.a and new.j ->> 'x' = 'y') execute function f();
create trigger t2 after update on t for each row when (old.nosuch is distinct from new.a) execute function f();
create trigger t3 after update on t for each row when (a = 1) execute function f();
create trigger t4 after update on t for each row when (new.a = 'x') execute function f();
--- case: triggers 2
create table t (a int, b text, j jsonb);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger t5 after update on t for each row when (new.b) execute function f();
create trigger t6 after update on t for each row when (exists (select 1 from t)) execute function f();
create trigger t7 after update on t for each row when (count(new.a) > 1) execute function f();
create trigger t8 after update on t for each row when (new.* is distinct from old.*) execute function f();
--- case: triggers 3
create table t (a int, b text, j jsonb);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger t9 after update on t for each row when (pg_trigger_depth() = 0 and current_setting('x.y', true) is null) execute function f();
create trigger t10 after update on t for each row when (lower(new.a) = 'x') execute function f();
create trigger t11 after insert on t for each row when (new.a > old.a) execute function f();
create trigger t12 after delete on t for each row when (old.a > 0) execute function f();
--- case: triggers 4
create table t (a int, b text, j jsonb);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger t13 after update on t for each row when (grouping(new.a) = 1) execute function f();
create trigger t14 after update on t for each row when (row_number() over () = 1) execute function f();
--- case: views and their columns in order
create table a (id int primary key, x text, y int);
create table b (id int, a_id int references a, z text);
create view v1 as select a.id, x, b.id as b_id, z from a join b on b.a_id = a.id;
create view v2 as select * from a join b on b.a_id = a.id;
create view v3 as select a.*, z, count(*) over (partition by a.id) as n from a join b on b.a_id = a.id;
create view v4 as select x, string_agg(z, ',' order by z) as zs, array_agg(distinct b.id) as ids, sum(y)::int as total from a left join b on b.a_id = a.id group by a.id;
create view v5 as select y, nosuch from v1;
create view v6 as select v1.id, v4.total, v4.zs[1] from v1, v4;
create view v7 as with q as (select id, row_number() over (partition by x order by y desc) as rn from a) select id from q where rn = 1;
create view v8 as select id, (select max(z) from b where a_id = a.id) as mz, exists (select 1 from b where a_id = a.id) as has from a;
create view v9 as select coalesce(x, 'none') as x, case when y > 5 then 'big' else 'small' end as size, y::numeric / 2 as half, y / 2 as ihalf, now() - interval '1 day' as yesterday from a;
create view v10 as select x as "X", y "Y Y" from a where lower(z) = 'x';
create or replace view v1 as select a.id, x, b.id as b_id, z, y from a join b on b.a_id = a.id;
create or replace view v1 as select a.id, x, z from a join b on b.a_id = a.id;
--- case: insert expressions
create table t (a int, b text, c date, d jsonb, arr int[]);
create table u (x int, y text);
insert into t (a, b) select x, y from u where z = 1;
insert into t (a, b) select x, y from u union select y, x from u;
insert into t (a, b) select x, y from u group by x;
insert into t (a, b) select y, x from u;
--- case: insert expressions 2
create table t (a int, b text, c date, d jsonb, arr int[]);
create table u (x int, y text);
insert into t (a, c) select x, y from u;
insert into t (d) select row_to_json(u) from u;
insert into t (d) select to_jsonb(u), x from u;
insert into t (d) values (jsonb_build_object('a', 1)), ('[]');
--- case: insert expressions 3
create table t (a int, b text, c date, d jsonb, arr int[]);
insert into t (d) values (json_build_object('a', 1));
insert into t (arr) values ('{1}'), (array[1, 2]), (null);
insert into t (arr) values ('{x}');
insert into t (arr[1]) values (1);
--- case: insert expressions 4
create table t (a int, b text, c date, d jsonb, arr int[]);
insert into t (arr[1]) values ('x');
insert into t (a[1]) values (1);
insert into t (d['x']) values ('1');
insert into t (a, b) values (1, 'x'), ('y', 'z');
--- case: insert expressions 5
create table t (a int, b text, c date, d jsonb, arr int[]);
create table u (x int, y text);
insert into t values ((select x from u), (select y, x from u));
insert into t (a) select a from t order by nosuch;
insert into t (a) table u;
with q as (select 1 as z) insert into t (a) select nosuch from q;
--- case: insert expressions 6
create table t (a int, b text, c date, d jsonb, arr int[]);
insert into t (a) values (1) on conflict do nothing returning t.a + 1 as x, b || 'x', x;
--- case: update expressions
create table t (id int primary key, a int, b text, c date, arr int[], j jsonb);
create table u (id int, x int);
update t set a = a + 1, b = b || a, c = c + 1, arr[1] = 5, j['x'] = '1' where id = 1;
update t set a = b;
update t set b = a;
update t set c = 'x';
--- case: update expressions 2
create table t (id int primary key, a int, b text, c date, arr int[], j jsonb);
update t set c = a;
update t set arr[1] = 'x';
update t set arr = 5;
update t set arr[b] = 1;
--- case: update expressions 3
create table t (id int primary key, a int, b text, c date, arr int[], j jsonb);
create table u (id int, x int);
update t set a[1] = 1;
update t set (a, b) = (select x, 'y' from u where u.id = t.id);
update t set (a, b) = (select x from u);
update t set (a, b) = (1, 2, 3);
--- case: update expressions 4
create table t (id int primary key, a int, b text, c date, arr int[], j jsonb);
create table u (id int, x int);
update t set (a, a) = (1, 2);
update t set (a, nosuch) = (1, 2);
update t set a = (select x, id from u);
update t set a = u.x from u where u.id = id;
--- case: update expressions 5
create table t (id int primary key, a int, b text, c date, arr int[], j jsonb);
create table u (id int, x int);
update t set a = x from u where u.id = t.id and nosuch;
update t set a = x from u where exists (select 1 from u w where w.id = t.id) returning u.x, t.*, w.x;
update t set a = row_number() over ();
update t set a = default, b = (default);
--- case: update expressions 6
create table t (id int primary key, a int, b text, c date, arr int[], j jsonb);
create table u (id int, x int);
update t set a = excluded.a;
update t set a = 1 from t;
update t set a = 1 from t x where x.id = t.id;
update u set x = 1 where (id, x) = (1, 'x');
--- case: on conflict expressions
create table t (a int unique, b text, n int);
create unique index on t (lower(b));
create unique index tp on t (n) where n > 0;
create table p (a int primary key) partition by list (a);
create view v as select * from t;
insert into t (a) values (1) on conflict (lower(b)) do nothing;
insert into t (a) values (1) on conflict ((lower(b))) do update set n = excluded.n + t.n;
insert into t (a) values (1) on conflict (upper(b)) do nothing;
insert into t (a) values (1) on conflict (a, b) do nothing;
insert into t (a) values (1) on conflict (n) where n > 1 do nothing;
insert into t (a) values (1) on conflict (n) where n do nothing;
insert into t (a) values (1) on conflict (a) do update set n = n + 1;
insert into t (a) values (1) on conflict (a) do update set n = excluded.n where n > 0;
insert into t (a) values (1) on conflict (a) do update set n = excluded.n where excluded.b = t.b and nosuch;
insert into t as x (a) values (1) on conflict (a) do update set n = t.n;
insert into t as x (a) values (1) on conflict (a) do update set n = x.n + excluded.a, b = 'z' returning x.n, excluded.n;
insert into t (a) values (1) on conflict (a) do update set a = 'x';
insert into t (a) values (1) on conflict (a) do update set (n, b) = (excluded.n, excluded.b);
insert into t (a) values (1) on conflict (a desc) do nothing;
insert into t (a) values (1) on conflict (a collate "C") do nothing;
insert into t (b) values ('x') on conflict (b collate "C") do nothing;
insert into t (a) values (1) on conflict (a) do update set n = max(1);
insert into t (a) values (1) on conflict (a) do update set n = (select max(n) from t);
insert into p select 1 where false on conflict (a) do nothing;
insert into v (a) values (1) on conflict (a) do update set n = excluded.n;
insert into pg_class (oid) values (1) on conflict (oid) do nothing;
--- case: merge expressions
create table t (id int primary key, a int, b text, g int generated always as (a) stored);
create table s (id int, x int, y text);
merge into t using s on t.id = s.id when matched and s.x > 1 then update set a = s.x, b = y when matched then delete when not matched and x is not null then insert (id, a) values (s.id, x);
merge into t using s on id = 1 when matched then delete;
merge into t using s on t.id = s.id when matched then update set a = y;
merge into t using s on t.id = s.id when matched then update set g = 1;
--- case: merge expressions 2
create table t (id int primary key, a int, b text, g int generated always as (a) stored);
create table s (id int, x int, y text);
merge into t using s on t.id = s.id when matched and max(x) > 1 then delete;
merge into t using s on t.id = s.id when not matched and t.a > 1 then insert (id) values (1);
merge into t using s on t.id = s.id when not matched by source and s.x > 1 then delete;
merge into t using s on t.id = s.id when not matched then insert values (1, 2, 'x', default);
--- case: merge expressions 3
create table t (id int primary key, a int, b text, g int generated always as (a) stored);
create table s (id int, x int, y text);
merge into t using s on t.id = s.id when not matched then insert (id, id) values (1, 2);
merge into t using s on t.id = s.id when not matched then insert (id) values (t.id);
merge into t using s on t.id when matched then delete;
merge into t using t on true when matched then delete;
--- case: merge expressions 4
create table t (id int primary key, a int, b text, g int generated always as (a) stored);
create table s (id int, x int, y text);
merge into t as x using s as x on true when matched then delete;
merge into t as x using s on t.id = s.id when matched then delete;
merge into t using s on true when matched and (select true) then delete when matched then do nothing when matched then update set a = 1;
merge into t using s on t.id = s.id when not matched then insert default values returning s.id, t.id, old.id, new.id, merge_action(), nosuch;
--- case: merge expressions 5
create table t (id int primary key, a int, b text, g int generated always as (a) stored);
create table s (id int, x int, y text);
merge into nosuch using s on true when matched then delete;
merge into t using (select id, x from s group by id) q on t.id = q.id when matched then delete;
with q as (select * from s) merge into t using q on t.id = q.id when matched then update set a = q.x + q.nosuch;
merge into t using s on t.id = s.id when matched then update set (a, b) = (s.x, s.y) when not matched then do nothing;
--- case: merge expressions 6
create materialized view m as select 1 as id;
merge into m using s on true when matched then delete;
--- case: domain and partition expressions
create domain d1 as int check (value > 0 and value is not null and value::text <> '5');
create domain d2 as text check (values > 'x');
create domain d3 as text check (upper(value) = value and value ~ '^a');
create domain d4 as int check (sum(value) > 1);
create domain d5 as int check (row_number() over () > 1);
create domain d6 as int check (generate_series(1, 2) > value);
create domain d7 as jsonb check (value ? 'a' and value ->> 'b' = 5);
create domain d8 as jsonb check (jsonb_typeof(value) = 'object' and (value ->> 'b')::int = 5);
create table p1 (a int, b text) partition by range ((a + nosuch));
create table p2 (a int, b text) partition by range ((a::text || b), lower(b));
create table p3 (a int, b timestamptz) partition by range ((b::date));
create table p4 (a int) partition by list ((sum(a) over ()));
create table p5 (a int) partition by list ((generate_series(1, a)));
create table p6 (a int) partition by range (a);
create table p61 partition of p6 for values from (1 + 1) to ((10 - 5));
create table p62 partition of p6 for values from (a) to (10);
create table p63 partition of p6 for values from ('5') to ('x');
create table p64 partition of p6 for values from (6.5) to (7);
create table p65 partition of p6 for values from (generate_series(1, 2)) to (7);
--- case: rules and statistics and copy
create table t (a int, b text);
create table log (a int, note text, at timestamptz default now());
create rule r1 as on update to t where old.a <> new.a do also insert into log values (old.a, old.b || new.b);
create rule r2 as on update to t do also insert into log (a, note) values (new.b, new.a);
create rule r3 as on delete to t do also insert into log (a) select a from t where t.a = old.a;
create rule r4 as on insert to t do also insert into log (a) values (a);
--- case: rules and statistics and copy 2
create table t (a int, b text);
create table log (a int, note text, at timestamptz default now());
create rule r5 as on insert to t where count(*) > 1 do nothing;
create rule r6 as on insert to t where new.b > 5 do nothing;
create rule r7 as on update to t do instead update log set note = new.b where a = old.a and nosuch = 1;
create statistics on (a + 1), (lower(b)) from t;
--- case: rules and statistics and copy 3
create table t (a int, b text);
create statistics on (a + b), b from t;
create statistics on (row_number() over ()), b from t;
create statistics on (generate_series(1, 2)), b from t;
copy t from stdin where a > 1 and b like 'x%';
--- case: rules and statistics and copy 4
create table t (a int, b text);
copy t from stdin where b > 1;
copy t from stdin where (select true);
copy t from stdin where sum(a) > 1;
copy t (a) from stdin where b = 'x';
--- case: rules and statistics and copy 5
create table t (a int, b text);
copy (select a, count(*) from t) to stdout;
--- case: call and execute arguments
create procedure p(a int, b text default 'x') language plpgsql as 'begin end';
create table t (a int);
call p((select 1));
call p(max(1));
call p(row_number() over ());
call p(generate_series(1, 2));
call p(1 + 1, 'a' || 'b');
call p(t.a);
call p(nosuch);
prepare q (int, text) as select $1, $2;
execute q(1, 'x');
execute q(1 + 1, 2);
execute q('x', 'y');
execute q((select 1), 'x');
execute q(sum(1), 'x');
execute q(true, 'x');
execute q(nosuch, 'x');
execute q(generate_series(1, 2), 'x');
--- case: publications row filters and foreign keys
create type mood as enum ('a');
create table t (id int primary key, a int, b text, m mood, ts timestamptz);
create function f(int) returns boolean language sql immutable as 'select true';
create publication p1 for table t where (a > 1 and b = 'x' or b is null);
create publication p2 for table t where (m = 'a');
create publication p3 for table t where (f(a));
create publication p4 for table t where (ts > now());
--- case: publications row filters and foreign keys 2
create type mood as enum ('a');
create table t (id int primary key, a int, b text, m mood, ts timestamptz);
create function f(int) returns boolean language sql immutable as 'select true';
create publication p5 for table t where (b like 'x%' and lower(b) = 'x' and coalesce(a, 1) = 1);
create publication p6 for table t where (a);
create publication p7 for table t where (nosuch = 1);
create publication p8 for table t where (a = (select 1));
--- case: publications row filters and foreign keys 3
create type mood as enum ('a');
create table t (id int primary key, a int, b text, m mood, ts timestamptz);
create function f(int) returns boolean language sql immutable as 'select true';
create publication p9 for table t where (count(*) > 1);
create publication p10 for table t where (ctid is null);
create publication p11 for table t where (b = 5);
