--- case: triggers of a statement are fired whatever the rows
create table t (a int, b int);
create table other (a int);
create function f() returns trigger language plpgsql as $$ begin insert into other values (1); return null; end $$;
create trigger tr after insert or update or delete or truncate on t for each statement execute function f();
insert into t values (1, 2);
insert into t select * from t where false;
drop table other;
insert into t select * from t where false;
update t set a = 1 where false;
delete from t where false;
truncate t;
drop trigger tr on t;
update t set a = 1 where false;
--- case: BEFORE too, and only for its events and columns
create table t (a int, b int);
create function f() returns trigger language plpgsql as $$ begin perform * from nosuch; return null; end $$;
create trigger tr before update of a on t execute function f();
insert into t values (1);
update t set b = 1;
update t set a = 1;
update t set b = 1, a = 2;
insert into t values (1);
delete from t;
alter table t add unique (b);
insert into t values (1, 1) on conflict (b) do update set b = 2;
insert into t values (1, 2) on conflict (b) do update set a = 2;
alter table t disable trigger tr;
update t set a = 1;
alter table t enable always trigger tr;
update t set a = 1;
alter table t enable replica trigger tr;
update t set a = 1;
--- case: triggers of rows are fired by rows
create table t (a int primary key, b int);
create function f() returns trigger language plpgsql as $$ begin if new.a in (select nosuch from t) then return null; end if; return new; end $$;
create trigger tr before insert or update on t for each row execute function f();
insert into t values (1, 2);
insert into t select 1, 2;
insert into t select * from t;
insert into t default values;
insert into t values (1, 2) on conflict do nothing;
insert into t values (1, 2) on conflict (a) do update set b = 1;
update t set b = 1;
--- case: after the row
create table t (a int primary key, b int);
create function f() returns trigger language plpgsql as $$ begin insert into nosuch (a) values (new.a); return null; end $$;
create trigger tr after insert on t for each row execute function f();
insert into t select * from t;
insert into t values (1, 2);
insert into t select * from t;
--- case: a row that goes no further
create table t (a int primary key, b int);
create function skip() returns trigger language plpgsql as $$ begin return null; end $$;
create function f() returns trigger language plpgsql as $$ begin insert into nosuch (a) values (new.a); return null; end $$;
create trigger a before insert on t for each row execute function skip();
create trigger b after insert on t for each row execute function f();
insert into t values (1, 2);
create or replace function skip() returns trigger language plpgsql as $$ begin new.a := new.a + 1; return new; end $$;
insert into t values (1, 2);
create or replace function skip() returns trigger language plpgsql as $$ begin if new.a > 5 then return null; end if; return new; end $$;
insert into t values (7, 2);
--- case: NEW, OLD and TG_
create table t (a int primary key, b int);
create function f() returns trigger language plpgsql as $$ begin
  if tg_op = 'INSERT' and tg_when = 'BEFORE' and tg_level = 'ROW' and tg_table_name = 't' and tg_nargs = 2 then
    raise exception '% % %', tg_name, old is null, old.a;
  end if;
  return new; end $$;
create trigger tr before insert on t for each row execute function f(1);
insert into t values (1, 2);
drop trigger tr on t;
create trigger tr before insert on t for each row execute function f(1, 2);
insert into t values (1, 2);
drop trigger tr on t;
create trigger tr before insert on t for each statement execute function f(1, 2);
insert into t values (3, 2);
create or replace function f() returns trigger language plpgsql as $$ begin if new is not null or new.a = 1 then return new; end if; perform new.nosuch; return new; end $$;
insert into t values (2, 2);
--- case: fields that are not there
create table t (a int primary key, b int);
create function f() returns trigger language plpgsql as $$ begin new.updated_at = now(); return new; end $$;
create trigger tr before insert or update on t for each row execute function f();
insert into t values (1, 2);
alter table t add updated_at timestamptz;
insert into t values (1, 2);
alter table t rename updated_at to changed;
insert into t values (2, 2);
--- case: no RETURN
create table t (a int primary key, b int);
create function f() returns trigger language plpgsql as $$ begin if tg_op = 'UPDATE' then return new; end if; end $$;
create trigger tr before insert or update on t for each statement execute function f();
insert into t values (1, 2);
update t set b = 1;
--- case: conditions of the rows
create table t (a int primary key, b int);
create function f() returns trigger language plpgsql as $$ begin if new.a > 1 then insert into nosuch values (1); end if; return new; end $$;
create trigger tr before insert on t for each row execute function f();
insert into t values (1, 2);
create trigger w before insert on t for each row when (new.a > 5) execute function f();
insert into t values (0, 2);
--- case: handlers, search_path and transition tables
create schema s;
create table t (a int primary key, b int);
create table s.other (a int);
create function f() returns trigger language plpgsql set search_path = s as $$ begin insert into other values (1); return null; end $$;
create function g() returns trigger language plpgsql as $$ begin insert into other values (1); return null; exception when undefined_table then return null; end $$;
create function h() returns trigger language plpgsql as $$ begin insert into s.other select a from added; return null; end $$;
create trigger a after insert on t execute function f();
create trigger b after insert on t execute function g();
create trigger c after insert on t referencing new table as added execute function h();
insert into t values (1, 2);
drop table s.other;
insert into t values (2, 2);
--- case: views
create table t (a int primary key, b int);
create view v as select * from t;
create function f() returns trigger language plpgsql as $$ begin insert into nosuch values (1); return new; end $$;
create trigger tr before insert on v execute function f();
insert into v values (1, 2);
create function g() returns trigger language plpgsql as $$ begin insert into t select new.*; return new; end $$;
create trigger tr2 instead of insert on v for each row execute function g();
insert into v values (2, 2);
drop trigger tr on v;
insert into v values (3, 2);
alter table t rename to t2;
insert into v values (4, 2);
--- case: rules
create table t (a int primary key, b int);
create function f() returns trigger language plpgsql as $$ begin insert into nosuch values (1); return new; end $$;
create trigger tr before insert on t execute function f();
create rule r as on insert to t do instead nothing;
insert into t values (1, 2);
drop rule r on t;
insert into t values (1, 2);
--- case: what triggers create
create table t (a int primary key, b int);
create function f() returns trigger language plpgsql as $$ begin create table if not exists made (a int); return null; end $$;
create trigger tr before insert on t execute function f();
select * from made;
insert into t values (1, 2);
select * from made;
create or replace function f() returns trigger language plpgsql as $$ begin execute 'create table made_' || tg_table_name || ' ()'; return null; end $$;
insert into t values (2, 2);
insert into t values (3, 2);
drop table made_t;
--- case: constraint triggers
create table t (a int primary key, b int);
create function f() returns trigger language plpgsql as $$ begin insert into nosuch values (1); return new; end $$;
create constraint trigger tr after insert on t deferrable initially deferred for each row execute function f();
insert into t values (1, 2);
drop trigger tr on t;
create constraint trigger tr after insert on t for each row execute function f();
insert into t values (2, 2);
--- case: partitions
create table t (a int, b int) partition by list (a);
create table t1 partition of t for values in (1);
create function f() returns trigger language plpgsql as $$ begin insert into nosuch values (1); return new; end $$;
create trigger tr before insert on t for each row execute function f();
insert into t1 values (1, 2);
drop trigger tr on t;
create trigger tr before insert on t execute function f();
insert into t1 values (1, 2);
insert into t values (1, 2);
