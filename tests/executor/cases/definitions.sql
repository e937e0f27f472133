-- definitions and their parts
create table t (id int primary key, status text default 'draft' check (status in ('draft', 'published')), age int, mail varchar(50), constraint age_ok check (age > 0 and age < 150), unique (mail) include (age));
create index t_lower on t (lower(mail)) where status = 'draft';
create index t_age on t using hash (age);
create index t_opts on t (age desc nulls last, mail nulls first) with (fillfactor = 70);
create unique index "T Upper" on t (mail, age) include (status) nulls not distinct;
create policy p on t for select using (status = 'published' and age > 18);
create policy q on t for insert with check (true);
create function f() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin new.age := 1; return new; end $$;
create function g(a int, b text default 'x') returns int stable strict language sql as 'select a';
create function h(a int, variadic b text[]) returns table (c int, d text) immutable parallel safe cost 5 rows 10 language sql as 'select 1, ''a''';
create procedure pr(inout a int) language plpgsql as 'begin end';
create trigger tr before insert or update of age, mail on t for each row execute function f();
create trigger ts after insert on t referencing new table as added for each statement execute function f('a', 'b''c');
create trigger tw before update on t for each row when (old.status is distinct from new.status) execute function f();
create table r (t_id int references t (id) on delete set null on update cascade deferrable initially deferred, foreign key (t_id) references t (id) not valid);
? pg_get_constraintdef((select oid from pg_constraint where conname = 'age_ok')) like '%age%'
? pg_get_constraintdef((select oid from pg_constraint where conname = 'age_ok')) like '%status%'
? select conname from pg_constraint where conrelid = 't'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%status%'
? select conname from pg_constraint where conrelid = 't'::regclass and contype = 'c' and pg_get_constraintdef(oid) ilike '%PUBLISHED%'
? select conname from pg_constraint where conrelid = 't'::regclass and contype = 'c' and pg_get_constraintdef(oid) not like '%archived%' order by 1
? exists (select 1 from pg_constraint where conname = 't_status_check' and pg_get_constraintdef(oid) like '%archived%')
? exists (select 1 from pg_constraint where conname = 'age_ok' and pg_get_expr(conbin, conrelid) like '%age%')
? select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid in ('t'::regclass, 'r'::regclass) and contype in ('p', 'u', 'f') order by 1
? select check_clause like '%age%' from information_schema.check_constraints where constraint_name = 'age_ok'
? select policyname from pg_policies where qual like '%published%'
? select policyname from pg_policies where with_check is not null
? exists (select 1 from pg_policies where tablename = 't' and qual like '%auth.uid()%')
? exists (select 1 from pg_policies where tablename = 't' and qual like '%user_id%')
? select coalesce(pg_get_expr(polqual, polrelid), '') like '%organization%' from pg_policy where polname = 'p'
? select column_default like '%draft%' from information_schema.columns where table_name = 't' and column_name = 'status'
? select column_default is null from information_schema.columns where table_name = 't' and column_name = 'age'
? select indexname, indexdef from pg_indexes where tablename = 't' and indexname not in ('t_lower') order by 1
? select indexdef like '%lower(%' from pg_indexes where indexname = 't_lower'
? select indexdef like '%draft%' from pg_indexes where indexname = 't_lower'
? select indexdef like '%UNIQUE%' from pg_indexes where indexname = 't_lower'
? select pg_get_indexdef('t_age'::regclass)
? select pg_get_functiondef('f()'::regprocedure)
? select pg_get_functiondef('h'::regproc)
? select pg_get_functiondef('pr'::regproc)
? pg_get_functiondef('g'::regproc) like '%select a%'
? pg_get_functiondef('g'::regproc) like '%nothing%'
? select tgname, pg_get_triggerdef(oid) from pg_trigger where tgrelid = 't'::regclass and not tgisinternal and tgname <> 'tw' order by 1
? select pg_get_triggerdef(oid, true) from pg_trigger where tgname = 'tr'
? select pg_get_triggerdef(oid) like '%EXECUTE FUNCTION f()%' from pg_trigger where tgname = 'tw'
? pg_get_function_arguments('f'::regproc)
? pg_get_function_arguments('h'::regproc)
? pg_get_function_identity_arguments('g'::regproc)
? pg_get_function_result('h'::regproc)
? pg_get_function_result('pr'::regproc)
? pg_get_viewdef('pg_roles'::regclass) is null
? select action_statement from information_schema.triggers where trigger_name = 'tr' and event_manipulation = 'INSERT'
? select event_manipulation, action_timing, action_orientation from information_schema.triggers where trigger_name = 'tr' order by 1
