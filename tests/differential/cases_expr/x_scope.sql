--- case: where and select do not see aliases
create table t (a int, b text);
select a as x from t where x = 1;
select a as x from t group by x having x > 1;
select a as x from t order by x, x + 1;
select a as x from t order by x;
select a as b, b as a from t order by a;
select a as x, x + 1 as y from t;
select a x from t group by x;
select t.a as x from t order by t.x;
--- case: hints of misspelt columns
create table users (id int, username text, email text, createdat timestamptz);
select usrname from users;
select users.usrname from users;
select u.usrname from users u;
select usrname from users u, users w;
select e_mail, id from users;
--- case: hints of misspelt columns 2
create table users (id int, username text, email text, createdat timestamptz);
select identity from users;
select em from users;
select emailadr from users;
select "Email" from users;
select "createdAt" from users;
--- case: hints with two candidates
create table a (colour text, price int);
create table b (color text, prize int);
select colr from a, b;
select pri from a, b;
select a.color from a, b;
select b.price from a, b;
select colourx from a join b on true;
select price1 from a where exists (select 1 from b where prize1 = price);
--- case: column of a table that cannot be referenced
create table a (id int, x int);
create table b (id int, y int);
select * from a, (select * from b where b.id = a.id) q;
select * from a, lateral (select * from b where b.id = a.id) q;
select * from a join (select x as z) q on true;
--- case: column of a table that cannot be referenced 2
create table a (id int, x int);
create table b (id int, y int);
select * from (select y) q, b;
select * from a left join lateral (select b.id from b where y = x) q on true;
select * from a right join lateral (select x) q on true;
--- case: column of a table that cannot be referenced 3
create table a (id int, x int);
create table b (id int, y int);
select * from a full join lateral (select a.x) q on true;
select * from b join a on a.id = c.id join b c on true;
select y from a where exists (select 1 from b);
--- case: aliases hide names
create table t (a int);
select t.a from t x;
select x.a from t x;
select public.t.a from t x;
select public.t.a from t;
--- case: aliases hide names 2
create table t (a int);
select nosuch.t.a from t;
select x.nosuch from t x;
select nosuch.a from t x;
update t x set a = 1 where t.a = 2;
--- case: aliases hide names 3
create table t (a int);
delete from t as x where t.a = 1;
insert into t as x values (1) returning t.a;
insert into t as x values (1) returning x.a;
--- case: ambiguous columns
create table a (id int, x int, n text);
create table b (id int, x int, n text);
select id from a, b;
select id from a join b on a.id = b.id;
select id from a join b using (id);
select x from a join b using (id);
--- case: ambiguous columns 2
create table a (id int, x int, n text);
create table b (id int, x int, n text);
select n from a natural join b;
select a.id from a, b order by id;
select a.id, b.id from a, b order by id;
select a.x from a, b where n = 'x';
--- case: ambiguous columns 3
create table a (id int, x int, n text);
create table b (id int, x int, n text);
select 1 from a, b group by id;
update a set x = 1 from b where id = 2;
delete from a using b where id = 1;
--- case: using and natural
create table a (id int, x int);
create table b (id bigint, y int);
create table c (id text, x int);
select id from a join b using (id);
select * from a join c using (id);
select * from a natural join c;
select * from a join b using (id, id);
--- case: using and natural 2
create table a (id int, x int);
create table b (id bigint, y int);
select * from a join b using (x);
select * from a join b using (y);
select * from a join b using (nosuch);
select * from a x join a y using (id) join a z using (id, x);
--- case: using and natural 3
create table a (id int, x int);
create table b (id bigint, y int);
create view v as select * from a join b using (id);
create view w as select * from a full join b using (id);
create view u as select q.id, a.id as ai, b.id as bi from a left join b using (id) as q;
select q.x from a join b using (id) as q;
--- case: join conditions
create table a (id int, x int);
create table b (id int, y int);
select * from a join b on a.id = b.id and nosuch = 1;
select * from a join b on a.id;
select * from a join b on a.id = b.y join c on true;
select * from a join b on max(a.id) = 1;
--- case: join conditions 2
create table a (id int, x int);
create table b (id int, y int);
select * from a, b join a c on a.id = c.id;
select * from (a join b on true) as j (p, q, r, s);
select * from (a join b on true) as j (p, q, r, s, t);
select a.id from (a join b on true) as j;
--- case: join conditions 3
create table a (id int, x int);
create table b (id int, y int);
select j.x from (a join b on true) as j;
select j.id from (a join b on true) as j;
--- case: column aliases
create table t (a int, b int);
select x, y from t as q (x, y);
select a from t as q (x);
select b from t as q (x);
select * from t as q (x, y, z);
--- case: column aliases 2
select * from (values (1, 2)) as q (x);
select q.column2, x from (values (1, 2)) as q (x);
select * from (values (1, 2)) as q (x, y, z);
select column1, column3 from (values (1, 2)) q;
--- case: column aliases 3
create table t (a int, b int);
select * from (select 1, 2) as q (x, x);
select x from (select 1, 2) as q (x, x);
create view v as select * from (select a, b from t) as q (x, y);
--- case: subqueries see outside
create table a (id int, x int);
create table b (id int, y int);
select * from a where exists (select 1 from b where b.id = a.id and x = y);
select * from a where id in (select nosuch from b);
select * from a where id in (select x from b);
select (select y from b where b.id = a.id) from a;
--- case: subqueries see outside 2
create table a (id int, x int);
create table b (id int, y int);
select (select y from b where b.id = c.id) from a;
select (select a.nosuch) from a;
select * from a where id = (select id from b limit 1);
select * from a where (id, x) in (select id, y from b);
--- case: subqueries see outside 3
create table a (id int, x int);
create table b (id int, y int);
select * from a where (id, x) in (select id from b);
select * from a where id in (select id, y from b);
select * from a where id = any (select y from b where x > 1);
--- case: ctes
create table t (a int, b text);
with x as (select a from t) select a from x;
with x as (select a from t) select b from x;
with x as (select a from t), x as (select 1) select * from x;
with x as (select * from y), y as (select 1) select * from x;
--- case: ctes 2
create table t (a int, b text);
with x (p) as (select a, b from t) select p, b from x;
with x (p, q, r) as (select a, b from t) select * from x;
with x as (select a from t) select * from (select * from x) q, x;
select * from x;
--- case: ctes 3
create table t (a int, b text);
with t as (select 1 as z) select z from t;
with t as (select 1 as z) select a from public.t;
with x as (select a from t) select x.a, t.b from x, t where nosuch;
with x as materialized (select 1 as a) insert into t (a) select a from x returning b;
--- case: recursive ctes
create table t (id int, parent int, name text);
with recursive r as (select id, parent from t where parent is null union all select t.id, t.parent from t join r on t.parent = r.id) select * from r;
with recursive r as (select 1 as n union all select n + 1 from r where n < 10) select nosuch from r;
with recursive r as (select 1) select * from r;
with recursive r as (select * from r) select * from r;
--- case: recursive ctes 2
with recursive r as (select 1 as n union all select n from r, r x) select * from r;
with recursive r as (select 1 as n union all select 'x' from r) select * from r;
with recursive r as (select 1 as n union all select n + 1.5 from r) select * from r;
with recursive r as (select 1 as n union all select sum(n) from r) select * from r;
--- case: recursive ctes 3
with recursive r as (select 1 as n union all select n from t left join r on true) select * from r;
with recursive r as (select 1 as n union all select (select n from r)) select * from r;
with recursive r as (select 1 as n except select n from r) select * from r;
with recursive r as (select 1 as n intersect select n from r) select * from r;
--- case: recursive ctes more
with recursive r as (select 1 as n union all select n + 1 from r order by 1) select * from r;
with recursive r as (select 1 as n union all select n + 1 from r limit 5) select * from r limit 5;
with recursive r as (select n from r union all select 1) select * from r;
with recursive a as (select 1 as n union all select n from b), b as (select n from a) select * from a;
with recursive r (n, m) as (select 1 union all select n from r) select * from r;
with recursive r as (select 'x' collate "C" as n union all select n collate "POSIX" from r) select * from r;
--- case: recursive ctes more 2
with recursive r as (select null as n union all select n from r where false) select * from r;
with recursive r as (select 1 as n union all (select n from r where false union all select 2 where false)) select * from r;
with recursive r as (values (1) union all select column1 + 1 from r where column1 < 3) select * from r;
with r as (select 1 union all select * from r) select * from r;
with recursive r as (select 1 as n union all select n + 1 from r where n < 3 for update) select * from r;
--- case: search and cycle
create table t (id int, parent int);
with recursive r as (select id, parent from t union all select t.id, t.parent from t, r where t.parent = r.id) search depth first by id set o select id, o from r order by o;
with recursive r as (select id, parent from t union all select t.id, t.parent from t, r where t.parent = r.id) search breadth first by nosuch set o select * from r;
with recursive r as (select id, parent from t union all select t.id, t.parent from t, r where t.parent = r.id) search breadth first by id, id set o select * from r;
with recursive r as (select id, parent from t union all select t.id, t.parent from t, r where t.parent = r.id) search breadth first by id set id select * from r;
with recursive r as (select id, parent from t union all select t.id, t.parent from t, r where t.parent = r.id) cycle id set c using p select id, c, p from r;
--- case: search and cycle 2
create table t (id int, parent int);
with recursive r as (select id, parent from t union all select t.id, t.parent from t, r where t.parent = r.id) cycle nosuch set c using p select * from r;
with recursive r as (select id, parent from t union all select t.id, t.parent from t, r where t.parent = r.id) cycle id set c using c select * from r;
with recursive r as (select id, parent from t union all select t.id, t.parent from t, r where t.parent = r.id) cycle id set c to 1 default 'x' using p select * from r;
with r as (select 1 as id) cycle id set c using p select * from r;
with recursive r as (select id, parent from t union all select t.id, t.parent from t, r where t.parent = r.id) cycle id set c to 'y' default 'n' using p select c from r;
--- case: data-modifying ctes
create table t (a int, b text);
create table log (a int);
with d as (delete from t returning a) insert into log select a from d;
with d as (delete from t returning a) select b from d;
with d as (delete from t) select * from d;
with d as (delete from t) select 1;
--- case: data-modifying ctes 2
create table t (a int, b text);
with u as (update t set a = 1 returning nosuch) select * from u;
with i as (insert into t values (1, 'x') returning *) select a, b from i;
select * from (with d as (delete from t returning a) select * from d) q;
with recursive d as (delete from t where a in (select a from d) returning a) select * from d;
--- case: data-modifying ctes 3
create table t (a int, b text);
create view v as with d as (delete from t returning a) select * from d;
with x as (select 1 as a) delete from t using x where t.a = x.a;
--- case: lateral and functions
create table t (a int, arr int[], j jsonb);
select t.a, x from t, unnest(arr) x;
select x.nosuch from t, unnest(arr) x;
select x from t, unnest(b) x;
select e.key, e.value from t, jsonb_each(j) e;
--- case: lateral and functions 2
create table t (a int, arr int[], j jsonb);
select e.key, e.val from t, jsonb_each(j) e;
select k from t, jsonb_object_keys(j) k;
select k.jsonb_object_keys from t, jsonb_object_keys(j) k;
select * from unnest(t.arr), t;
--- case: lateral and functions 3
create table t (a int, arr int[], j jsonb);
select * from t left join lateral generate_series(1, t.a) g on g > 1;
select g.g from t, generate_series(1, a) g;
select g.x from t, generate_series(1, a) as g (x);
select g.x, g.y from t, generate_series(1, a) as g (x, y);
--- case: whole rows and stars
create table t (a int, b text);
create table u (c int);
select t from t;
select t.* from t;
select u.* from t;
select (t).a, (t).* from t;
--- case: whole rows and stars 2
create table t (a int, b text);
select (t).nosuch from t;
select t.t from t;
select row(t.*), row(t.*, 1) from t;
select count(t), count(t.*), count(*) from t;
--- case: whole rows and stars 3
create table t (a int, b text);
create table u (c int);
select t.*.a from t;
select * from t where t is not null and t = row(1, 'x');
select *, nosuch.* from t, u;
select a.* from t a where *;
--- case: system columns
create table t (a int);
create view v as select 1 as a;
select ctid, xmin, xmax, cmin, cmax, tableoid from t;
select oid from t;
select ctid from v;
--- case: system columns 2
create table t (a int);
select t.tableoid::regclass from t;
select xmin from (select a from t) q;
select q.xmin from (select xmin, a from t) q;
--- case: system columns 3
create table t (a int);
create view v as select 1 as a;
select v.tableoid from v;
select t.xmin, nosuch from t group by t.xmin;
update t set a = 1 returning xmin;
--- case: for update
create table t (a int, b int);
create table u (a int);
create view v as select a from t;
select * from t for update;
select * from t for update of t;
select * from t x for update of t;
select * from t, u for share of nosuch;
--- case: for update 2
create table t (a int, b int);
select count(*) from t for update;
select distinct a from t for update;
select a from t group by a for update;
select a from t union select a from u for update;
--- case: for update 3
create table t (a int, b int);
select * from (select a from t) q for update of q;
select * from generate_series(1, 2) g for update of g;
select * from t for update nowait of t;
select a, row_number() over () from t for no key update skip locked;
--- case: for update 4
create table t (a int, b int);
create table u (a int);
with x as (select * from t) select * from x for update of x;
select * from t left join u on true for update of u;
--- case: tablesample
create table t (a int);
create view v as select 1 as a;
select * from t tablesample bernoulli (10);
select * from t tablesample system (10) repeatable (5);
select * from t tablesample nosuch (10);
select * from t tablesample bernoulli (10, 20);
--- case: tablesample 2
create table t (a int);
create view v as select 1 as a;
select * from t tablesample bernoulli ('x');
select * from v tablesample bernoulli (10);
select * from (select 1) q tablesample bernoulli (10);
select * from t tablesample bernoulli (a);
--- case: relations that are no relations
create type c as (a int);
create table t (a int);
create index i on t (a);
create sequence s;
select * from c;
select * from i;
select last_value, is_called from s;
select * from nosuch;
--- case: relations that are no relations 2
create table t (a int);
create index i on t (a);
create sequence s;
select * from nosuch.t;
select * from pg_catalog.nosuch;
select * from information_schema.tables where table_schema = 'x';
select * from information_schema.nosuch;
--- case: relations that are no relations 3
create table t (a int);
create index i on t (a);
create sequence s;
select nosuch from pg_class;
select relname from pg_class, pg_namespace where oid = 1;
table t;
--- case: select into and friends
create table t (a int);
select a into u from t;
select a from u;
select 1 as a into u;
select 1 union select 2 into w;
select 1 into w union select 2;
--- case: select into and friends 2
create table t (a int);
select 1 union select a into z from t;
insert into t select 1 into z;
select nosuch into z from t;
select a into temp tt from t where false;
select * into nosuch.x from t;
--- case: returning old and new
create table t (a int, b text);
insert into t values (1, 'x') returning old.a, new.a;
update t set a = 2 returning old.a, new.a, old.*, new.nosuch;
update t set a = 2 returning old.a as x, new.a as y;
delete from t returning old.a, new.b;
update t set a = 2 returning with (old as o, new as n) o.a, n.a;
--- case: returning old and new 2
create table t (a int, b text);
insert into t values (1, 'x') returning old.a, new.a;
update t set a = 2 returning with (old as o) old.a;
update t set a = 2 returning with (old as o, old as p) o.a;
update t set a = old.a;
update t set a = 1 where old.a = 1;
--- case: returning old and new 3
create table t (a int, b text);
insert into t values (1, 'x') returning old.a, new.a;
select old.a from t;
insert into t values (1, 'x') returning t;
update t set a = 1 returning old, new;
