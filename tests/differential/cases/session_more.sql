--- case: AND CHAIN outside of a block [database]
commit and chain;
rollback and chain;
create table t (a int);
rollback;
select * from t;
begin;
insert into t values (1);
commit and chain;
insert into t values (2);
rollback and chain;
commit;
select * from t;
--- case: session authorization ends SET ROLE
create role r_auth_a;
set role r_auth_a;
reset session authorization;
drop role r_auth_a;
create role r_auth_b;
set role r_auth_b;
set session authorization default;
create table t (a int);
alter table t owner to r_auth_b;
drop role r_auth_b;
--- case: cursors of functions [database]
create function opens() returns refcursor language plpgsql as $$ declare c refcursor := 'opened'; begin open c for select 1; return c; end $$;
begin;
select opens();
fetch all from opened;
commit;
fetch all from opened;
begin;
fetch all from opened;
rollback;
--- case: functions in SQL that make tables
create function makes() returns void language sql as 'create table made as select 1 as a; select;';
select makes();
select a from made;
drop table made;
create function alters(cmd text) returns void language plpgsql as $$ begin execute cmd; end $$;
create table t (a int);
create table u (a int);
select alters('alter table t add b int');
select b from t;
select b from u;
alter table u drop column b;
--- case: builtin locales
create collation c_one (provider = builtin, locale = 'C.UTF8');
create collation c_two (provider = builtin, locale = 'C.UTF-8');
create collation c_three (provider = builtin, locale = 'nosuch');
--- case: RESET in what is stored
create role r_reset;
alter role r_reset reset nosuch;
alter role r_reset set nosuch = 1;
alter role r_reset reset work_mem;
alter role r_reset reset all;
--- case: indexes of the catalogs
reindex index pg_am_name_index;
drop index nosuch_index;
