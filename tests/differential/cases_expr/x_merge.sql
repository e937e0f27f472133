--- case: targets
create table t (id int primary key, a int, b text, g int generated always as (id + 1) stored, i int generated always as identity);
create table s (id int, a int, b text);
create view v as select id, a from t;
merge into s using t on true when matched then delete;
merge into v using s on v.id = s.id when matched then update set a = s.a;
merge into nosuch using s on true when matched then delete;
merge into pg_class using s on true when matched and false then delete;
merge into (select 1) using s on true when matched then delete;
--- case: sources
create table t (id int primary key, a int, b text, g int generated always as (id + 1) stored, i int generated always as identity);
create table s (id int, a int, b text);
create view v as select id, a from t;
merge into t using (select 1 as id) q on t.id = q.id when matched then delete;
merge into t using (values (1, 2)) q (id, a) on t.id = q.id when matched then update set a = q.a;
merge into t using s x join s y on x.id = y.id on t.id = x.id when matched then delete;
merge into t using generate_series(1, 3) g on t.id = g when matched then delete;
merge into t using (select t.id) q on true when matched then delete;
--- case: sources 2
create table t (id int primary key, a int, b text, g int generated always as (id + 1) stored, i int generated always as identity);
create table s (id int, a int, b text);
create view v as select id, a from t;
with q as (select 1 as id) merge into t using q on t.id = q.id when matched then delete;
with t as (select 1 as id) merge into t using s on true when matched then delete;
merge into t using s on s.nosuch = 1 when matched then delete;
merge into t using s on t.id when matched then delete;
merge into t using lateral (select 1) q on true when matched then delete;
--- case: names that clash
create table t (id int primary key, a int, b text, g int generated always as (id + 1) stored, i int generated always as identity);
create table s (id int, a int, b text);
create view v as select id, a from t;
merge into t using s as t on true when matched then delete;
merge into t as s using s on true when matched then delete;
merge into t using s on id = s.id when matched then delete;
merge into t as x using s on t.id = s.id when matched then delete;
merge into t using s on t.id = s.id when matched then update set a = a;
--- case: what actions see
create table t (id int primary key, a int, b text, g int generated always as (id + 1) stored, i int generated always as identity);
create table s (id int, a int, b text);
create view v as select id, a from t;
merge into t using s on t.id = s.id when not matched then insert (id) values (t.id);
merge into t using s on t.id = s.id when not matched and t.a = 1 then insert (id) values (1);
merge into t using s on t.id = s.id when not matched by source and s.a = 1 then delete;
merge into t using s on t.id = s.id when not matched by source then update set a = s.a;
merge into t using s on t.id = s.id when not matched by source then update set a = t.a + 1;
--- case: insert
create table t (id int primary key, a int, b text, g int generated always as (id + 1) stored, i int generated always as identity);
create table s (id int, a int, b text);
create view v as select id, a from t;
merge into t using s on t.id = s.id when not matched then insert values (1, 2);
merge into t using s on t.id = s.id when not matched then insert (id, a) values (1);
merge into t using s on t.id = s.id when not matched then insert (id) values (1, 2);
merge into t using s on t.id = s.id when not matched then insert (nosuch) values (1);
merge into t using s on t.id = s.id when not matched then insert (id, id) values (1, 2);
merge into t using s on t.id = s.id when not matched then insert (a) values (s.b);
--- case: insert 2
create table t (id int primary key, a int, b text, g int generated always as (id + 1) stored, i int generated always as identity);
create table s (id int, a int, b text);
create view v as select id, a from t;
merge into t using s on t.id = s.id when not matched then insert (g) values (1);
merge into t using s on t.id = s.id when not matched then insert (g) values (default);
merge into t using s on t.id = s.id when not matched then insert (i) values (1);
merge into t using s on t.id = s.id when not matched then insert (i) overriding system value values (1);
merge into t using s on t.id = s.id when not matched then insert default values;
merge into t using s on t.id = s.id when not matched then insert (t.id) values (1);
--- case: update
create table t (id int primary key, a int, b text, g int generated always as (id + 1) stored, i int generated always as identity);
create table s (id int, a int, b text);
create view v as select id, a from t;
merge into t using s on t.id = s.id when matched then update set g = 1;
merge into t using s on t.id = s.id when matched then update set g = default;
merge into t using s on t.id = s.id when matched then update set a = 1, a = 2;
merge into t using s on t.id = s.id when matched then update set a = 'x';
merge into t using s on t.id = s.id when matched then update set (a, b) = (1, s.b);
merge into t using s on t.id = s.id when matched then update set (a, b) = (select 1);
merge into t using s on t.id = s.id when matched then update set t.a = 1;
merge into t using s on t.id = s.id when matched then update set xmin = 1;
--- case: conditions
create table t (id int primary key, a int, b text, g int generated always as (id + 1) stored, i int generated always as identity);
create table s (id int, a int, b text);
create view v as select id, a from t;
merge into t using s on t.id = s.id when matched and s.a then delete;
merge into t using s on t.id = s.id when matched and count(*) > 1 then delete;
merge into t using s on t.id = s.id when matched and generate_series(1, 2) > 1 then delete;
merge into t using s on t.id = s.id when matched and rank() over () > 1 then delete;
merge into t using s on t.id = s.id when matched and t.ctid is null then delete;
merge into t using s on t.id = s.id when matched and t.tableoid is null then delete;
merge into t using s on t.id = s.id when matched and (select true) then do nothing;
--- case: unreachable
create table t (id int primary key, a int, b text, g int generated always as (id + 1) stored, i int generated always as identity);
create table s (id int, a int, b text);
create view v as select id, a from t;
merge into t using s on t.id = s.id when matched then delete when matched and true then delete;
merge into t using s on t.id = s.id when not matched then do nothing when not matched then insert values (1);
merge into t using s on t.id = s.id when matched then delete when not matched then insert (id) values (1);
merge into t using s on t.id = s.id when not matched by source then delete when not matched by target then do nothing when not matched by source then do nothing;
--- case: returning
create table t (id int primary key, a int, b text, g int generated always as (id + 1) stored, i int generated always as identity);
create table s (id int, a int, b text);
create view v as select id, a from t;
merge into t using s on t.id = s.id when matched then delete returning t.id, s.id, old.a, new.a;
merge into t using s on t.id = s.id when matched then delete returning merge_action(), nosuch;
merge into t using s on t.id = s.id when matched then delete returning a;
merge into t using s on t.id = s.id when matched then delete returning count(*);
merge into t using s on t.id = s.id when matched then delete returning (select merge_action());
merge into t using s on t.id = s.id when matched and merge_action() = 1 then delete;
--- case: in WITH
create table t (id int primary key, a int, b text, g int generated always as (id + 1) stored, i int generated always as identity);
create table s (id int, a int, b text);
create view v as select id, a from t;
with m as (merge into t using s on t.id = s.id when matched then delete returning t.id) select * from m;
with m as (merge into t using s on t.id = s.id when matched then delete) select * from m;
with m as (merge into t using s on t.id = s.id when matched then delete returning merge_action() as x) select x + 1 from m;
create view w as with m as (merge into t using s on true when matched then delete returning t.id) select * from m;
