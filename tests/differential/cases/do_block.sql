--- case: plain ddl
do $$ begin create table t (a int); end $$;
select a from t;
do $$ begin create table t (a int); end $$;
do $$ begin alter table t add column b int; alter table t add column b int; end $$;
select b from t;
--- case: guards
do $$ begin
  if not exists (select 1 from pg_type where typname = 'mood') then
    create type mood as enum ('a');
  end if;
end $$;
do $$ begin
  if not exists (select 1 from pg_type where typname = 'mood') then
    create type mood as enum ('a');
  end if;
end $$;
create type mood as enum ('b');
create table t (m mood);
--- case: exception
do $$ begin create type e as enum ('a'); exception when duplicate_object then null; end $$;
do $$ begin create type e as enum ('a'); exception when duplicate_object then raise notice 'there'; end $$;
do $$ begin create table t (a e); create table t (a e); exception when duplicate_table then null; end $$;
select * from t;
do $$ begin drop table nosuch; exception when undefined_table then create table made (a int); end $$;
select a from made;
--- case: dynamic
create table a1 (x int);
create table a2 (x int);
do $$ declare r record; begin
  for r in select tablename from pg_tables where schemaname = 'public' order by 1 loop
    execute format('alter table %I enable row level security', r.tablename);
    execute format('create policy p on %I using (true)', r.tablename);
  end loop;
end $$;
create policy p on a1 using (true);
create policy p on a2 using (true);
do $$ begin execute 'drop table ' || 'a1'; end $$;
select * from a1;
select * from a2;
--- case: errors in blocks
do $$ begin perform nosuch(); end $$;
do $$ begin select 1; end $$;
do $$ begin insert into nosuch values (1); end $$;
do $$ begin raise exception 'stop'; end $$;
do $$ begin nonsense; end $$;
do $$ declare x int; begin x := 'a'; end $$;
do $$ begin if nosuch then null; end if; end $$;
do language plpgsql $$ begin execute 'create table'; end $$;
--- case: constraints guarded
create table t (a int);
do $$ begin
  if not exists (select 1 from pg_constraint where conname = 't_a_check') then
    alter table t add constraint t_a_check check (a > 0);
  end if;
  if not exists (select 1 from information_schema.columns where table_name = 't' and column_name = 'b') then
    alter table t add column b int;
  end if;
  if to_regclass('public.u') is null then
    create table u (x int);
  end if;
end $$;
alter table t add constraint t_a_check check (a > 0);
alter table t add column b int;
create table u (x int);
--- case: unknown effects
create table t (a int);
do $$ begin if random() < 2 then drop table if exists t; end if; end $$;
create table t (b int);
do $$ begin if (select count(*) from t) = 0 then alter table t add column c int; end if; end $$;
select c from t;
--- case: variables and loops
do $$ declare n text; begin
  foreach n in array array['x', 'y'] loop
    execute format('create table %I (id int primary key, parent int references %I)', n, n);
  end loop;
  for i in 1..3 loop execute 'create sequence s' || i; end loop;
end $$;
create table x (a int);
create sequence s2;
create sequence s4;
select parent from y;
--- case: functions called
create function mk(name text) returns void language plpgsql as $$ begin execute format('create table %I (id int)', name); end $$;
select mk('made');
select id from made;
select mk('made');
do $$ begin perform mk('other'); end $$;
drop table other, made;
