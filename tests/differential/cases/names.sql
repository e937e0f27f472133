--- case: quoted and folded
create table Users (Id int, "Name" text, "order" int);
select id, "Name", "order" from USERS;
select name from users;
select "Id" from users;
select Order from users;
create table "Users" (x int);
drop table "users";
drop table USERS;
drop table "USERS";
--- case: unicode
create table größe (länge int, "Länge" int, 日本語 text);
select länge, "Länge", 日本語 from größe;
select LÄNGE from größe;
create table GRÖSSE (a int);
create table "größe" (a int);
alter table größe rename column 日本語 to 中文;
select 日本語 from größe;
select U&"l\00e4nge" from U&"gr\00f6\00dfe";
select U&"\+00ZZ" from größe;
--- case: database qualified
create schema s;
create table s.t (a int);
select * from postgres.s.t;
select * from nosuch.s.t;
select * from a.b.c.t;
select postgres.s.t.a from s.t;
select s.t.a, t.a from s.t;
select public.t.a from s.t;
create view s.v as select * from t;
drop table postgres.s.t;
--- case: hints for misspelt columns
create table users (id int, email text, created_at timestamptz);
select emial from users;
select created from users;
select user_id from users;
select u.emial from users u;
select users.emial from users u;
select id, emailx from users;
select completely_different from users;
select createdat from users;
update users set emial = 'x';
insert into users (emial) values ('x');
--- case: hints for tables
create table users (id int);
create schema app;
create table app.orders (id int, user_id int);
select * from user;
select * from users u where users.id = 1;
select * from orders;
select orders.id from app.orders o;
select o.id, x.id from app.orders o;
select * from app.users;
select users.* from app.orders;
--- case: columns of two tables
create table a (id int, x int, note text);
create table b (id int, y int, note text);
select id from a, b;
select a.id, b.id from a, b;
select z from a, b;
select a.y from a, b;
select x, y from a join b using (id);
select id from a join b using (id);
select note from a join b using (id);
select * from a join b using (x);
select * from a join b using (nosuch);
select * from a natural join b where note = 'x' and nosuch = 1;
--- case: same alias twice
create table t (a int);
create schema s;
create table s.t (a int);
select * from t, t;
select * from t, s.t;
select t.a from public.t, s.t;
select public.t.a from public.t, s.t;
select * from t x, t x;
select * from (select 1) x, t x;
select * from t as x (b) where x.a = 1;
select * from t as x (b, c);
select x.b from t as x (b);
--- case: long names everywhere
create table abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_abcdefghij1 (a int primary key);
create table abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_abcdefghij2 (a int);
create view abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_abcdefghi as select 1 as a;
alter table abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_abcdefghij1 add constraint abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_abcdefghij1 check (a > 0);
alter table abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_abcdefghij1 add constraint abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_abcdefghij2 check (a > 1);
drop table abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_abcdefghij9;
--- case: generated names that collide
create table t (a int, b int);
create index t_a_idx1 on t (b);
create index on t (a);
create index on t (a);
create index on t (a);
alter table t add constraint t_a_check check (a > 0);
alter table t add check (a > 1), add check (a > 2);
create table t_a_idx3 (x int);
create index on t (a);
create sequence t_c_seq;
alter table t add column c serial;
--- case: generated names across schemas
create schema s;
create table s.t (a int primary key, b int unique);
create table t (a int primary key, b int unique);
create type t_pkey2 as enum ('x');
alter table t drop constraint t_pkey, add primary key (b);
create table t_b_key1 (x int);
alter table t add unique (b);
alter table s.t set schema pg_temp;
--- case: not null names
create table t (a int not null, b int constraint t_a_not_null1 not null, c int constraint t_d_not_null not null, d int not null);
alter table t rename column a to z;
alter table t drop constraint t_a_not_null;
alter table t alter column z set not null;
alter table t rename to u;
alter table u alter column d drop not null, alter column d set not null;
--- case: reserved and odd words
create table user (a int);
create table "user" (a int);
create table t (user int);
create table t (a int, check int);
create table t (a int, value int, type text, "check" int);
create table table (a int);
create function left(a int) returns int language sql as 'select 1';
create table public."select" ("from" int);
select "from" from "select";
--- case: whitespace and dots in names
create table "a.b" (c int);
create table " x " (" y " int);
select * from a.b;
select * from "a.b";
select " y" from " x ";
drop table "a"."b";
drop table "a.b", " x ";
