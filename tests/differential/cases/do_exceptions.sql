--- case: idioms
do $$ begin create type e as enum ('a'); exception when duplicate_object then null; end $$;
do $$ begin create type e as enum ('a'); exception when duplicate_object then null; end $$;
do $$ begin create table t (a int); exception when duplicate_table then raise notice 'there'; end $$;
do $$ begin create table t (a int); exception when duplicate_table then raise notice 'there'; end $$;
do $$ begin alter table t add column a int; exception when duplicate_column then raise notice 'column a already exists in t.'; end $$;
do $$ begin alter table t rename column b to c; exception when undefined_column then null; end $$;
do $$ begin create policy p on t using (true); create policy p on t using (true); exception when duplicate_object then null; end $$;
do $$ begin create function f() returns int language sql as 'select 1'; exception when duplicate_function then null; end $$;
do $$ begin create function f() returns int language sql as 'select 1'; exception when duplicate_function then null; end $$;
do $$ begin create schema s; exception when duplicate_schema then null; end $$;
do $$ begin create schema s; exception when duplicate_schema then null; end $$;
do $$ begin alter table nosuch add x int; exception when undefined_table then null; end $$;
do $$ begin alter type e add value 'a'; exception when duplicate_object then null; end $$;
do $$ begin drop type nosuch; exception when undefined_object then null; end $$;
do $$ begin drop table s; exception when others then raise notice '% %', sqlstate, sqlerrm; end $$;
drop policy p on t;
create type e as enum ('b');
create function f() returns int language sql as 'select 1';
create schema s;
--- case: the subtransaction is undone
do $$ begin create table a (x int); begin create table b (x int); create table a (x int); exception when duplicate_table then create table c (x int); end; create table d (x int); end $$;
select x from a;
select x from b;
select x from c;
select x from d;
do $$ declare n int := 1; begin begin n := 2; perform nosuch(); exception when undefined_function then raise notice '%', n; end; end $$;
--- case: which handler
do $$ begin drop table nosuch; exception when duplicate_table then raise notice 'one'; when undefined_table or undefined_object then raise notice 'two'; when others then raise notice 'three'; end $$;
do $$ begin drop table nosuch; exception when sqlstate '42P01' then raise notice 'by code'; end $$;
do $$ begin drop table nosuch; exception when syntax_error_or_access_rule_violation then raise notice 'by class'; end $$;
do $$ begin drop table nosuch; exception when undefined_column then null; end $$;
do $$ begin perform 1 / 0; exception when division_by_zero then raise notice 'zero'; end $$;
do $$ begin perform 'x'::int; exception when invalid_text_representation then raise notice 'not a number'; end $$;
do $$ begin raise exception 'mine' using errcode = 'MY001'; exception when sqlstate 'MY001' then raise notice '%', sqlerrm; end $$;
do $$ begin raise unique_violation; exception when unique_violation then raise notice '% %', sqlstate, sqlerrm; end $$;
do $$ begin perform 1; exception when nosuch_condition then null; end $$;
--- case: raised again
do $$ begin begin drop table nosuch; exception when others then raise; end; end $$;
do $$ begin begin raise exception 'e' using errcode = 'ABCDE', detail = 'd', hint = 'h'; exception when others then raise; end; end $$;
do $$ begin begin drop table nosuch; exception when others then raise exception 'wrapped: %', sqlerrm; end; end $$;
do $$ begin begin drop table nosuch; exception when undefined_table then drop view nosuch; end; end $$;
do $$ begin raise; end $$;
do $$ declare s text; m text; begin drop table nosuch; exception when others then get stacked diagnostics s = returned_sqlstate, m = message_text; raise notice '% %', s, m; end $$;
do $$ declare s text; begin get stacked diagnostics s = returned_sqlstate; end $$;
--- case: raise
do $$ begin raise exception 'plain'; end $$;
do $$ begin raise exception '% and % %%', 1, 'two'; end $$;
do $$ begin raise exception '%', null; end $$;
do $$ begin raise exception using message = 'm', detail = 'd', hint = 'h', errcode = '22012'; end $$;
do $$ begin raise exception using errcode = 'unique_violation'; end $$;
do $$ begin raise division_by_zero; end $$;
do $$ begin raise sqlstate '0A000' using message = 'not yet'; end $$;
do $$ begin raise 'without a level'; end $$;
do $$ begin raise exception 'a' using errcode = 'nonsense'; end $$;
do $$ begin raise exception 'a' using message = 'b'; end $$;
do $$ begin raise exception 'a' using hint = null; end $$;
do $$ begin raise exception '%', nosuch; end $$;
do $$ begin raise info 'i'; raise warning 'w'; raise log 'l'; raise debug 'd'; raise notice 'n'; end $$;
do $$ begin raise notice '%, %, %, %', true, 1.50, array['a b', null], row(1, 'x y'); end $$;
do $$ begin raise notice '%', array_length(array[1, 2], 1); raise notice '%', 'a' || 1; raise notice '%', current_schema; end $$;
do $$ begin create table gone (a int); raise exception 'undone'; end $$;
select * from gone;
--- case: guards that raise
create table t (a int);
do $$ begin if not exists (select 1 from information_schema.columns where table_name = 't' and column_name = 'a') then raise exception 'Column a is missing'; end if; end $$;
do $$ begin if not exists (select 1 from information_schema.columns where table_name = 't' and column_name = 'b') then raise exception 'Column % is missing', 'b'; end if; end $$;
do $$ begin if to_regclass('public.u') is null then raise exception 'run the migration before' using errcode = 'undefined_table'; end if; create table v (a int); end $$;
do $$ begin begin if true then raise exception sqlstate 'GUARD'; end if; create table w (a int); exception when sqlstate 'GUARD' then raise notice 'already'; end; end $$;
select * from v;
select * from w;
--- case: what a block cannot do
do $$ begin begin vacuum; exception when undefined_table then null; end; end $$;
do $$ begin copy t from stdin; end $$;
do $$ begin show search_path; end $$;
do $$ begin explain select 1; end $$;
do $$ begin values (1); end $$;
do $$ begin perform nosuch; end $$;
do $$ begin call nosuch(); end $$;
--- case: where the compiler stops
do $$ begin exit; end $$;
do $$ begin return 1; end $$;
do $$ begin x := 1; end $$;
do $$ begin if true then null; end; end $$;
do $$ declare x alias for y; y int; begin null; end $$;
do $$ declare a nosuchtype; begin null; end $$;
