--- case: add column
create table t (a int);
alter table t add column b text not null default 'x', add c int references t (a), add d serial;
alter table t add column a int;
alter table t add column if not exists a text;
alter table t add column if not exists e int check (e > 0);
alter table nosuch add column a int;
alter table if exists nosuch add column a int;
alter table t add column f int, add column f text;
--- case: add column of bad types
create table t (a int);
alter table t add column b nosuch;
alter table t add column xmin int;
alter table t add column b record;
alter table t add column b t;
alter table t add column b int collate "C";
alter table t add column b text collate nosuch;
alter table t add column b int default 'x';
alter table t add column b int default a;
--- case: add column with constraints
create table t (a int primary key);
alter table t add column b int primary key;
alter table t add column b int unique check (b > a) references t;
alter table t add column c int constraint t_b_check check (c > 0);
alter table t add column d int references nosuch;
alter table t add column d text references t;
alter table t add column e int generated always as (a * 2) stored, add f int generated always as identity;
alter table t add column g int generated always as (e) stored;
--- case: add column to a view and others
create view v as select 1 as a;
create sequence s;
create type ty as (a int);
create materialized view m as select 1 as a;
alter table v add column b int;
alter table s add column b int;
alter table ty add column b int;
alter table m add column b int;
alter view v add column b int;
--- case: drop column
create table t (a int primary key, b int unique, c int check (c > 0), d int, check (c > d), unique (b, c));
create index on t (d);
create index on t (a) where d > 0;
alter table t drop column nosuch;
alter table t drop column if exists nosuch;
alter table t drop column d;
alter table t drop column d;
alter table t drop column b, drop column c;
--- case: drop system columns and all columns
create table t (a int, b int);
alter table t drop column xmin;
alter table t drop a, drop b;
alter table t add column a text;
alter table t drop column ctid cascade;
--- case: drop column with dependents
create table t (a int primary key, b int, c int generated always as (b) stored, d text);
create table u (x int references t);
create view v as select d from t;
alter table t drop column a;
alter table t drop column b;
alter table t drop column d;
alter table t drop column d cascade;
alter table t drop column a cascade;
alter table t drop column b cascade;
--- case: drop column used by policy and trigger
create table t (a int, b int, c int);
create policy p on t using (a > 0);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger tr before update of b on t for each row execute function f();
create trigger tw before update on t for each row when (new.c > 0) execute function f();
alter table t drop column a;
alter table t drop column b;
alter table t drop column c;
alter table t drop column a cascade, drop column b cascade, drop column c cascade;
--- case: drop column with views on views
create table t (a int, b int);
create view v1 as select a, b from t;
create view v2 as select a from v1;
create materialized view m as select b from t;
create rule r as on insert to v1 do instead insert into t values (new.a, new.b);
alter table t drop column a;
alter table t drop column b cascade;
alter table t drop column a;
--- case: alter column type
create table t (a int, b text, c varchar(10), d int default 5, e jsonb);
alter table t alter column a type bigint;
alter table t alter column b type int;
alter table t alter column b type int using b::int;
alter table t alter column c type varchar(20), alter column d type text;
alter table t alter column e type int;
alter table t alter column nosuch type int;
alter table t alter column a type nosuch;
alter table t alter column a type int using nosuch;
--- case: alter column type and the default
create table t (a text default 'x', b boolean default true, c int default 1, d text default '1');
alter table t alter column a type int using a::int;
alter table t alter column b type int using b::int;
alter table t alter column c type boolean using c > 0;
alter table t alter column d drop default, alter column d type int using d::int;
alter table t alter column d set default 'y';
alter table t alter column d set default 'x', alter column d type text;
--- case: alter column type and dependents
create table t (a int, b int, c int generated always as (a) stored, d int);
create view v as select b from t;
create index on t (d, (d + 1));
alter table t alter column a type bigint;
alter table t alter column b type bigint;
alter table t alter column c type bigint;
alter table t alter column c type bigint using c;
alter table t alter column d type text;
--- case: alter column type with constraints
create table p (id int primary key, x text unique);
create table c (id int references p, x text references p (x), y int check (y > 0));
alter table p alter column id type bigint;
alter table c alter column id type text;
alter table p alter column x type varchar(5), alter column x type int;
alter table c alter column y type text;
alter table c alter column y type boolean using y > 0;
alter table c alter column x type uuid using x::uuid;
--- case: alter column type used by functions and triggers
create table t (a int, b int, c int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger tr before update of a on t for each row execute function f();
create trigger tw before update on t for each row when (new.b > 0) execute function f();
create policy p on t using (c > 0);
alter table t alter column a type bigint;
alter table t alter column b type bigint;
alter table t alter column c type bigint;
--- case: alter column type of function bodies
create table t (a int, b int);
create function f() returns setof int begin atomic select a from t; end;
create function g() returns setof int language sql as 'select a from t';
alter table t alter column a type text;
drop function f;
alter table t alter column a type text;
alter table t drop column b;
drop function g();
--- case: alter column type using
create table t (a text, b text);
alter table t alter column a type int using sum(a::int);
alter table t alter column a type int using (select 1);
alter table t alter column a type int using generate_series(1, 2);
alter table t alter column a type int using length(b), alter column b type int using length(a);
alter table t alter column a type date using now(), alter column b type text using 'x';
alter table t alter column a type date using 1;
alter table t alter a type text, alter a type int;
alter table t alter column a type int collate "C";
--- case: alter system column and pseudo types
create table t (a int);
alter table t alter column xmin type int;
alter table t alter column ctid set default '(0,0)';
alter table t alter column tableoid set not null;
alter table t alter column a type record using null;
alter table t alter column a type t using null;
alter table t alter column a type serial;
alter table t alter column a type text[] using array[a];
--- case: set and drop default
create table t (a int, b text, c int generated always as (a) stored, d int generated always as identity);
alter table t alter column a set default 1;
alter table t alter column a set default 'x';
alter table t alter column a set default b;
alter table t alter column b set default now();
alter table t alter column nosuch set default 1;
alter table t alter column c set default 1;
alter table t alter column d set default 1;
alter table t alter column c drop default;
--- case: drop default more
create table t (a int default 1, d int generated always as identity);
alter table t alter column a drop default;
alter table t alter column a drop default;
alter table t alter column d drop default;
alter table t alter column nosuch drop default;
alter table t alter column a set default nextval('nosuch');
alter table t alter column a set default nextval('nosuch'::regclass);
create sequence s;
alter table t alter column a set default nextval('s');
--- case: set and drop not null
create table t (a int, b int not null, c int primary key, d int generated always as identity);
alter table t alter column a set not null, alter column b drop not null;
alter table t alter column a set not null;
alter table t alter column b drop not null;
alter table t alter column c drop not null;
alter table t alter column d drop not null;
alter table t alter column nosuch set not null;
alter table t alter column nosuch drop not null;
--- case: identity commands
create table t (a int, b int not null, c int not null default 1, d text not null, e int generated always as identity);
alter table t alter column a add generated always as identity;
alter table t alter column b add generated by default as identity;
alter table t alter column b add generated always as identity;
alter table t alter column c add generated always as identity;
alter table t alter column d add generated always as identity;
alter table t alter column b set generated always, alter column e set increment 5 set start 3 restart;
alter table t alter column a set generated always;
alter table t alter column e drop identity;
--- case: identity commands more
create table t (a int, e int generated always as identity);
alter table t alter column a drop identity;
alter table t alter column a drop identity if exists;
alter table t alter column nosuch drop identity;
alter table t alter column nosuch add generated always as identity;
alter table t alter column xmin add generated always as identity;
alter table t alter column e set (n_distinct = 5);
alter table t alter column e set generated always set generated by default;
alter table t alter column e set maxvalue 0;
--- case: set and drop expression
create table t (a int, b int generated always as (a) stored, c int generated always as (a) virtual, d int default 1);
alter table t alter column b set expression as (a * 3);
alter table t alter column c set expression as (a * 3);
alter table t alter column d set expression as (a * 3);
alter table t alter column b drop expression;
alter table t alter column b drop expression;
alter table t alter column b drop expression if exists;
alter table t alter column c drop expression;
alter table t alter column nosuch drop expression;
--- case: set expression that is wrong
create table t (a int, b int generated always as (a) stored, c int);
alter table t alter column b set expression as (nosuch);
alter table t alter column b set expression as (b);
alter table t alter column b set expression as (random());
alter table t alter column b set expression as (a::text || 'x');
alter table t alter column nosuch set expression as (1);
create view v as select b from t;
alter table t alter column b set expression as (c);
alter table t alter column b type bigint;
--- case: statistics storage and options
create table t (a int, b text, c int generated always as (a) virtual);
alter table t alter column a set statistics 100;
alter table t alter column a set statistics 100000;
alter table t alter column a set statistics -2;
alter table t alter column nosuch set statistics 100;
alter table t alter column 1 set statistics 100;
alter table t alter column c set statistics 100;
alter table t alter column a set storage extended;
alter table t alter column b set storage external;
--- case: storage and compression more
create table t (a int, b text);
alter table t alter column b set storage nosuch;
alter table t alter column nosuch set storage plain;
alter table t alter column a set compression pglz;
alter table t alter column b set compression pglz;
alter table t alter column b set compression nosuch;
alter table t alter column b set compression default;
alter table t alter column a set (n_distinct = -0.5, n_distinct_inherited = 10);
alter table t alter column a set (nosuch = 1);
--- case: attribute options
create table t (a int, b text);
alter table t alter column a set (n_distinct = -5);
alter table t alter column a reset (n_distinct);
alter table t alter column a reset (n_distinct = 4);
alter table t alter column nosuch set (n_distinct = 1);
alter table t alter column xmin set statistics 4;
alter table t alter column xmin set storage plain;
alter table t alter column a set statistics default;
--- case: rename column
create table t (a int, b int, c int generated always as (a) stored);
alter table t rename column a to x;
alter table t rename column a to y;
alter table t rename b to x;
alter table t rename column b to xmin;
alter table t rename column xmin to z;
alter table nosuch rename column a to b;
alter table if exists nosuch rename column a to b;
alter table t rename x to "Name With Blanks";
--- case: rename column in a view
create table t (a int);
create view v as select a from t;
alter table t rename a to b;
alter view v rename column a to z;
alter view v rename column nosuch to y;
alter table v rename column z to "Z";
select a from v;
select "Z" from v;
create or replace view v as select b from t;
--- case: rename column with dependents
create table t (a int primary key, b int check (b > 0));
create index on t (b);
create table u (x int references t (a));
create policy p on t using (a = 1);
alter table t rename a to id;
alter table t rename b to c;
create index on t (c);
alter table t add check (c > 1);
alter table t drop constraint t_b_check;
--- case: several subcommands
create table t (a int, b int);
alter table t add column c int, drop column c;
alter table t drop column a, add column a text;
alter table t add column d int, alter column d set not null, add check (d > 0);
alter table t alter column b type text, alter column b set default 'x', alter column b set not null;
alter table t drop column b, alter column b set default 1;
alter table t add column e int, add constraint u unique (e), add primary key (d);
alter table t rename to u, add column c int;
alter table t add column g int, add column nosuch nosuch;
--- case: if exists forms
alter table if exists nosuch drop column a, add column b nosuch;
alter table if exists nosuch.t drop column a;
alter table if exists only nosuch drop column a;
alter view if exists nosuch rename column a to b;
alter index if exists nosuch rename to x;
alter sequence if exists nosuch restart;
alter materialized view if exists nosuch rename to x;
alter foreign table if exists nosuch add column a int;
--- case: wrong kinds in alter
create table t (a int);
create view v as select a from t;
create index i on t (a);
create sequence s;
alter view t alter column a set default 1;
alter table v alter column a set default 1;
alter table i alter column a set default 1;
alter table s alter column last_value set default 1;
--- case: wrong kinds in alter more
create table t (a int);
create view v as select a from t;
create materialized view m as select a from t;
create sequence s;
create index i on t (a);
alter view v alter column a drop not null;
alter materialized view m add column b int;
alter index t set (fillfactor = 50);
--- case: wrong kinds in alter third
create table t (a int);
create view v as select a from t;
create sequence s;
create index i on t (a);
alter sequence t restart;
alter sequence v increment 2;
alter table v drop column a;
alter foreign table t add column b int;
alter table s rename to s2;
alter view s2 rename to s3;
alter index s2 rename to s3;
--- case: unicode and quoted names
create table "Tabelle ä" ("Spalte ö" int, "select" text, "a""b" int);
alter table "Tabelle ä" add column "Spalte ö" int;
alter table "tabelle ä" add column x int;
alter table "Tabelle ä" drop column "spalte ö";
alter table "Tabelle ä" alter column "a""b" type nosuch;
alter table "Tabelle ä" rename column "select" to "Sel.ect";
alter table U&"Tabelle \00e4" drop column "Sel.ect";
--- case: typed and default with function
create function nextid() returns int language sql as 'select 1';
create table t (a int default nextid(), b int);
drop function nextid;
drop function nextid() cascade;
alter table t alter column b set default nextid();
--- case: whole row and row type use
create table t (a int, b int);
create table u (x t, y t[]);
alter table t add column c int;
alter table t alter column a type bigint;
alter table t drop column b;
alter table t add column d int default 3;
alter table t add column e int not null;
create view v as select t from t;
drop table t;
--- case: add column then use in the same statement
create table t (a int);
alter table t add column b int generated always as (c) stored, add column c int;
alter table t add column c int, add column b int generated always as (c) stored;
alter table t add column d int, add constraint dd check (d > 0 and nosuch > 0);
alter table t add constraint ee check (e > 0), add column e int;
alter table t add column f int unique, add constraint ff foreign key (a) references t (f);
