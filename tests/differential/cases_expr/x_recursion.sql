--- case: references within joins
create table t (id int, parent int, x text);
with recursive r as (select 1 as n union all select n from r inner join t on true) select n from r;
with recursive r as (select 1 as n union all select n from t left join r on true) select n from r;
with recursive r as (select 1 as n union select n from r left join t on true) select n from r;
with recursive r as (select 1 as n union all select n from r right join t on true) select n from r;
with recursive r as (select 1 as n union all select n from r full join t on true) select n from r;
--- case: references within set operations
create table t (id int, parent int, x text);
with recursive r as (select 1 as n union (select n from r union all select id from t)) select n from r;
with recursive r as (select 1 as n union all (select n from r intersect select id from t)) select n from r;
with recursive r as (select 1 as n union all (select n from r intersect all select id from t)) select n from r;
with recursive r as (select 1 as n union (select n from r except select id from t)) select n from r;
with recursive r as (select 1 as n union all (select id from t except select n from r)) select n from r;
--- case: references within subqueries
create table t (id int, parent int, x text);
with recursive r as (select 1 as n union select n from (select n from r) q) select n from r;
with recursive r as (select 1 as n union all select 1 from t where id in (select n from r)) select n from r;
with recursive r as (select 1 as n union all select (select max(n) from r)) select n from r;
with recursive r as (select 1 as n union all select n from r where exists (select 1 from t where id = n)) select n from r;
--- case: names hidden by inner WITH
create table t (id int, parent int, x text);
with recursive r as (select 1 as n union all (with r as (select 5 as n) select n from r)) select n from r;
with recursive r as (with r as (select 5 as n) select n from r) select n from r;
with recursive r as (select 1 as n union select q.n from (with x as (select n from r) select n from x) q) select n from r;
--- case: forms of recursive queries
create table t (id int, parent int, x text);
with recursive r as (select n from r) select 1;
with recursive r as (select 1 as n intersect select n from r) select 1;
with recursive r as (values (1) union all select column1 + 1 from r where column1 < 3) select * from r;
with recursive r (n) as (values (1) union all select n + 1 from r) select n from r limit 1;
with recursive r (n, m) as (select 1 union all select n + 1 from r) select n from r;
--- case: types of recursive columns
create table t (id int, parent int, x text);
with recursive r as (select 'a' as x union all select x || 'b' from r) select * from r limit 1;
with recursive r as (select 'a'::varchar(5) as x union all select (x || 'b')::varchar(6) from r) select * from r;
with recursive r as (select 'a'::varchar(5) as x union all select (x || 'b')::varchar(5) from r where false) select * from r;
with recursive r as (select null as x union all select 1 from r) select * from r;
with recursive r as (select 1.5 as x union all select 1 from r where false) select * from r;
--- case: types of recursive columns 2
create table t (id int, parent int, x text);
with recursive r as (select 1::numeric(5,2) as x union all select x + 1 from r where false) select * from r;
with recursive r as (select array[1] as x union all select x || 2 from r where false) select * from r;
with recursive r as (select row(1, 2) as x union all select row(2, 3) from r where false) select x from r;
create view v as with recursive r as (select id, array[id] as path from t union all select t.id, path || t.id from t join r on t.parent = r.id) select * from r;
--- case: several items
create table t (id int, parent int, x text);
with recursive a as (select n from b), b as (select 1 as n) select * from a;
with recursive a as (select n from b union all select 1), b as (select n from a) select * from a;
with recursive a as (select 1 as n union all select n from a where false), b as (select n from a) select * from b;
with recursive a as (select n from nosuch), b as (select 1) select * from a;
with a as (select 1 as n), a as (select 2) select * from a;
--- case: search
create table t (id int, parent int, x text);
with recursive r as (select id, parent from t union all select t.id, t.parent from t join r on t.parent = r.id) search depth first by id set o select id, o from r order by o;
with recursive r as (select id from t union all select t.id from t, r) search depth first by nosuch set o select * from r;
with recursive r as (select id from t union all select t.id from t, r) search depth first by id set id select * from r;
with recursive r as (select id from t union all select t.id from t, r where r.o is null) search depth first by id set o select * from r;
--- case: cycle
create table t (id int, parent int, x text);
with recursive r as (select id from t union all select t.id from t, r) cycle id set c to 'y' default 'n' using p select id, c, p from r where c = 'y';
with recursive r as (select id from t union all select t.id from t, r) cycle nosuch set c using p select * from r;
with recursive r as (select id from t union all select t.id from t, r) cycle id set c to 1 default true using p select * from r;
with recursive r as (select id from t union all select t.id from t, r) cycle id set c to point '1,1' default point '0,0' using p select * from r;
create view v as with recursive r as (select id from t union all select t.id from t, r) cycle id set c using p select * from r;
--- case: search and cycle of unions of more
create table t (id int, parent int, x text);
with recursive r as (select id from t union all select 2 union all select t.id from t, r) search depth first by id set o select * from r;
with recursive r as (select id from t union all (select t.id from t, r union all select 5)) cycle id set c using p select * from r;
with recursive r as (select r.* from t r union all select r.* from r) search breadth first by id set o select o from r;
--- case: stars do not show added columns
create table t (id int, parent int, x text);
create view v as with recursive r as (select id from t union all select r.* from r) search depth first by id set o select * from r;
create view w as with recursive r as (select id from t union all select r.id from r) search depth first by id set o cycle id set c using p select (select count(*) from (select * from r) q) as n, r.* from r;
select o from (with recursive r as (select id from t union all select r.id from r) search depth first by id set o select * from r) q;
