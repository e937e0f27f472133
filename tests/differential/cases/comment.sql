--- case: relations
create table t (a int, b text);
create view v as select a from t;
create index i on t (a);
comment on table t is 'x';
comment on table t is null;
comment on table nosuch is 'x';
comment on table v is 'x';
comment on view t is 'x';
comment on index i is 'x';
comment on index t is 'x';
comment on index nosuch is 'x';
comment on table nosuch.t is 'x';
--- case: columns
create table t (a int);
create view v as select 1 as x;
create type c as (f int);
create index i on t (a);
comment on column t.a is 'x';
comment on column t.nosuch is 'x';
comment on column nosuch.a is 'x';
comment on column a is 'x';
comment on column public.t.a is 'y';
--- case: columns 2
create table t (a int);
create view v as select 1 as x;
create type c as (f int);
create index i on t (a);
comment on column v.x is 'x';
comment on column c.f is 'x';
comment on column i.a is 'x';
comment on column x.y.z.t.a is 'x';
--- case: constraints
create table t (a int primary key, constraint c check (a > 0));
create domain d as int constraint dc check (value > 0);
comment on constraint c on t is 'x';
comment on constraint t_pkey on t is 'x';
comment on constraint nosuch on t is 'x';
comment on constraint c on nosuch is 'x';
comment on constraint dc on domain d is 'x';
comment on constraint nosuch on domain d is 'x';
comment on constraint dc on domain nosuch is 'x';
comment on constraint dc on domain int4 is 'x';
--- case: functions and types
create function f(a int, out b int) language sql as 'select 1';
create type e as enum ('a');
create domain d as int;
comment on function f(int) is 'x';
comment on function f(a int, out b int) is 'y';
comment on function f is 'z';
comment on function f(text) is 'x';
comment on function nosuch() is 'x';
--- case: functions and types 2
create function f(a int, out b int) language sql as 'select 1';
create type e as enum ('a');
create domain d as int;
comment on aggregate f(int) is 'x';
comment on procedure f(int) is 'x';
comment on routine f(int) is 'w';
comment on type e is 'x';
comment on type nosuch is 'x';
--- case: functions and types 3
create function f(a int, out b int) language sql as 'select 1';
create type e as enum ('a');
create domain d as int;
comment on domain d is 'x';
comment on domain e is 'x';
comment on type d is 'x';
--- case: others
comment on schema nosuch is 'x';
comment on extension plpgsql is 'x';
comment on extension nosuch is 'x';
comment on language plpgsql is 'x';
comment on language nosuch is 'x';
comment on database nosuch is 'x';
comment on role nosuch is 'x';
comment on role current_user is 'x';
comment on tablespace nosuch is 'x';
comment on tablespace pg_default is null;
comment on large object 12345 is 'x';
--- case: others more
comment on access method btree is 'x';
comment on access method nosuch is 'x';
comment on event trigger nosuch is 'x';
comment on publication nosuch is 'x';
comment on subscription nosuch is 'x';
comment on server nosuch is 'x';
comment on foreign data wrapper nosuch is 'x';
comment on collation "C" is 'x';
--- case: others more 2
comment on collation nosuch is 'x';
comment on conversion nosuch is 'x';
comment on text search configuration nosuch is 'x';
comment on statistics nosuch is 'x';
comment on operator + (int, int) is 'x';
comment on operator + (int, nosuch) is 'x';
comment on transform for int language sql is 'x';
--- case: move and drop
create table t (a int, b int);
comment on table t is 'table';
comment on column t.a is 'column';
comment on column t.b is 'other';
alter table t rename to u;
alter table u rename column a to c;
alter table u drop column b;
comment on column t.a is 'x';
comment on column u.c is 'new';
--- case: parts of other kinds
create table t (a int);
create sequence q;
create index i on t (a);
create view v as select 1 as a;
create type c as (a int);
create type e as enum ();
comment on column q.last_value is 'x';
comment on column q.nosuch is 'x';
comment on column i.nosuch is 'x';
comment on column v.xmin is 'x';
--- case: parts of other kinds 2
create table t (a int);
create sequence q;
create index i on t (a);
create view v as select 1 as a;
create type c as (a int);
create type e as enum ();
comment on column c.xmin is 'x';
comment on column e.x is 'x';
comment on column nosuch.t.a is 'x';
comment on trigger x on v is 'x';
--- case: parts of other kinds 3
create table t (a int);
create sequence q;
create index i on t (a);
create view v as select 1 as a;
create type c as (a int);
create type e as enum ();
comment on trigger x on i is 'x';
comment on trigger x on c is 'x';
comment on rule "_RETURN" on v is null;
comment on rule "_RETURN" on t is 'x';
--- case: parts of other kinds 4
create table t (a int);
create sequence q;
create index i on t (a);
create view v as select 1 as a;
create type c as (a int);
create type e as enum ();
comment on policy p on v is 'x';
comment on constraint c on v is 'x';
comment on constraint c on i is 'x';
comment on type _e is null;
--- case: parts of other kinds 5
create table t (a int);
create sequence q;
create index i on t (a);
create view v as select 1 as a;
create type c as (a int);
create type e as enum ();
comment on type c is 'x';
comment on type t is null;
comment on cast (int as nosuch) is 'x';
comment on cast (int as e) is 'x';
--- case: parts of other kinds 6
create table t (a int);
create sequence q;
create index i on t (a);
create view v as select 1 as a;
create type c as (a int);
create type e as enum ();
comment on table pg_class is 'x';
comment on column pg_class.relname is 'x';
comment on table t is '';
comment on column t.a is 'x';
--- case: parts of other kinds 7
create table t (a int);
create sequence q;
create index i on t (a);
create view v as select 1 as a;
create type c as (a int);
create type e as enum ();
comment on column t.a is '';
--- case: security labels
create table t (a int);
security label on table t is 'x';
security label on table nosuch is 'x';
security label for nosuch on table t is 'x';
security label for nosuch on table nosuch is null;
