--- case: rows decide what is written
create table t (a int, b text);
do $$ declare n int; begin select count(*) into n from t; if n > 0 then update t set a = 1; else insert into t values (1); end if; end $$;
do $$ declare r record; begin for r in select a from t loop update t set b = 'x' where a = r.a; if not found then insert into t values (r.a); end if; end loop; end $$;
do $$ declare n int; begin delete from t where a = 1; get diagnostics n = row_count; if n > 5 then delete from t; end if; end $$;
do $$ declare x int; begin insert into t values (1) returning a into x; update t set a = x + 1 where a = x; end $$;
do $$ begin while exists (select 1 from t where a > 100) loop delete from t where a > 100; end loop; end $$;
do $$ declare v int; begin select a into v from t limit 1; if v is null then v := 1; end if; insert into t values (v); end $$;
do $$ begin insert into t values (1); exception when unique_violation then null; end $$;
do $$ begin begin insert into t values (1); exception when others then update t set a = 2; end; end $$;
do $$ declare r record; begin for r in select * from t loop insert into nosuch values (r.a); end loop; end $$;
do $$ declare n int; begin select count(*) into n from t; if n > 0 then perform nosuch(); else perform nosuch(); end if; end $$;
do $$ declare n int; begin select count(*) into n from nosuch; end $$;
do $$ declare r record; begin for r in select * from t loop raise notice '%', r.c; end loop; end $$;
select a, b from t;
--- case: both ways end alike
create table t (a int);
do $$ declare n int; begin select count(*) into n from t; if n > 0 then raise exception 'stop'; else raise exception 'stop'; end if; end $$;
do $$ begin if (select max(a) from t) > 1 then alter table nosuch add a int; else alter table nosuch add b int; end if; end $$;
do $$ declare x text; begin if exists (select from t) then x := 'same'; else x := 'same'; end if; execute 'create table ' || x || ' (a int)'; end $$;
do $$ declare x int := 1; begin if exists (select from t where a = x) then x := 2; end if; create table after (b int); end $$;
create table same (b int);
create table after (b int);
--- case: one way makes it
create table t (a int);
do $$ begin if exists (select from t) then create table maybe (a int); end if; end $$;
create table maybe_not (a int);
create table maybe (b int);
select b from maybe;
create table maybe_not (b int);
--- case: what follows a return that may be
create table t (a int);
do $$ begin if exists (select from t) then return; end if; insert into t values (1); end $$;
do $$ begin for i in 1..2 loop if exists (select from t where a = i) then continue; end if; insert into t values (i); end loop; end $$;
do $$ begin loop exit when not exists (select from t where a > 5); delete from t where a > 5; end loop; end $$;
insert into t values (3);
--- case: grants and comments over what is not known
create table t (a int, n text);
do $$ declare r record; begin for r in select n from t loop execute format('comment on table t is %L', r.n); end loop; end $$;
do $$ declare r record; begin for r in select n from t loop execute format('grant select on t to %I', r.n); end loop; end $$;
do $$ begin execute format('alter database %I set search_path to public', current_database()); end $$;
create table u (a int);
drop table u;
