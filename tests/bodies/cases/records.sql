-- case: a record takes the shape of its query
create table t (id int, name text);
create function f() returns text language plpgsql as $$
declare r record;
begin
  select * into r from t where id = 1;
  raise notice '% %', r.id, r.name;
  return r.title;
end $$;

-- case: a record without a value
create function f() returns int language plpgsql as $$
declare r record;
begin
  return r.id;
end $$;

-- case: a record that is filled by a query that is refused
create table t (id int);
create function f() returns int language plpgsql as $$
declare r record;
begin
  select idd into r from t;
  return r.idd;
end $$;

-- case: a loop over a query
create table t (id int, name text);
create function f() returns void language plpgsql as $$
declare r record;
begin
  for r in select t.id as key, upper(name) from t loop
    raise notice '% % %', r.key, r.upper, r.name;
  end loop;
end $$;

-- case: a loop over a query into scalars
create table t (id int, name text);
create function f() returns void language plpgsql as $$
declare a int; b text;
begin
  for a, b in select id, name from t loop
    raise notice '% % %', a, b, c;
  end loop;
end $$;

-- case: ROWTYPE
create table t (id int, name text);
create function f() returns text language plpgsql as $$
declare r t%rowtype; q public.t; z t.name%type;
begin
  select * into r from t limit 1;
  r.name := 'x';
  q := r;
  z := q.name;
  r.nothing := 1;
  return q.title || z;
end $$;

-- case: a composite type
create type pair as (a int, b text);
create function f(p pair) returns text language plpgsql as $$
declare q pair;
begin
  q.a := p.a + 1;
  q.c := 1;
  return p.b || p.d || (p).b || (q).x;
end $$;

-- case: a type that goes
create type mood as enum ('sad', 'ok');
create function f() returns text language plpgsql as $$
declare m mood := 'ok';
begin
  return m;
end $$;
drop type mood;

-- case: a table that a variable is declared by goes
create table t (id int);
create function f() returns int language plpgsql as $$
declare r t%rowtype;
begin
  select 1 into r;
  return r.id;
end $$;
create function g() returns int language plpgsql as $$
declare r t.id%type;
begin
  return r;
end $$;
drop table t;

-- case: a column that a variable is declared by goes
create table t (id int, name text);
create function f() returns text language plpgsql as $$
declare r t.name%type;
begin
  return r;
end $$;
alter table t drop column name;

-- case: branches that fill a record differently
create table t (id int, name text);
create function f(a boolean) returns int language plpgsql as $$
declare r record;
begin
  if a then
    select id as x into r from t;
  else
    select name as x into r from t;
  end if;
  return r.x;
end $$;

-- case: a record that only one branch fills
create table t (id int, name text);
create function f(a boolean) returns int language plpgsql as $$
declare r record;
begin
  if a then
    select id as x into r from t;
  end if;
  return r.x;
end $$;

-- case: a loop whose query is refused
create table t (id int, name text);
create table u (t_id int, used int);
create function f() returns int language plpgsql as $$
declare r record; q record; n int := 0;
begin
  for r in select id, status from t loop
    select used into q from u where t_id = r.id;
    n := n + q.used;
  end loop;
  return n;
end $$;

-- case: the fields of the last assignment
create table t (id int, name text);
create function f() returns int language plpgsql as $$
declare r record;
begin
  select id into r from t;
  perform r.id;
  select name into r from t;
  perform r.name;
  return r.id;
end $$;

-- case: a record from a function
create function g(out a int, out b text) language plpgsql as $$ begin a := 1; b := 'x'; end $$;
create function f() returns int language plpgsql as $$
declare r record;
begin
  select * into r from g();
  return r.a + r.c;
end $$;

-- case: RETURNING INTO
create table t (id int generated always as identity, name text);
create function f() returns int language plpgsql as $$
declare r record; n int;
begin
  insert into t (name) values ('a') returning * into r;
  insert into t (name) values ('a') returning id, name into r;
  update t set name = 'b' returning idd into n;
  delete from t where id = r.id returning t.id into strict n;
  return r.idd;
end $$;

-- case: whole rows
create table t (id int, name text);
create function g(t) returns int language plpgsql as $$ begin return $1.id; end $$;
create function f() returns int language plpgsql as $$
declare r t;
begin
  select * into r from t;
  insert into t values (r.*);
  insert into t select r.*;
  return g(r);
end $$;

-- case: cursors
-- silent: 42601 query does not return data: follows from the error in the query
create table t (id int, name text);
create function f() returns void language plpgsql as $$
declare
  c cursor (k int) for select id, name from t where id = k;
  d cursor for select nme from t;
  e refcursor;
  r record;
begin
  open c(1);
  fetch c into r;
  raise notice '%', r.name;
  raise notice '%', r.title;
  close c;
  open d;
  open e for select id from t where idd = 1;
  fetch e into r;
  for q in c(k := 5) loop
    raise notice '% %', q.id, q.title;
  end loop;
end $$;

-- case: FOREACH
create table t (id int);
create function f(a int[], b int, c t[]) returns void language plpgsql as $$
declare x int; y t;
begin
  foreach x in array a loop
    perform x + z;
  end loop;
  foreach x in array b loop
    null;
  end loop;
  foreach y in array c loop
    perform y.id, y.idd;
  end loop;
  foreach x in array array[1, 2, no_such()] loop null; end loop;
end $$;

-- case: arrays
create function f() returns int language plpgsql as $$
declare a int[] := array[1, 2]; i int := 1;
begin
  a[i] := 5;
  a[j] := 6;
  a[1:2] := array[7, 8];
  return a[i] + a[k];
end $$;

-- case: fields that are assigned
create table t (id int, name text);
create function f() returns t language plpgsql as $$
declare r t; s record;
begin
  r.id := 1;
  r.title := 'x';
  select 1 as a into s;
  s.a := 2;
  s.b := 3;
  return r;
end $$;

-- case: INTO fields
create table t (id int, name text);
create function f() returns t language plpgsql as $$
declare r t;
begin
  select id, name into r.id, r.name from t;
  select id, name into r.id, r.title from t;
  return r;
end $$;

-- case: no such variable in INTO's record
create function f() returns record language plpgsql as $$
declare r record;
begin
  r := row(1, 2);
  return r;
end $$;

-- case: a loop in which the record is filled at its end
-- silent: 55000 record "r" is not assigned: the time before has filled it
create table t (id int, name text);
create function f() returns void language plpgsql as $$
declare r record; n int := 0;
begin
  loop
    if n > 0 then
      raise notice '%', r.id;
    end if;
    select * into r from t limit 1;
    n := n + 1;
    exit when n > 3;
  end loop;
end $$;
