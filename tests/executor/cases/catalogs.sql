-- the guards of public folders
create table public.users (id bigint primary key, email text not null unique, age int check (age > 0), created_at timestamptz default now());
create table public.posts (id uuid primary key, user_id bigint references users (id) on delete cascade, title varchar(200) not null, tags text[], price numeric(10,2));
create index posts_title_idx on posts (title desc);
create unique index posts_user_title on posts (user_id, title) where price > 0;
create type mood as enum ('sad', 'ok', 'happy');
create domain positive as int check (value > 0) not null;
create view active_users as select * from users;
create materialized view user_stats as select count(*) as n from users;
create sequence counter;
alter table users enable row level security;
create policy "Users can view" on users for select using (true);
create policy admins on users to postgres with check (true);
create function touch() returns trigger language plpgsql as $$ begin new.created_at = now(); return new; end $$;
create function add(a int, b int default 1) returns int language sql as 'select a + b';
create function add(a text) returns text language sql as 'select a';
create procedure work() language plpgsql as $$ begin null; end $$;
create trigger set_created before update on users for each row execute function touch();
create publication pub for table users, posts;
create role app login;
comment on table users is 'people';
comment on column users.email is 'where they read';
? exists (select 1 from information_schema.columns where table_name = 'users' and column_name = 'email')
? not exists (select 1 from information_schema.columns where table_name = 'users' and column_name = 'nope')
? exists (select 1 from information_schema.columns where table_schema = 'public' and table_name = 'users' and column_name = 'email' and is_nullable = 'YES')
? exists (select 1 from information_schema.columns where table_name = 'posts' and column_name = 'title' and data_type = 'character varying')
? exists (select 1 from information_schema.columns where table_name = 'posts' and column_name = 'tags' and data_type = 'ARRAY')
? exists (select from information_schema.tables where table_schema = 'public' and table_name = 'users')
? exists (select from information_schema.tables where table_name = 'nope')
? exists (select 1 from information_schema.table_constraints where constraint_name = 'users_pkey' and table_name = 'users')
? exists (select 1 from information_schema.table_constraints where constraint_name = 'posts_user_id_fkey' and constraint_type = 'FOREIGN KEY')
? exists (select 1 from pg_constraint where conname = 'posts_user_id_fkey')
? exists (select 1 from pg_constraint where conname = 'users_age_check' and conrelid = 'public.users'::regclass)
? exists (select 1 from pg_constraint where conname = 'users_age_check' and conrelid = 'posts'::regclass)
? exists (select 1 from pg_constraint where conname = 'nope' and conrelid = 'posts'::regclass and contype = 'f')
? exists (select 1 from pg_policies where tablename = 'users' and policyname = 'Users can view')
? exists (select 1 from pg_policies where schemaname = 'public' and tablename = 'users' and policyname = 'users can view')
? exists (select 1 from pg_policy where polname = 'admins' and polrelid = 'users'::regclass)
? exists (select 1 from pg_type where typname = 'mood')
? exists (select 1 from pg_type where typname = 'moody')
? exists (select 1 from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typname = 'mood' and n.nspname = 'public')
? exists (select 1 from pg_enum where enumlabel = 'ok' and enumtypid = (select oid from pg_type where typname = 'mood'))
? exists (select 1 from pg_enum e join pg_type t on e.enumtypid = t.oid where t.typname = 'mood' and e.enumlabel = 'angry')
? exists (select 1 from pg_enum where enumtypid = 'mood'::regtype and enumlabel = 'happy')
? exists (select 1 from pg_trigger where tgname = 'set_created')
? exists (select 1 from pg_trigger where tgname = 'set_created' and tgrelid = 'public.users'::regclass and not tgisinternal)
? exists (select 1 from pg_trigger t join pg_class c on t.tgrelid = c.oid where c.relname = 'users' and t.tgname = 'nope')
? exists (select 1 from pg_class where relname = 'posts_title_idx' and relkind = 'i')
? exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relname = 'posts_title_idx' and n.nspname = 'public')
? exists (select 1 from pg_indexes where indexname = 'posts_title_idx')
? exists (select 1 from pg_indexes where schemaname = 'public' and tablename = 'posts' and indexname = 'nope')
? select indexname from pg_indexes where tablename = 'posts' order by indexname
? select indexdef from pg_indexes where indexname = 'posts_title_idx'
? exists (select 1 from pg_proc where proname = 'touch')
? exists (select 1 from pg_proc p join pg_namespace n on p.pronamespace = n.oid where n.nspname = 'public' and p.proname = 'add' and pg_get_function_arguments(p.oid) like '%text%')
? select count(*) from pg_proc where proname = 'add' and pronamespace = 'public'::regnamespace
? exists (select 1 from pg_proc where proname = 'lower')
? exists (select 1 from pg_roles where rolname = 'app')
? exists (select 1 from pg_roles where rolname = 'nope')
? exists (select from pg_catalog.pg_roles where rolname = 'app' and rolcanlogin)
? exists (select 1 from pg_extension where extname = 'plpgsql')
? exists (select 1 from pg_extension where extname = 'pgcrypto')
? exists (select 1 from pg_publication where pubname = 'pub')
? exists (select 1 from pg_publication_tables where pubname = 'pub' and tablename = 'posts')
? exists (select 1 from pg_publication_tables where pubname = 'pub' and schemaname = 'public' and tablename = 'mood')
? select tablename from pg_publication_tables where pubname = 'pub' order by tablename
? exists (select 1 from pg_tables where schemaname = 'public' and tablename = 'users')
? select tablename from pg_tables where schemaname = 'public' order by 1
? exists (select 1 from pg_views where viewname = 'active_users')
? exists (select 1 from pg_matviews where matviewname = 'user_stats')
? exists (select 1 from pg_sequences where sequencename = 'counter')
? exists (select 1 from information_schema.sequences where sequence_name = 'counter')
? exists (select 1 from information_schema.schemata where schema_name = 'public')
? exists (select 1 from information_schema.schemata where schema_name = 'nope')
? exists (select 1 from pg_namespace where nspname = 'auth')
? exists (select 1 from information_schema.routines where routine_name = 'touch' and routine_schema = 'public')
? exists (select 1 from information_schema.triggers where trigger_name = 'set_created' and event_object_table = 'users')
? exists (select 1 from information_schema.views where table_name = 'active_users')
? exists (select 1 from information_schema.domains where domain_name = 'positive')
? select relrowsecurity from pg_class where oid = 'users'::regclass
? select relrowsecurity from pg_class where relname = 'posts' and relnamespace = 'public'::regnamespace
? select data_type from information_schema.columns where table_name = 'users' and column_name = 'id'
? select column_name, data_type, is_nullable, character_maximum_length, numeric_precision, numeric_scale, udt_name, ordinal_position
  from information_schema.columns where table_name = 'posts' order by ordinal_position
? select string_agg(column_name, ', ' order by ordinal_position) from information_schema.columns where table_name = 'users'
? select count(*) from information_schema.columns where table_name = 'users'
? (select count(*) from pg_policies where tablename = 'users') = 2
? select array_agg(enumlabel::text order by enumsortorder) from pg_enum where enumtypid = 'public.mood'::regtype
? select conname, contype, conkey from pg_constraint where conrelid = 'posts'::regclass order by conname
? select pg_get_constraintdef(oid) from pg_constraint where conname in ('posts_user_id_fkey', 'posts_pkey', 'users_email_key') order by conname
? select attname, atttypid::regtype, attnotnull from pg_attribute where attrelid = 'users'::regclass and attnum > 0 and not attisdropped order by attnum
? exists (select 1 from pg_attribute where attrelid = 'public.users'::regclass and attname = 'age' and not attisdropped)
? select format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'posts'::regclass and attname = 'price'
? exists (select 1 from pg_attribute a join pg_class c on a.attrelid = c.oid join pg_namespace n on c.relnamespace = n.oid where n.nspname = 'public' and c.relname = 'posts' and a.attname = 'tags')
? select kcu.column_name from information_schema.table_constraints tc join information_schema.key_column_usage kcu on tc.constraint_name = kcu.constraint_name where tc.table_name = 'posts' and tc.constraint_type = 'FOREIGN KEY'
? select ccu.table_name, ccu.column_name from information_schema.table_constraints tc join information_schema.constraint_column_usage ccu using (constraint_schema, constraint_name) where tc.constraint_type = 'FOREIGN KEY' and tc.table_name = 'posts'
? select delete_rule from information_schema.referential_constraints where constraint_name = 'posts_user_id_fkey'
? select tc.constraint_name from information_schema.table_constraints tc where tc.table_schema = 'public' and tc.table_name = 'users' and tc.constraint_type in ('PRIMARY KEY', 'UNIQUE') order by 1
? select conname from pg_constraint where conrelid = 'posts'::regclass and contype = 'f' and conkey = array[(select attnum from pg_attribute where attrelid = 'posts'::regclass and attname = 'user_id')]
? exists (select 1 from pg_index i join pg_class c on c.oid = i.indexrelid where c.relname = 'posts_title_idx' and not i.indisunique)
? select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid = 'posts'::regclass and i.indisprimary
? select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey) where i.indrelid = 'users'::regclass and i.indisprimary
? to_regclass('public.users') is not null
? to_regclass('public.nope') is null
? to_regclass('nope.users') is null
? to_regclass('users')
? to_regclass('counter')::text
? to_regtype('mood') is null
? to_regtype('public.moody') is null
? to_regproc('touch') is not null
? to_regproc('add') is null
? to_regprocedure('add(int,int)') is null
? to_regprocedure('add(text)')::text
? to_regprocedure('public.add(bigint)') is null
? to_regrole('app') is null
? to_regnamespace('public') is null
? 'users'::regclass
? 'public.users'::regclass::text
? 'nope'::regclass
? 'nope'::regtype
? 'touch'::regproc
? 'nope()'::regprocedure
? 'touch()'::regprocedure
? 'int[]'::regtype
? obj_description('users'::regclass)
? obj_description('users'::regclass, 'pg_class')
? col_description('users'::regclass, 2)
? obj_description('posts'::regclass, 'pg_class') is null
? pg_get_serial_sequence('users', 'id') is null
? has_table_privilege('users', 'select')
? has_schema_privilege('public', 'usage')
? has_table_privilege('nope', 'select')
? select policyname, cmd, permissive, roles from pg_policies where tablename = 'users' order by policyname
? select polname, polcmd, polpermissive, polqual is null, polwithcheck is null from pg_policy where polrelid = 'users'::regclass order by polname
? select 'drop policy ' || quote_ident(policyname) || ' on ' || schemaname || '.' || quote_ident(tablename) from pg_policies where tablename = 'users' order by policyname
? select tgname, tgenabled, tgtype, tgfoid::regproc from pg_trigger where tgrelid = 'users'::regclass and not tgisinternal
? select count(*) from pg_trigger where tgrelid = 'users'::regclass
? select count(*) from pg_trigger where tgrelid = 'posts'::regclass and tgisinternal
? select oid::regprocedure::text from pg_proc where proname = 'add' order by 1
? select proname, prokind, provolatile, pronargs, prorettype::regtype, prosecdef from pg_proc where proname in ('touch', 'work') order by 1
? exists (select 1 from pg_proc where proname = 'touch' and prosrc like '%new.created_at = now()%')
? select pg_get_function_identity_arguments(oid) from pg_proc where proname = 'add' and pronargs = 1
? select pg_get_function_result(oid) from pg_proc where proname = 'touch'
? exists (select 1 from pg_class where relname like 'posts\_%' and relkind = 'i')
? exists (select 1 from pg_stat_user_tables where relname = 'users')
? exists (select 1 from pg_collation where collname = 'C')
? exists (select 1 from pg_depend where objid = 'active_users'::regclass)
? exists (select 1 from pg_settings where name = 'wal_level')
? exists (select 1 from pg_description d join pg_class c on d.objoid = c.oid where c.relname = 'users' and d.description = 'people')
? exists (select 1 from pg_event_trigger where evtname = 'nope')
? exists (select 1 from pg_foreign_server where srvname = 'nope')
? exists (select 1 from pg_inherits where inhrelid = 'users'::regclass)
? exists (select 1 from pg_available_extensions where name = 'plpgsql')
? exists (select 1 from pg_attrdef where adrelid = 'users'::regclass)
? select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum where c.relname = 'users' and a.attnum > 0 and d.oid is null order by a.attnum
? select typname, typtype, typcategory from pg_type where typnamespace = 'public'::regnamespace and typtype in ('e', 'd') order by typname
? select count(*) from pg_type where typname in ('users', '_users', 'mood', '_mood')
