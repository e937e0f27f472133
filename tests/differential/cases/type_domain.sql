--- case: create
create domain d as int;
create domain d as int;
create domain e as text not null default 'x' collate "C" constraint c check (value <> '') check (length(value) > 1);
create domain f as varchar(20)[];
create domain g as d check (value > 0);
create domain h as nosuch;
create domain i as record;
create domain j as int collate "C";
create domain k as anyelement;
create domain nosuch.l as int;
--- case: clauses that may not be
create domain d1 as int null not null;
create domain d2 as int default 1 default 2;
create domain d3 as int not null not null;
create domain d4 as int primary key;
create domain d5 as int unique;
create domain d6 as int references t;
create domain d7 as int check (value > 0) no inherit;
create domain d8 as int check (value > 0) deferrable;
create domain d9 as int generated always as identity;
create domain d10 as int check (value > 0) not enforced;
--- case: clauses that may not be more
create domain d1 as int generated always as (1) stored;
create domain d2 as int not null no inherit;
create domain d3 as int exclude (a with =);
create domain d4 as int check (value > 0) not valid;
create domain d5 as int constraint x null;
create domain d6 as int constraint a check (value > 0) constraint a check (value < 9);
create domain d7 as int constraint a not null constraint b check (value > 0);
create domain d8 as int collate "C" default 3;
--- case: checks
create table t (a int);
create domain d as int check (nosuch > 0);
create domain d as int check (value);
create domain d as int check (value > 'x');
create domain d as int check (value > (select max(a) from t));
create domain d as int check (max(value) > 1);
create domain d as int check (a > 0);
create domain d as int check (t.a > 0);
create domain d as int check (value > 0 and value < 'y'::int);
create domain d as int check (lower(value) = 'x');
create domain d as text check (value ~ '^[a-z]+$' and value is not null);
--- case: defaults
create domain d1 as int default 'x';
create domain d2 as int default true;
create domain d3 as int default a;
create domain d4 as int default (select 1);
create domain d5 as text default 1;
create domain d6 as timestamptz default now();
create domain d7 as int default value;
create domain d8 as int default nosuch();
--- case: alter
create domain d as int;
alter domain d set default 1;
alter domain d set default 'x';
alter domain d drop default;
alter domain d set not null;
alter domain d drop not null;
alter domain d add constraint c check (value > 0);
alter domain d add constraint c check (value > 1);
alter domain d add check (value < 10), add check (value > 5);
alter domain d add check (value < 10);
alter domain d add check (value < 'x');
--- case: alter constraints
create domain d as int constraint c check (value > 0) not null;
alter domain d drop constraint c;
alter domain d drop constraint c;
alter domain d drop constraint if exists c;
alter domain d add constraint n check (value > 0) not valid;
alter domain d validate constraint n;
alter domain d validate constraint nosuch;
alter domain d validate constraint d_not_null;
alter domain d rename constraint n to m;
alter domain d rename constraint nosuch to m;
alter domain d drop constraint d_not_null;
--- case: alter that may not be
create domain d as int;
create type e as enum ('a');
alter domain nosuch set not null;
alter domain e set not null;
alter domain d add unique (value);
alter domain d add constraint x foreign key (a) references t;
alter domain d add constraint x not null;
alter domain d add constraint y not null;
alter domain d add not null;
alter domain int4 set default 1;
alter domain d add check (value > 0) not enforced;
--- case: rename drop and schema
create domain d as int;
create table t (a d, b d[]);
create schema s;
alter domain d rename to e;
alter domain d rename to f;
alter type e rename to d;
alter domain d set schema s;
drop domain d;
drop domain s.d;
drop domain s.d cascade;
drop domain if exists s.d;
drop domain nosuch;
--- case: drop of others
create type e as enum ('a');
create domain d as int;
create table t (a int);
drop domain e;
drop type d;
drop domain t;
drop domain int4;
drop domain if exists nosuch, nosuch.x;
--- case: use
create domain d as int check (value > 0);
create domain txt as varchar(5) not null;
create table t (a d not null default 5, b txt);
create table u (a d default 'x');
create function f(x d) returns txt language sql as $$ select 'x'::txt $$;
select f(1), f('a');
alter table t alter column a type int;
alter table t alter column b type d using 1;
create view v as select a + 1 as x, b || 'y' as y, a as z from t;
alter domain d add check (value < 100);
--- case: constraints of a domain and functions
create function ok(int) returns boolean language sql immutable as 'select true';
create domain d as int check (ok(value));
drop function ok;
drop function ok cascade;
alter domain d drop constraint d_check;
create domain e as int check (nosuch(value));
--- case: generated constraint names
create domain d as int check (value > 0) check (value > 1);
create domain a_domain_with_a_very_long_name_of_more_than_fifty_characters as int check (value > 0) not null;
create domain f as int constraint f_check check (value > 0) check (value > 1);
alter domain f add check (value > 2);
alter domain f drop constraint f_check1;
alter domain f add check (value > 3);
