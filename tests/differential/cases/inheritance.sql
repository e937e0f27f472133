--- case: columns are merged
create table p (a int not null default 1, b text check (b <> ''));
create table c (c int) inherits (p);
create table d (a int default 2, b text not null) inherits (p);
create table e (a bigint) inherits (p);
create table f (b text collate "C") inherits (p);
create table g (a int, a int) inherits (p);
create table h () inherits (nosuch);
--- case: several parents
create table p1 (a int, b int default 1);
create table p2 (b int default 2, c int);
create table p3 (b text);
create table c1 () inherits (p1, p2);
create table c2 (b int default 3) inherits (p1, p2);
create table c3 () inherits (p1, p3);
create table c4 () inherits (p1, p1);
create table c5 (x int) inherits (p2, p1);
--- case: several parents without conflict
create table p1 (a int, b int);
create table p2 (b int, c int not null);
create table c () inherits (p1, p2);
alter table p1 add column d int;
alter table p2 add column d int;
alter table p2 drop column d;
alter table p1 drop column d;
alter table p1 drop column b;
alter table p2 drop column b;
--- case: parents of other kinds
create view v as select 1 as a;
create sequence s;
create type comp as (a int);
create table typed of comp;
create temp table tt (a int);
create table part (a int) partition by list (a);
create table c () inherits (v);
create table c () inherits (s);
create table c () inherits (typed);
create table c () inherits (tt);
create table c () inherits (part);
create temp table tc () inherits (tt);
--- case: inherit
create table p (a int, b text);
create table c (a int, b text);
create table d (a int);
create table e (a bigint, b text);
create table f (a int, b text collate "C");
alter table c inherit p;
alter table c inherit p;
alter table d inherit p;
alter table e inherit p;
alter table f inherit p;
alter table p inherit c;
alter table p inherit p;
--- case: inherit with constraints
create table p (a int not null, b int, constraint bb check (b > 0));
create table c (a int, b int);
create table d (a int not null, b int);
create table e (a int not null, b int, constraint bb check (b > 1));
create table f (a int not null, b int, constraint bb check (b > 0));
create table g (a int not null, b int, constraint bb check (b > 0) no inherit);
alter table c inherit p;
alter table d inherit p;
alter table e inherit p;
alter table f inherit p;
alter table g inherit p;
--- case: inherit generated
create table p (a int, b int generated always as (a) stored);
create table c (a int, b int);
create table d (a int, b int generated always as (a + 1) stored);
create table e (a int, b int generated always as (a) virtual);
create table q (a int, b int);
create table f (a int, b int generated always as (a) stored);
alter table c inherit p;
alter table d inherit p;
alter table e inherit p;
alter table f inherit q;
--- case: generated columns in children
create table p (a int, b int generated always as (a) stored, c int);
create table c1 () inherits (p);
create table c2 (b int default 1) inherits (p);
create table c3 (b int generated always as identity) inherits (p);
create table c4 (b int generated always as (a * 2) stored) inherits (p);
create table c5 (c int generated always as (a) stored) inherits (p);
create table c6 (b int generated always as (a) virtual) inherits (p);
alter table c1 alter column b drop expression;
alter table only p alter column b drop expression;
alter table p alter column b drop expression;
--- case: no inherit
create table p (a int, b text);
create table c (x int) inherits (p);
create table d (a int, b text);
alter table d no inherit p;
alter table c no inherit p;
alter table c drop column a;
alter table c no inherit p;
drop table p;
--- case: alter recursion
create table p (a int);
create table c () inherits (p);
create table g () inherits (c);
alter table p add column b int;
alter table only p add column x int;
alter table g drop column b;
alter table c alter column a type bigint;
alter table only p alter column a type bigint;
alter table p alter column a type bigint;
alter table p rename a to aa;
alter table only p rename b to bb;
alter table p drop column b;
--- case: only drop column
create table p (a int, b int);
create table c () inherits (p);
alter table only p drop column a;
alter table c drop column a;
alter table p drop column b;
alter table c drop column b;
alter table p add column c int not null default 0;
alter table only p alter column c drop not null;
--- case: add a column that a child has
create table p (a int);
create table c (b int, c text, d text) inherits (p);
alter table p add column b int;
alter table p add column c int;
alter table p add column d text default 'x';
alter table p add column e int generated always as identity;
alter table p drop column b;
--- case: children and drops
create table p (a int);
create table c () inherits (p);
create view v as select a from c;
drop table p;
drop table p, c;
drop table c cascade;
drop table p;
--- case: constraints are inherited
create table p (a int, constraint x check (a > 0), constraint n check (a > 1) no inherit);
create table c () inherits (p);
create table d (constraint x check (a > 0)) inherits (p);
create table e (constraint x check (a > 5)) inherits (p);
create table f (constraint x check (a > 0) no inherit) inherits (p);
alter table p drop constraint x;
alter table d drop constraint x;
alter table only p drop constraint n;
--- case: not null in hierarchies
create table p (a int, b int not null);
create table c () inherits (p);
create table d (b int null) inherits (p);
alter table p alter column a set not null;
alter table c alter column a drop not null;
alter table c alter column b drop not null;
alter table p alter column a drop not null;
alter table only p alter column b drop not null;
alter table p add constraint nn not null a no inherit;
--- case: not null no inherit
create table p (a int not null no inherit);
create table c () inherits (p);
create table d (a int not null no inherit) inherits (p);
alter table p alter constraint p_a_not_null inherit;
create table q (a int constraint one not null, constraint two not null a);
create table r (a int not null no inherit, not null a);
create table s (a int constraint one not null, b int, constraint s_b not null b) inherits (q);
--- case: keys are not inherited
create table p (id int primary key, u int unique);
create table c () inherits (p);
create table o (x int references c (id));
alter table c add primary key (id);
create table o (x int references c);
alter table p alter column id drop not null;
alter table p drop constraint p_pkey;
--- case: triggers and inheritance
create table p (a int);
create table c (a int);
create function f() returns trigger language plpgsql as 'begin return null; end';
create trigger tr after insert on c referencing new table as n for each row execute function f();
alter table c inherit p;
drop trigger tr on c;
alter table c inherit p;
create trigger tr after insert on c referencing new table as n for each row execute function f();
create trigger tr after insert on c referencing new table as n for each statement execute function f();
--- case: like and inherits together
create table p (a int default 1, b int);
create table c (like p including defaults) inherits (p);
create table d (b int not null, like p) inherits (p);
create table e (x int, constraint k primary key (a)) inherits (p);
create table f (constraint k2 primary key (nosuch)) inherits (p);
--- case: defaults that conflict
create table p1 (a int default 1);
create table p2 (a int default 1);
create table p3 (a int default 2);
create table c1 () inherits (p1, p2);
create table c2 () inherits (p1, p3);
create table c3 (a int) inherits (p1, p3);
create table c4 (a int default 9) inherits (p1, p3);
