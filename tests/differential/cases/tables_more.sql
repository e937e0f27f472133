--- case: a key that references its own column
create table t (a int primary key, b int);
alter table t add foreign key (a) references t (a);
alter table t add foreign key (b) references t (a);
alter table t drop column b;
drop table t;

--- case: like and inherits together
create table p (a int constraint ck check (a > 0), b text primary key);
create table c (like p including constraints) inherits (p);
create table d (x int, like p including indexes, primary key (x));
create table n (a int, check (a > 0) no inherit);
create table e (like n including all) partition by list (a);

--- case: a child may declare an inherited constraint as its own
create table p (a int);
create table c () inherits (p);
alter table p add constraint ck check (a > 0);
alter table c add constraint ck check (a > 0);
alter table c add constraint ck check (a > 0);
alter table p drop constraint ck;
alter table c drop constraint ck;

--- case: primary key of only the parent
create table t (a int) partition by range (a);
create table t1 partition of t for values from (0) to (10);
alter table only t add primary key (a);
alter table t1 add not null a;
alter table only t add primary key (a);
alter table t1 add primary key (a);
alter index t_pkey attach partition t1_pkey;
alter table t1 alter column a drop not null;

--- case: row types in use
create table t (a int, b int generated always as (a) stored);
create table u (x t, y t[]);
alter table t alter column a set default 1;
alter table t add column c int;
alter table t add column d int default 1;
alter table t alter column c type bigint;
alter table t alter column b set expression as (a + 1);
alter table t add column e u;
alter table t drop column c;

--- case: a composite type inside of itself
create type a as (x int);
create type b as (y a);
create domain d as b;
alter type a add attribute z b;
alter type a add attribute z b[];
alter type a add attribute z d;
alter type b add attribute z a;

--- case: type change of a column that checks compare
create type mood as enum ('a', 'b');
create table t (a text check (a in ('a', 'b')), b varchar check (b in ('a', 'b')), c text default 'a', d int check (d > 0));
alter table t alter column a type mood using a::mood;
alter table t alter column b type mood using b::mood;
alter table t alter column c type mood using c::mood;
alter table t alter column c drop default, alter column c type mood using c::mood, alter column c set default 'a';
alter table t alter column d type bigint;
alter table t alter column d type text;
alter table t alter column c type text;

--- case: keys to partitions that come and go
create table p (a int primary key, b int references p) partition by range (a);
create table p1 partition of p for values from (0) to (10) partition by range (a);
create table p11 partition of p1 for values from (0) to (5);
alter table p detach partition p1;
alter table p attach partition p1 for values from (0) to (10);
alter table p1 detach partition p11;
alter table p1 attach partition p11 for values from (0) to (5);
drop table p11;
drop table p;

--- case: partition keys of functions
create function one() returns int immutable language sql as 'select 1';
create function plus(int) returns int immutable language sql as 'select $1 + 1';
create table t (a int) partition by range (one());
create table t (a int) partition by range (('x'));
create domain d as int;
create table t (a d, b int) partition by range (plus(a));
alter table t drop column a;
drop domain d;
drop function plus(int);
drop domain d cascade;
select * from t;

--- case: sequences that have gone too far
create sequence s start 50;
alter sequence s maxvalue 40 start 1;
alter sequence s restart with 20;
alter sequence s maxvalue 40 start 1;
create sequence d increment -1 start -50;
alter sequence d minvalue -40 start -1;

--- case: index expressions that hang on settings
create table t (a timestamptz, b timestamp, c date, d text, e jsonb);
create index on t ((a::date));
create index on t ((a::text));
create index on t ((b::date));
create index on t (((e ->> 'x')::timestamptz));
create index on t (((e ->> 'x')::int));
create index on t ((d::date));
create index on t (date_trunc('day', a));
create index on t (date_trunc('day', a at time zone 'UTC'));
create index on t (c) where a > '2020-01-01';
create index on t (c) where a > now();
create table g (a timestamptz, b date generated always as (a::date) stored);
create table g (a timestamptz, b date generated always as ((a at time zone 'UTC')::date) stored);

--- case: exclusion on partitioned tables
create table t (a int, r int4range, exclude using gist (r with &&)) partition by list (a);
create table t (r int4range, exclude using gist (r with &&)) partition by range (r);
create table t (r int4range, exclude using gist (r with =)) partition by range (r);
