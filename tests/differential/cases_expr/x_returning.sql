--- case: old and new
create table t (a int, b text, g int generated always as (a) stored);
create table u (a int, c text);
create table old (x int);
update t set a = 1 returning old.a, new.a, old.b, new.*;
insert into t values (1) returning old.a, new.a;
delete from t returning old.*, new.a;
update t set a = 1 returning old, new;
update t set a = 1 returning old.nosuch;
update t set a = 1 returning (new).b;
--- case: old and new renamed
create table t (a int, b text, g int generated always as (a) stored);
create table u (a int, c text);
create table old (x int);
update t set a = 1 returning with (old as o) o.a, new.a;
update t set a = 1 returning with (old as o) old.a;
update t set a = 1 returning with (old as o, new as n) o.a, n.b;
update t set a = 1 returning with (old as o, new as o) o.a;
update t set a = 1 returning with (new as n, new as m) n.a;
update t set a = 1 returning with (old as t) t.a;
--- case: old and new taken
create table t (a int, b text, g int generated always as (a) stored);
create table u (a int, c text);
create table old (x int);
update t as old set a = 1 returning old.a, new.a;
update t set a = 1 from old returning old.x, new.a;
update t set a = 1 from old returning old.a;
update t as new set a = 1 returning new.a, old.a;
insert into t as old values (1) returning old.a;
delete from t using old returning old.x;
--- case: stars and names
create table t (a int, b text, g int generated always as (a) stored);
create table u (a int, c text);
create table old (x int);
update t set a = 1 from u returning *;
update t set a = 1 from u returning a;
update t set a = 1 from u returning t.*, u.c;
create view v as with x as (update t set a = 1 returning *) select 1;
with x as (update t set a = 1 from u where t.a = u.a returning t.a as p, u.c) select p, c, b from x;
with x as (delete from t returning old.a as o, new.a as n) select o + n from x;
--- case: what may not stand there
create table t (a int, b text, g int generated always as (a) stored);
create table u (a int, c text);
create table old (x int);
update t set a = 1 returning count(*);
update t set a = 1 returning rank() over ();
update t set a = 1 returning generate_series(1, 2);
update t set a = 1 returning (select max(u.a) from u);
update t set a = 1 returning excluded.a;
insert into t values (1) on conflict do nothing returning excluded.a;
update t set a = 1 returning default;
--- case: system columns
create table t (a int, b text, g int generated always as (a) stored);
create table u (a int, c text);
create table old (x int);
update t set a = 1 returning ctid, old.ctid, new.xmin;
update t set a = 1 returning tableoid::regclass;
insert into t values (1) returning old.tableoid;
update t set a = 1 returning nosuch, ctid;
--- case: old and new elsewhere
create table t (a int, b text, g int generated always as (a) stored);
create table u (a int, c text);
create table old (x int);
update t set a = old.a;
update t set a = 1 where new.a = 1;
delete from t where old.a = 1;
insert into t select new.a;
select old.a from t;
select new.a;
--- case: types of returning
create table t (a int, b text, g int generated always as (a) stored);
create table u (a int, c text);
create table old (x int);
create table w as with x as (select 1) select * from x;
with x as (insert into t values (1) returning a, b, null as n, 'x' as y, a + 1.5 as z) select n || y, z from x;
with x as (insert into t values (1) returning new) select (x.new).a from x;
with x as (insert into t values (1) returning t) select (x.t).b from x;
with x (p) as (insert into t values (1) returning a, b) select p, b from x;
with x (p, q, r) as (insert into t values (1) returning a, b) select p from x;
