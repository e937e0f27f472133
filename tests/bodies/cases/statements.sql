-- case: RETURN QUERY yields other types
create table t (id bigint, name varchar(20), amount numeric(10, 2));
create function f() returns table (id int, name text) language plpgsql as $$
begin
  return query select t.id, t.name from t;
end $$;
create function g() returns table (id bigint, name text) language plpgsql as $$
begin
  return query select t.id, t.name from t;
end $$;
create function h() returns table (id bigint, name text) language plpgsql as $$
begin
  return query select t.id, t.name::text from t;
  return query select t.id from t;
  return query select t.id, t.name::text, 1 from t;
end $$;
create function i() returns setof t language plpgsql as $$
begin
  return query select * from t;
  return query select t.id, t.name from t;
  return query values (1::bigint, 'a'::varchar(20), 1.0::numeric(10,2));
end $$;
create function j() returns setof bigint language plpgsql as $$
begin
  return query select t.id from t;
  return query select count(*) from t;
  return query select 1;
end $$;
create function k() returns setof text language plpgsql as $$
begin
  return query select 'a';
  return query select name from t;
end $$;
create function l() returns table (total numeric, n int) language plpgsql as $$
begin
  return query select sum(amount), count(*) from t;
end $$;

-- case: RETURN QUERY of unions and null
create function f() returns table (a int, b text) language plpgsql as $$
begin
  return query select 1, null::text union all select 2, 'x';
  return query select 1, null;
  return query (select 1, 'a'::text limit 1);
  return query with q as (select 1 as a, 'x'::text as b) select q.a, q.b from q;
end $$;

-- case: RETURN NEXT
create table t (id int);
create function f() returns setof t language plpgsql as $$
declare r t;
begin
  for r in select * from t loop
    return next r;
  end loop;
end $$;
create function g() returns setof int language plpgsql as $$
begin
  return next no_such;
  return next 1;
  return;
end $$;

-- case: conditions
create table t (id int);
create function f(a int) returns void language plpgsql as $$
begin
  if a > b then null; end if;
  while exists (select from t where nothing) loop exit when c; continue when d > 0; end loop;
  assert a is not null and e, 'no ' || g;
  case when a = h then null; else null; end case;
end $$;

-- case: CASE with an expression
create function f(a int, b text) returns int language plpgsql as $$
begin
  case a when 1, 2 then return 1; when 'x' then return 2; else return 3; end case;
end $$;
create function g(a int, b text) returns int language plpgsql as $$
begin
  case a when b then return 1; when c then return 2; end case;
  case upper(b) when 'A' then return 1; else return 2; end case;
end $$;

-- case: RAISE
create function f(a int) returns void language plpgsql as $$
begin
  raise notice 'a % b %', a, b;
  raise exception 'x' using errcode = 'P0001', detail = d, hint = 'h';
  raise unique_violation using message = m;
  raise sqlstate '22012';
end $$;

-- case: GET DIAGNOSTICS and FOUND
create table t (id int);
create function f() returns int language plpgsql as $$
declare n int; m text;
begin
  update t set id = 1;
  get diagnostics n = row_count;
  if not found then return 0; end if;
  return n;
exception when others then
  get stacked diagnostics m = message_text;
  raise notice '% % %', sqlstate, sqlerrm, m;
  return 0;
end $$;
create function g() returns text language plpgsql as $$ begin return sqlerrm; end $$;

-- case: dynamic SQL that is constant
create table t (id int, name text);
create function f() returns int language plpgsql as $$
declare n int; r record;
begin
  execute 'select id from t' into n;
  execute 'select idd from t' into n;
  execute 'select * from ' || 'missing' into n;
  execute 'select id, name from t where id = $1' into r using 1;
  perform r.name;
  perform r.title;
  execute 'update t set name = $1 where id = $2' using 'a';
  return n;
end $$;

-- case: dynamic SQL that is not
-- silent: XX000 cached plan: a fault of plpgsql_check
-- silent: 55000 record "r" is not assigned: the query is not known
create table t (id int, name text);
create function f(tbl text) returns int language plpgsql as $$
declare n int; r record;
begin
  execute format('select count(*) from %I', tbl) into n;
  execute 'select * from ' || quote_ident(tbl) into r;
  perform r.whatever;
  execute format('select %I', b) into n;
  for r in execute 'select * from ' || tbl using a loop
    perform r.anything;
  end loop;
  return n;
end $$;

-- case: the string of EXECUTE
-- silent: XX000 cached plan: a fault of plpgsql_check
create function f(a int) returns void language plpgsql as $$
begin
  execute 'select ' || no_such(a);
  execute a;
end $$;

-- case: CALL
-- silent: XX000 there are no plan: a fault of plpgsql_check
create procedure p(a int, inout b text) language plpgsql as $$ begin b := a; end $$;
create function f() returns void language plpgsql as $$
declare x text;
begin
  call p(1, x);
  call p('a', x);
  call p(1);
  call no_such(1);
  call p(y, x);
end $$;

-- case: PERFORM
create table t (id int);
create function f() returns void language plpgsql as $$
begin
  perform 1 from t where id = 5;
  perform pg_sleep(0), no_such(1);
  perform id, count(*) from t;
end $$;

-- case: grouping and aggregates
create table t (id int, name text);
create function f() returns int language plpgsql as $$
declare n int;
begin
  select name, count(*) into n from t;
  select max(count(*)) into n from t;
  select id into n from t where count(*) > 1;
  return n;
end $$;

-- case: INSERT
create table t (id int generated always as identity, name text not null, up text generated always as (upper(name)) stored);
create function f() returns void language plpgsql as $$
begin
  insert into t (name) values ('a', 'b');
  insert into t (name, up) values ('a', 'b');
  insert into t (id, name) values (1, 'b');
  insert into t (name, name) values ('a', 'b');
  insert into t (name) select 1, 2;
  insert into t (name) values ('a') on conflict (name) do nothing;
  insert into t values (default, now());
end $$;

-- case: types that do not fit
create table t (id int, name text, done boolean, at date);
create function f(a text) returns void language plpgsql as $$
begin
  update t set done = 1;
  update t set id = a;
  insert into t (at) values (5);
  perform id from t where name = 5;
  perform id from t where done = 'maybe';
  perform a + 1;
  perform sum(a);
  perform 'abc'::int;
end $$;

-- case: assignments of all kinds
create table t (id int, name text);
create function f() returns void language plpgsql as $$
declare i int; s text; b boolean; d date; j jsonb; r t;
begin
  i := 'abc';
  i := '5';
  s := 5;
  b := 1;
  d := 'yesterday';
  i := now();
  j := '{}';
  r := (1, 'a');
  i := (select id, name from t);
  i := (select nothing from t);
  s = i;
end $$;

-- case: constants and defaults
create function f() returns int language plpgsql as $$
declare
  a constant int := 5;
  b int default no_such();
  c text not null := 'x';
  d int = a + e;
begin
  return a + b;
end $$;

-- case: subqueries and joins
create table t (id int, name text);
create table u (t_id int, note text);
create function f(k int) returns void language plpgsql as $$
begin
  perform 1 from t join u on u.t_id = t.id where u.note = k::text;
  perform 1 from t join u on u.id = t.id;
  perform 1 from t where exists (select 1 from u where u.t_id = t.idd);
  perform 1 from t, lateral (select note from u where u.t_id = t.id and k = 1) q where q.name = 'x';
  with q as (select id from t where id = k) update u set note = 'x' from q where q.nothing = u.t_id;
end $$;

-- case: a function with other arguments
create function g(a int, b text default 'x') returns int language plpgsql as $$ begin return a; end $$;
create function f() returns void language plpgsql as $$
begin
  perform g(1), g(1, 'a'), g(a => 1), g(b => 'x', a => 2);
  perform g();
  perform g('x', 'y', 'z');
  perform g(c => 1);
  perform g(now());
end $$;

-- case: a function that gets other arguments later
create function g(a int) returns int language plpgsql as $$ begin return a; end $$;
create function f() returns int language plpgsql as $$ begin return g(1); end $$;
drop function g(int);
create function g(a text, b int) returns int language plpgsql as $$ begin return b; end $$;

-- case: temporary tables
-- silent: 42P01 relation "work": the body makes it
create function f() returns int language plpgsql as $$
begin
  create temp table work (id int) on commit drop;
  insert into work values (1);
  return (select count(*) from work);
end $$;

-- case: a guarded table
-- silent: 42P01 relation "maybe": the condition asks for it
create function f() returns int language plpgsql as $$
begin
  if to_regclass('public.maybe') is not null then
    return (select count(*) from maybe);
  end if;
  return 0;
end $$;

-- case: a caught error
-- silent: 42P01 relation "maybe": the handler is for it
create function f() returns int language plpgsql as $$
begin
  return (select count(*) from maybe);
exception when undefined_table then
  return 0;
end $$;
create function g() returns int language plpgsql as $$
begin
  return (select count(*) from missing);
exception when others then
  return 0;
end $$;

-- case: polymorphic functions
create function f(a anyelement, b anyarray) returns anyelement language plpgsql as $$
begin
  return (select a from missing where x = any (b));
end $$;

-- case: variadic
create function f(variadic a int[]) returns int language plpgsql as $$
begin
  return a[1] + b;
end $$;

-- case: procedures with transactions
create table t (id int);
create procedure p() language plpgsql as $$
begin
  insert into t values (1);
  commit;
  insert into t (idd) values (2);
  rollback;
end $$;

-- case: labels of loops
create table t (id int);
create function f() returns void language plpgsql as $$
begin
  <<rows>>
  for r in 1..3 loop
    exit rows when rows.r = 2;
    perform rows.x;
  end loop;
end $$;

-- case: names like keywords
create table t (id int, "order" int, type text, status text, value int);
create function f(type text, value int default 0) returns int language plpgsql as $$
declare status text := 'a'; next int; query text; found_it boolean; current int;
begin
  next := 1;
  query := 'x';
  select t."order" into next from t where t.type = f.type and t.status = 'a' order by t."order" limit 1;
  select t.value into current from t where status = f.type;
  return 0;
end $$;

-- case: comments in queer places
create table t (id int);
create function f() returns int language plpgsql as $$
-- a comment first
declare /* inside */ n int; -- behind
begin
  select /* the id */ id -- which
    into n /* there */ from t; /* 'quote' -- */
  select idd into n from t;
  return n;
end
$$;

-- case: upper case
CREATE TABLE T (ID INT);
CREATE FUNCTION F() RETURNS INT LANGUAGE PLPGSQL AS $BODY$
DECLARE
  N INT;
BEGIN
  SELECT ID INTO N FROM T;
  SELECT IDD INTO N FROM T;
  IF N IS NULL THEN RETURN 0; ELSIF N = M THEN RETURN 1; END IF;
  RETURN N;
END;
$BODY$;

-- case: MERGE
create table t (id int, name text);
create table s (id int, name text);
create function f() returns void language plpgsql as $$
begin
  merge into t using s on t.id = s.id
    when matched then update set name = s.name
    when not matched then insert (id, name) values (s.id, s.nme);
end $$;

-- case: a view that a function reads
create table t (id int, name text);
create view v as select id from t;
create function f() returns text language plpgsql as $$
begin
  return (select name from v limit 1);
end $$;

-- case: an enum and a domain
create type mood as enum ('sad', 'ok');
create domain positive as int check (value > 0);
create table t (m mood, p positive);
create function f(x mood) returns void language plpgsql as $$
declare y mood := 'happy'; z positive;
begin
  update t set m = 'ok' where m = x;
  update t set m = 'glad';
  perform 1 from t where m = 'text'::text;
  z := 5;
  insert into t (m) values (x::text);
end $$;

-- case: composite results
create type pair as (a int, b text);
create function f() returns pair language plpgsql as $$ begin return (1, 'x'); end $$;
create function g() returns pair language plpgsql as $$ declare p pair; begin p.a := 1; return p; end $$;
create function h() returns setof pair language plpgsql as $$ begin return query select 1, 'x'::text; return query select 1; end $$;
create function h2() returns pair language plpgsql as $$ begin return (1, 'x'::text); end $$;
create function h3() returns pair language plpgsql as $$ begin return row(1); end $$;
create function h4() returns pair language plpgsql as $$ begin return (1::bigint, 'x'::text); end $$;
create function h5() returns pair language plpgsql as $$ declare r record; begin select 1, 'x'::varchar into r; return r; end $$;
create function h6() returns pair language plpgsql as $$ declare r record; begin select 1, 'x' into r; return r; end $$;
create function h7() returns setof pair language plpgsql as $$ declare r record; begin select 1::bigint, 'x' into r; return next r; end $$;
create function h8() returns setof pair language plpgsql as $$ begin return next (1, 'x'); end $$;
create function h10() returns setof pair language plpgsql as $$ declare n int; begin return next n; end $$;
create function h11() returns pair language plpgsql as $$ begin return null; end $$;
create function i() returns int language plpgsql as $$ begin return (f()).a + (g()).c; end $$;

-- case: window functions and arrays
create table t (id int, grp text, tags text[]);
create function f() returns void language plpgsql as $$
declare x text[]; n bigint;
begin
  select array_agg(grp order by id) into x from t;
  select row_number() over (partition by grp order by idd) into n from t;
  select unnest(tags) into x from t where 'a' = any (tags) and tags @> array['b'];
  select count(*) filter (where nothing) into n from t;
end $$;

-- case: json
create table t (id int, data jsonb);
create function f(k text, body json) returns text language plpgsql as $$
declare v jsonb;
begin
  v := data->'a' from t limit 1;
  select t.data->>k into v from t;
  perform body->>'x', body->'y'->>0, (body->>'n')::int + 1;
  perform jsonb_build_object('a', k, 'b', v->'c'), jsonb_set(v, '{a}', k);
  return v->>no_such;
end $$;

-- case: the type "char"
create table t (a "char", b char(1), c text, d name);
create function g(char[], name) returns boolean language sql as $$ select a = any ($1) and d = $2 from t $$;
create function f() returns void language plpgsql as $$
begin
  perform a = b, a = c, a = d, a = 'x', a in ('r', 'v'), a = any ('{r,v}'::char[]), g(array['r', 'v'], 'x') from t;
  perform a || 'x' from t;
  perform a || c, a::int, 65::"char", a::char(1), c::"char", d::"char" from t;
  perform a + 1 from t;
  update t set a = b, b = a, c = a, d = a;
end $$;

-- case: strings that format makes
create table t (id int, name text, done boolean);
create function f(v text) returns int language plpgsql as $$
declare n int;
begin
  execute format('select id from t where done = %L', v) into n;
  execute format('select id from %I where name = %L', 'missing', v) into n;
  execute 'select count(*) from t where name = ' || quote_literal(v) into n;
  execute format('select idd from t') into n;
  execute 'select ' || 'idd' || ' from t' into n;
  return n;
end $$;

-- case: guards that ask for something else
-- silent: 42P01 relation "archive": the condition asks for it
-- silent: 42703 column "old_name": the condition asks for it
-- silent: 42P01 relation "audit.log": the condition asks for its schema
-- silent: 42883 function crypt(text, text): the condition asks for its extension
create table t (id int);
create function f(a text) returns void language plpgsql as $$
begin
  if exists (select 1 from pg_tables where schemaname = 'public' and tablename = 'archive') then
    delete from archive;
    delete from other;
  end if;
  if exists (select 1 from information_schema.columns where table_name = 't' and column_name = 'old_name') then
    update t set old_name = 'x';
    update t set new_name = 'x';
  else
    update t set newer_name = 'x';
  end if;
  if not exists (select from pg_roles where rolname = 'app') then
    raise exception 'no role';
  end if;
  if to_regnamespace('audit') is not null then
    delete from audit.log;
  end if;
  if exists (select from pg_extension where extname = 'pgcrypto') then
    perform crypt(a, a);
  end if;
  delete from missing;
end $$;
