--- case: policies
create table t (a int, b text, c date, j jsonb);
create policy p1 on t using (nosuch = 1);
create policy p2 on t using (a);
create policy p3 on t using (b = current_user and t.a > 0);
create policy p4 on t with check (new.a = 1);
create policy p5 on t for insert with check (exists (select 1 from t x where x.a = t.a));
create policy p6 on t using (a = (select max(x.a) from t x where x.b = b2));
--- case: policies 2
create table t (a int, b text, c date, j jsonb);
create policy p1 on t using (a = 'x');
create policy p2 on t using (lower(a) = b);
create policy p3 on t using (x.a = 1);
create policy p4 on t using (public.t.a = 1);
alter policy p4 on t using (nosuch);
alter policy p4 on t with check (count(*) > 1);
create policy p7 on t using (ctid is not null);
--- case: triggers WHEN
create table t (a int, b text, c date, j jsonb);
create function f() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger t1 before update on t for each row when (new.nosuch = 1) execute function f();
create trigger t2 before insert on t for each row when (old.a = 1) execute function f();
create trigger t3 before delete on t for each row when (new.a = 1) execute function f();
create trigger t4 before update on t for each row when (old.* is distinct from new.*) execute function f();
create trigger t5 before update on t for each row when (a = 1) execute function f();
create trigger t6 before update on t for each row when (old.a) execute function f();
create trigger t7 before update on t when (new.a = 1) execute function f();
--- case: rules
create table t (a int, b text, c date, j jsonb);
create view v as select a, b from t;
create rule r1 as on insert to v do instead insert into t (a, b) values (new.a, new.b);
create rule r2 as on update to v do instead update t set a = new.nosuch where a = old.a;
create rule r3 as on delete to v do instead delete from t where a = old.a;
create rule r4 as on update to v where new.a do instead nothing;
create rule r5 as on insert to v do instead insert into t select old.a;
create rule r6 as on update to v do instead update t set b = new.b where t.a = old.a returning t.a, t.b;
--- case: checks
create table t (a int, b text, c date, j jsonb);
create table u (a int check (b > 1), b int);
create table v (a int, check (v.a > 1));
create table w (a int check (nosuch > 1));
create table x (a int, check ((select 1) = a));
create table y (a int, check (max(a) > 1));
create table z (a int, check (a));
alter table t add check (lower(a) = 'x');
alter table t add check (t.b is not null and c > '2020-01-01');
--- case: generated
create table t (a int, b text, c date, j jsonb);
create table u (a int, g int generated always as (nosuch) stored);
create table v (a int, g text generated always as (a) stored);
create table w (a int, g date generated always as (a) stored);
create table x (a int, g int generated always as (g + 1) stored);
create table y (a int, g int generated always as (a + 1) stored, h int generated always as (g + 1) stored);
create table z (a int, g text generated always as (now()::text) stored);
alter table t add g int generated always as (length(b)) stored;
create table u2 (c date, g text generated always as (c::text) stored);
--- case: defaults
create table t (a int, b text, c date, j jsonb);
create table u (a int default '5', b text default 5, c date default now());
create table v (a int default now());
create table w (a int default nosuch());
create table x (a int default (select 1));
create table y (a int default count(*));
create table z (a int[] default '{1}', b jsonb default '{}', c uuid default 'x');
alter table t alter a set default b;
alter table t alter a set default 'x'::text;
--- case: index expressions
create table t (a int, b text, c date, j jsonb);
create index on t (nosuch);
create index on t ((nosuch + 1));
create index on t (lower(a));
create index on t (lower(b), (a + 1));
create index on t ((a > 1)) where b;
create index on t (a) where a > 1 and lower(b) = 'x';
create index on t ((now()));
create index on t ((j ->> 'a')) where t.a > 0;
create index on t (lower(t.b));
--- case: partitions
create table t (a int, b text, c date, j jsonb);
create table p (a int, b text) partition by range (a);
create table p1 partition of p for values from (1) to (10);
create table p2 partition of p for values from ('x') to (20);
create table p3 partition of p for values from (a) to (20);
create table p4 partition of p for values from (10 + 5) to (length('abcdefghijklmnopqrstuvwxyz'));
create table p5 partition of p for values from (now()) to (50);
create table p6 partition of p for values from (minvalue) to (1);
create table p7 partition of p for values in (1);
--- case: partition keys
create table t (a int, b text, c date, j jsonb);
create table p (a int, b text) partition by range (nosuch);
create table p (a int, b text) partition by range ((nosuch + 1));
create table p (a int, b text) partition by range (lower(b));
create table p2 (a int, b text) partition by list ((a % 10));
create table p21 partition of p2 for values in (1, 2, '3');
create table p22 partition of p2 for values in ('x');
create table p23 partition of p2 for values in (null);
create table p3 (a int) partition by range ((a + random()));
--- case: domains
create table t (a int, b text, c date, j jsonb);
create domain d1 as int check (value > 0);
create domain d2 as text check (value ~ 'x' and length(value) < 5);
create domain d3 as int check (value);
create domain d4 as int check (nosuch > 1);
create domain d5 as int default 'x';
create domain d6 as date check (value > '2020-01-01');
create domain d7 as date check (value > 'x');
create domain d8 as int check (lower(value) = 'x');
alter domain d1 add check (value < 'q');
--- case: statistics
create table t (a int, b text, c date, j jsonb);
create statistics on a, b from t;
create statistics on nosuch, b from t;
create statistics on (a + 1), (nosuch) from t;
create statistics on (lower(a)), b from t;
create statistics on (lower(b)), (a + 1) from t;
create statistics on (count(*)), b from t;
create statistics on (t.a + 1), b from t;
--- case: publications
create table t (a int, b text, c date, j jsonb);
create publication p1 for table t where (a > 1);
create publication p2 for table t where (nosuch > 1);
create publication p3 for table t where (a);
create publication p4 for table t where (lower(b) = 'x');
create publication p5 for table t (a, nosuch);
create publication p6 for table t (a) where (count(*) > 1);
create publication p7 for table t where (a = 'x');
--- case: function defaults
create table t (a int, b text, c date, j jsonb);
create function f(a int default 'x') returns int language sql as 'select 1';
create function f(a int default b) returns int language sql as 'select 1';
create function f(a int default now()) returns int language sql as 'select 1';
create function f(a int default (select 1)) returns int language sql as 'select 1';
create function f(a int, b int default a) returns int language sql as 'select 1';
create function f(a date default 'today', b int[] default '{1}') returns int language sql as 'select 1';
create function g(a int default count(*)) returns int language sql as 'select 1';
--- case: bodies begin atomic
create table t (a int, b text, c date, j jsonb);
create function f(x int) returns int begin atomic select a from t where a = x; end;
create function g(x int) returns int begin atomic select nosuch from t; end;
create function h(x int) returns text return x || b;
create function i(x int) returns text return x || 'b';
create function k(x int) returns int return 'y';
create function l(x int) returns setof t begin atomic select * from t where t.a = l.x; end;
create function m(x int) returns int begin atomic insert into t (a) values (x) returning a; end;
--- case: bodies that are only defined
create table t (a int, b text, c date, j jsonb);
create function f() returns void language sql as 'insert into t values (1) on conflict (a) do nothing';
create function g() returns int language sql as 'select a from t for update';
create materialized view mv as select 1 as x;
create function h() returns void language sql as 'update mv set x = 1';
create function i() returns void begin atomic insert into t values (1) on conflict (a) do nothing; end;
prepare q as insert into t values (1) on conflict (a) do nothing;
insert into t values (1) on conflict (a) do nothing;
update mv set x = 1;
explain insert into t values (1) on conflict (a) do nothing;
--- case: USING of ALTER TYPE
create table t (a int, b text, c date, j jsonb);
alter table t alter a type text using a::text;
alter table t alter b type int using nosuch;
alter table t alter b type int using length(b);
alter table t alter b type int using now();
alter table t alter c type int;
alter table t alter c type timestamptz;
alter table t alter j type text using j ->> 1;
alter table t alter j type int using (select 1);
alter table t alter b type int using count(*);
--- case: COPY and COMMENT
create table t (a int, b text, c date, j jsonb);
copy t from stdin where nosuch = 1;
copy t from stdin where a;
copy (select nosuch from t) to stdout;
copy (select a from t where lower(a) = 'x') to stdout;
copy (update t set a = 1) to stdout;
copy (delete from t returning nosuch) to stdout;
comment on column t.nosuch is 'x';
comment on column t.a is 'x';
