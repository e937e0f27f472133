--- case: keys
create table r (a int, b text) partition by range (a, b);
create table l (a int) partition by list (a);
create table h (a int) partition by hash (a);
create table x (a int) partition by list (a, a);
create table x (a int) partition by nosuch (a);
create table x (a int) partition by range (nosuch);
create table x (a int) partition by range (xmin);
create table x (a json) partition by range (a);
--- case: key expressions
create table t1 (a int, b date) partition by range ((a + 1), extract(year from b));
create table t2 (a int) partition by range ((1));
create table t3 (a int) partition by range ((random()));
create table t4 (a int) partition by range ((sum(a)));
create table t5 (a int) partition by range ((select 1));
create table t6 (a int) partition by range ((t6));
create table t7 (a int, g int generated always as (a) stored) partition by range (g);
create table t8 (a int, g int generated always as (a) stored) partition by range ((g + 1));
create table t9 (a int) partition by range ((row(a)));
--- case: key collations and classes
create table t1 (a text) partition by range (a collate "C");
create table t2 (a text) partition by range (a text_pattern_ops);
create table t3 (a text) partition by range (a nosuch_ops);
create table t4 (a int) partition by range (a collate "C");
create table t5 (a text) partition by range (a collate nosuch);
create table t6 (a point) partition by list (a);
create table t7 (a point) partition by hash (a);
create table t8 (a int) partition by hash (a text_ops);
--- case: partitions of a range
create table t (a int) partition by range (a);
create table t1 partition of t for values from (1) to (10);
create table t2 partition of t for values from (5) to (15);
create table t2 partition of t for values from (10) to (10);
create table t2 partition of t for values from (20) to (10);
create table t2 partition of t for values from (10) to (maxvalue);
create table t3 partition of t for values from (minvalue) to (1);
create table t4 partition of t default;
create table t5 partition of t default;
--- case: partition bounds of the wrong form
create table r (a int, b int) partition by range (a, b);
create table l (a int) partition by list (a);
create table h (a int) partition by hash (a);
create table x partition of r for values in (1);
create table x partition of l for values from (1) to (2);
create table x partition of h for values in (1);
create table x partition of h default;
create table x partition of r for values from (1) to (2, 3);
create table x partition of r for values from (1, 2) to (2);
create table x partition of l for values with (modulus 2, remainder 0);
--- case: partition bounds with bad values
create table r (a int, b date) partition by range (a, b);
create table x partition of r for values from (1, '2020-01-01') to (2, 'nope');
create table x partition of r for values from (1, null) to (2, '2020-01-01');
create table x partition of r for values from (maxvalue, '2020-01-01') to (maxvalue, maxvalue);
create table x partition of r for values from (minvalue, '2020-01-01') to (2, '2020-01-01');
create table x partition of r for values from (1, '2020-01-01') to (nosuch, '2020-01-01');
create table x partition of r for values from (sum(1), '2020-01-01') to (2, '2020-01-01');
create table x partition of r for values from ((select 1), '2020-01-01') to (2, '2020-01-01');
create table x partition of r for values from (true, '2020-01-01') to (2, '2020-01-01');
--- case: list partitions
create table l (a text) partition by list (a);
create table l1 partition of l for values in ('a', 'b', null);
create table l2 partition of l for values in ('b', 'c');
create table l2 partition of l for values in (null);
create table l2 partition of l for values in ('c', 'c');
create table l3 partition of l for values in (1);
create table l4 partition of l for values in (a);
create table l5 partition of l for values in (lower('X'), current_date);
--- case: list of a type that does not fit
create type mood as enum ('ok', 'bad');
create table l (a mood) partition by list (a);
create table l1 partition of l for values in ('ok');
create table l2 partition of l for values in ('nope');
create table l3 partition of l for values in (1);
create table b (a boolean) partition by list (a);
create table b1 partition of b for values in (true);
create table b2 partition of b for values in (true, false);
create table b3 partition of b for values in ('f');
--- case: hash partitions
create table h (a int) partition by hash (a);
create table h1 partition of h for values with (modulus 4, remainder 0);
create table h2 partition of h for values with (modulus 4, remainder 0);
create table h2 partition of h for values with (modulus 4, remainder 4);
create table h2 partition of h for values with (modulus 0, remainder 0);
create table h2 partition of h for values with (modulus 6, remainder 1);
create table h2 partition of h for values with (modulus 8, remainder 1);
create table h3 partition of h for values with (modulus 4, remainder 1);
create table h3 partition of h for values with (modulus 4);
--- case: partition of what is not partitioned
create table t (a int);
create view v as select 1 as a;
create table x partition of t for values in (1);
create table x partition of v for values in (1);
create table x partition of nosuch for values in (1);
create table x partition of t default;
alter table t attach partition v for values in (1);
alter table t detach partition t;
--- case: columns of partitions
create table t (a int, b text) partition by list (a);
create table t1 partition of t (b not null default 'x', constraint c check (a > 0)) for values in (1);
create table t2 partition of t (nosuch not null) for values in (2);
create table t2 partition of t (a with options primary key) for values in (2);
create table t3 partition of t (b generated always as identity) for values in (3);
alter table t1 add column c int;
alter table t1 drop column b;
alter table t1 alter column b type varchar;
alter table t1 rename column b to c;
--- case: alter partitioned
create table t (a int, b int, c int) partition by range (a, (b + 1));
create table t1 partition of t for values from (1, 1) to (2, 2);
alter table t drop column a;
alter table t drop column b;
alter table t alter column a type bigint;
alter table t alter column b type bigint;
alter table only t drop column c;
alter table only t add column d int;
alter table t add column d int default 1;
alter table only t alter column d set not null;
--- case: keys of partitioned tables
create table t (a int, b int) partition by range (a);
alter table t add primary key (b);
alter table t add unique (b);
alter table t add primary key (a, b);
create unique index on t (b);
create unique index on t (a);
alter table t add exclude (b with =);
alter table t add exclude (a with =, b with =);
create table t1 partition of t for values from (1) to (2);
--- case: keys with expressions
create table t (a int, b int) partition by range ((a + 1));
alter table t add primary key (a);
create unique index on t (a);
create unique index on t ((a + 1));
create index on t (a);
create table t1 partition of t for values from (1) to (2);
create index concurrently on t (b);
--- case: keys at creation
create table t (a int primary key, b int) partition by range (b);
create table t (a int, b int unique) partition by range (a);
create table t (a int, b int, primary key (a, b)) partition by range (a);
create table t1 partition of t for values from (1) to (2);
create table t2 partition of t (primary key (a)) for values from (2) to (3);
alter table t1 drop constraint t1_pkey;
alter table t drop constraint t_pkey;
--- case: foreign keys to and from partitions
create table t (a int primary key) partition by list (a);
create table t1 partition of t for values in (1);
create table o (x int references t, y int references t1);
create table p (a int references o) partition by list (a);
create table p1 partition of p for values in (1);
alter table p1 drop constraint p_a_fkey;
alter table only p add foreign key (a) references t;
alter table p add foreign key (a) references t not valid;
drop table t1;
drop table t;
--- case: indexes and attach
create table t (a int, b int) partition by list (a);
create table t1 partition of t for values in (1);
create index ti on only t (b);
create index t1i on t1 (b);
create index t1j on t1 (a);
alter index ti attach partition t1j;
alter index ti attach partition t1i;
alter index ti attach partition t1i;
alter index t1i attach partition ti;
drop index t1i;
drop index ti;
--- case: attach index more
create table t (a int, b int) partition by list (a);
create table t1 partition of t for values in (1);
create table o (b int);
create index ti on only t (b);
create index oi on o (b);
create index t1a on t1 (b);
create index t1b on t1 (b);
alter index ti attach partition oi;
alter index ti attach partition nosuch;
alter index ti attach partition t1a;
alter index ti attach partition t1b;
alter index oi attach partition t1a;
--- case: attach and detach
create table t (a int, b text) partition by list (a);
create table x (a int, b text);
create table y (a int);
create table z (a int, b text, c int);
create table w (a bigint, b text);
alter table t attach partition x for values in (1);
alter table t attach partition y for values in (2);
alter table t attach partition z for values in (2);
alter table t attach partition w for values in (2);
alter table t attach partition x for values in (3);
alter table t detach partition x;
alter table t detach partition x;
--- case: attach what cannot be
create table t (a int) partition by list (a);
create table p (a int);
create table c () inherits (p);
create type comp as (a int);
create table typed of comp;
create temp table tt (a int);
create table i (a int generated always as identity);
create view v as select 1 as a;
alter table t attach partition c for values in (1);
alter table t attach partition p for values in (1);
alter table t attach partition typed for values in (1);
alter table t attach partition tt for values in (1);
alter table t attach partition i for values in (1);
alter table t attach partition v for values in (1);
alter table t attach partition t for values in (1);
--- case: attach with constraints
create table t (a int not null, b int, check (b > 0)) partition by list (a);
create table x (a int, b int);
create table y (a int not null, b int);
create table z (a int not null, b int, constraint t_b_check check (b > 0));
alter table t attach partition x for values in (1);
alter table t attach partition y for values in (1);
alter table t attach partition z for values in (1);
alter table t attach partition nosuch for values in (1);
alter table z drop constraint t_b_check;
alter table z alter column a drop not null;
--- case: attach triggers and foreign tables
create table t (a int primary key) partition by list (a);
create table x (a int not null);
create function f() returns trigger language plpgsql as 'begin return null; end';
create trigger tr after insert on x referencing new table as n for each row execute function f();
alter table t attach partition x for values in (1);
create foreign data wrapper w;
create server s foreign data wrapper w;
create foreign table ft (a int not null) server s;
alter table t attach partition ft for values in (2);
create foreign table ft2 partition of t for values in (3) server s;
--- case: detach concurrently
create table t (a int) partition by list (a);
create table t1 partition of t for values in (1);
create table t2 partition of t default;
alter table t detach partition t1 concurrently;
alter table t detach partition t1 finalize;
alter table t detach partition nosuch;
alter table t detach partition t2;
--- case: detach concurrently outside [database]
create table t (a int) partition by list (a);
create table t1 partition of t for values in (1);
create table t2 partition of t default;
alter table t detach partition t1 concurrently;
alter table t detach partition t2;
alter table t detach partition t1 concurrently;
--- case: sub partitions
create table t (a int, b int) partition by list (a);
create table t1 partition of t for values in (1) partition by range (b);
create table t11 partition of t1 for values from (1) to (10);
create table t12 partition of t1 for values from (5) to (20);
alter table t add column c int;
create index on t (c);
drop table t1;
alter table t1 attach partition t for values from (50) to (60);
drop table t;
--- case: inherits and partitions
create table t (a int) partition by list (a);
create table t1 partition of t for values in (1);
create table c () inherits (t1);
alter table t1 inherit t;
alter table t1 no inherit t;
create table p (a int);
alter table t inherit p;
alter table t1 inherit p;
create table x (a int) inherits (p) partition by list (a);
--- case: triggers on partitioned tables
create table t (a int) partition by list (a);
create table t1 partition of t for values in (1);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger tr before insert on t for each row execute function f();
drop trigger tr on t1;
alter trigger tr on t1 rename to tr2;
alter trigger tr on t rename to tr2;
alter table t1 disable trigger tr2;
create trigger tt after insert on t referencing new table as n for each row execute function f();
create trigger tt after insert on t1 referencing new table as n for each row execute function f();
drop trigger tr2 on t;
--- case: identity in partitioned tables
create table t (a int, i int generated always as identity) partition by list (a);
create table t1 partition of t for values in (1);
alter table t1 alter column i drop identity;
alter table only t alter column i drop identity;
alter table t1 alter column a add generated always as identity;
alter table t1 alter column i set generated by default;
alter table t alter column i set generated by default;
alter table t alter column i drop identity;
--- case: checks and not null in partitioned tables
create table t (a int not null no inherit) partition by list (a);
create table t (a int check (a > 0) no inherit) partition by list (a);
create table t (a int) partition by list (a);
alter table t add check (a > 0) no inherit;
create table t1 partition of t for values in (1);
alter table only t add check (a > 5);
alter table t alter column a set not null;
alter table t1 alter column a drop not null;
alter table only t alter column a drop not null;
--- case: storage of partitioned tables
create unlogged table t (a int) partition by list (a);
create table t (a int) partition by list (a) with (fillfactor = 50);
create table t (a int) partition by list (a);
alter table t set (fillfactor = 50);
alter table t set unlogged;
alter table t cluster on nosuch;
alter table t set tablespace pg_default;
create table t1 partition of t for values in (1) with (fillfactor = 50);
truncate only t;
--- case: temporary partitions
create temp table t (a int) partition by list (a);
create table t1 partition of t for values in (1);
create temp table t1 partition of t for values in (1);
create table p (a int) partition by list (a);
create temp table p1 partition of p for values in (1);
create table pg_temp.t2 partition of t for values in (2);
--- case: generated and virtual in partitions
create table t (a int, b int generated always as (a) stored) partition by list (a);
create table t1 partition of t (b generated always as (a * 2) stored) for values in (1);
create table t2 partition of t (b default 1) for values in (2);
create table x (a int, b int);
alter table t attach partition x for values in (3);
alter table only t alter column b drop expression;
--- case: if not exists and drops
create table t (a int) partition by range (a);
create table if not exists t1 partition of t for values from (1) to (2);
create table if not exists t1 partition of t for values from (1) to (2);
create table if not exists t2 partition of t for values from (1) to (2);
drop table if exists t1;
create table t1 partition of t for values from (1) to (3);
drop table t restrict;
drop table if exists t1;
--- case: default partition and new ones
create table t (a int) partition by list (a);
create table td partition of t default;
create table t1 partition of t for values in (1);
alter table t detach partition td;
alter table t attach partition td default;
create table t2 partition of t for values in (1);
alter table t attach partition td default;
--- case: bounds in other types
create table t (ts timestamptz, n numeric) partition by range (ts);
create table t1 partition of t for values from ('2024-01-01') to ('2024-02-01');
create table t2 partition of t for values from ('2024-02-01') to ('2024-03-01');
create table t3 partition of t for values from ('2024-01-31') to ('2024-02-02');
create table t4 partition of t for values from ('2024-04-01') to ('2024-03-01');
create table t5 partition of t for values from ('2024-05-01'::date) to ('2024-05-01'::date + 31);
create table t6 partition of t for values from (minvalue) to ('2023-01-01 00:00+02');
