-- case: NEW and OLD
create table t (id int, name text);
create function f() returns trigger language plpgsql as $$
begin
  new.name := upper(new.name);
  if old.nothing is distinct from new.nothing then
    new.changed_at := now();
  end if;
  return new;
end $$;
create trigger g before update on t for each row execute function f();

-- case: one function, two tables
create table t (id int, name text);
create table u (id int, title text);
create function f() returns trigger language plpgsql as $$
begin
  new.name := upper(new.name);
  return new;
end $$;
create trigger g before update on t for each row execute function f();
create trigger g before update on u for each row execute function f();

-- case: a function that nothing fires
create function f() returns trigger language plpgsql as $$
begin
  new.name := upper(new.name);
  return new;
end $$;

-- case: a trigger that is dropped
create table t (id int);
create function f() returns trigger language plpgsql as $$
begin
  new.name := upper(new.name);
  return new;
end $$;
create trigger g before update on t for each row execute function f();
drop trigger g on t;

-- case: TG variables
create table t (id int);
create table log (op text, tbl name, at timestamptz);
create function f() returns trigger language plpgsql as $$
begin
  insert into log values (tg_op, tg_table_name, now());
  insert into log (op) values (tg_argv[0]), (tg_when), (tg_level), (tg_name), (tg_table_schema), (tg_relname);
  insert into log (op) values (tg_nargs), (tg_relid);
  perform tg_nothing;
  return null;
end $$;
create trigger g after insert on t for each row execute function f('a');

-- case: NEW as a whole
create table t (id int, name text);
create table old_t (like t, at timestamptz);
create function f() returns trigger language plpgsql as $$
begin
  insert into old_t select old.*, now();
  insert into old_t values (old.id, old.name, now());
  insert into old_t values (old.id, old.name, now(), 1);
  perform to_jsonb(new), row_to_json(old), hstore(new);
  return old;
end $$;
create trigger g after update or delete on t for each row execute function f();

-- case: transition tables
create table t (id int, name text);
create function f() returns trigger language plpgsql as $$
declare n int;
begin
  select count(*) into n from new_rows where name is not null;
  select count(*) into n from new_rows join old_rows using (id);
  select count(*) into n from other_rows;
  return null;
end $$;
create trigger g after update on t referencing new table as new_rows old table as old_rows
  for each statement execute function f();

-- case: a column is renamed behind the trigger
create table t (id int, updated timestamptz);
create function f() returns trigger language plpgsql as $$ begin new.updated := now(); return new; end $$;
create trigger g before update on t for each row execute function f();
alter table t rename updated to updated_at;

-- case: the name of the record in a query
create table t (id int, name text);
create table u (t_id int, name text);
create function f() returns trigger language plpgsql as $$
begin
  update u set name = new.name where u.t_id = new.id;
  update u set name = new.name where u.tid = new.id;
  update u set name = name where t_id = old.id;
  return new;
end $$;
create trigger g after update on t for each row execute function f();

-- case: an event trigger
create function f() returns event_trigger language plpgsql as $$
declare r record;
begin
  for r in select * from pg_event_trigger_ddl_commands() loop
    raise notice '% % % %', tg_event, tg_tag, r.object_identity, r.no_such;
  end loop;
end $$;
create event trigger e on ddl_command_end execute function f();

-- case: trigger on a view
create table t (id int, name text);
create view v as select id, upper(name) as loud from t;
create function f() returns trigger language plpgsql as $$
begin
  insert into t values (new.id, new.loud, new.name);
  return new;
end $$;
create trigger g instead of insert on v for each row execute function f();

-- case: trigger on a partitioned table
create table t (id int, at date) partition by range (at);
create table t1 partition of t for values from ('2020-01-01') to ('2021-01-01');
create function f() returns trigger language plpgsql as $$ begin new.nothing := 1; return new; end $$;
create trigger g before insert on t for each row execute function f();
