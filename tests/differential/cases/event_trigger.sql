--- case: create
create function f() returns event_trigger language plpgsql as 'begin end';
create function g() returns trigger language plpgsql as 'begin return new; end';
create event trigger e on ddl_command_end execute function f();
create event trigger e on ddl_command_start execute function f();
create event trigger e2 on nosuch execute function f();
create event trigger e2 on sql_drop execute function g();
create event trigger e2 on sql_drop execute function nosuch();
create event trigger e2 on ddl_command_end when tag in ('CREATE TABLE', 'NO SUCH') execute function f();
--- case: create 2
create function f() returns event_trigger language plpgsql as 'begin end';
create function g() returns trigger language plpgsql as 'begin return new; end';
create event trigger e2 on ddl_command_end when nosuch in ('CREATE TABLE') execute function f();
create event trigger e2 on ddl_command_end when tag in ('CREATE TABLE') and tag in ('DROP TABLE') execute function f();
create event trigger e2 on ddl_command_end when tag in ('CREATE DATABASE') execute function f();
create event trigger e2 on table_rewrite when tag in ('CREATE TABLE') execute function f();
create event trigger e2 on login when tag in ('CREATE TABLE') execute function f();
--- case: alter and drop
create function f() returns event_trigger language plpgsql as 'begin end';
create event trigger e on sql_drop when tag in ('DROP TABLE') execute procedure f();
alter event trigger e disable;
alter event trigger e enable always;
alter event trigger nosuch disable;
alter event trigger e rename to e2;
alter event trigger e rename to e3;
alter event trigger e2 owner to nosuch;
comment on event trigger e2 is 'x';
comment on event trigger e is 'x';
drop function f;
drop event trigger e2;
drop event trigger e2;
drop event trigger if exists e2;
--- case: arguments and names
create function f() returns event_trigger language plpgsql as 'begin end';
create function h(int) returns event_trigger language plpgsql as 'begin end';
create function s() returns event_trigger language sql as 'select 1';
create event trigger "E" on table_rewrite execute function f();
create event trigger e on table_rewrite execute function f();
alter event trigger e rename to "E";
drop event trigger "E", e cascade;
create event trigger e on ddl_command_start execute function f(1);
drop function f cascade;
