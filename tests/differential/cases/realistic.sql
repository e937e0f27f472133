--- case: a profile table and its policies
create schema auth;
create table auth.users (id uuid primary key default gen_random_uuid(), email text);
create function auth.uid() returns uuid language sql stable as $$ select nullif(current_setting('request.jwt.claim.sub', true), '')::uuid $$;
create table public.profiles (id uuid not null references auth.users on delete cascade primary key, username text unique, constraint username_length check (char_length(username) >= 3));
alter table public.profiles enable row level security;
create policy "Users can view own profile" on public.profiles for select using (auth.uid() = id);
create policy "Users can view own profile" on public.profiles for select using (auth.uid() = user_id);
create policy "Users can update own profile" on public.profiles for update using (auth.uid() = user_id);
create policy "Users can update own profile" on public.profiles for update to authenticated using (auth.uid() = id);
drop policy if exists "Users can view own profile" on public.profiles;
--- case: a new user trigger
create schema auth;
create table auth.users (id uuid primary key, raw_user_meta_data jsonb);
create table public.profiles (id uuid primary key references auth.users, full_name text);
create or replace function public.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (id, full_name) values (new.id, new.raw_user_meta_data ->> 'full_name');
  return new;
end;
$$;
create trigger on_auth_user_created after insert on auth.users for each row execute procedure public.handle_new_user();
create trigger on_auth_user_created after insert on auth.users for each row execute procedure public.handle_new_user();
drop function public.handle_new_user();
drop trigger if exists on_auth_user_created on auth.users;
drop function public.handle_new_user();
--- case: updated at
create or replace function set_updated_at() returns trigger as $$ begin new.updated_at = now(); return new; end; $$ language plpgsql;
create table if not exists orders (id bigserial primary key, updated_at timestamptz default now());
create trigger set_updated_at before update on orders for each row execute function set_updated_at();
create table if not exists orders (id uuid primary key, customer text);
create index orders_customer on orders (customer);
create trigger set_updated_at before update on customers for each row execute function set_updated_at();
drop trigger set_updated_at on orders;
--- case: a column is renamed and used by the old name
create table items (id int primary key, titel text, price numeric);
alter table items rename column titel to title;
create index items_titel on items (titel);
create view cheap as select id, titel from items where price < 5;
create view cheap as select id, title from items where price < 5;
alter table items drop column title;
alter table items add constraint price_ok check (prise > 0);
create or replace view cheap as select id, title, price from items;
create or replace view cheap as select id, price from items;
--- case: create table twice with other columns
create table if not exists logs (id int, message text);
create table if not exists logs (id int, message text, level int, created_at timestamptz);
create index on logs (level);
create index if not exists logs_created on logs (created_at);
alter table logs add column if not exists level int;
create index on logs (level);
--- case: an enum is extended and used
create type order_status as enum ('new', 'paid');
create table orders (id int, status order_status default 'new');
alter table orders alter column status set default 'shipped';
alter type order_status add value 'shipped';
alter type order_status add value if not exists 'shipped';
update orders set status = 'canceled' where status = 'new';
create index on orders (id) where status = 'paid';
alter table orders alter column status type text;
drop type order_status;
--- case: many to many
create table users (id int primary key);
create table groups (id int primary key);
create table members (user_id int references users on delete cascade, group_id int references groups (id), role text default 'member', primary key (user_id, group_id));
create table members2 (user_id int references user, group_id int references groups);
create unique index on members (user_id, group_id, role);
alter table members add constraint members_pkey primary key (user_id);
alter table members drop constraint members_user_id_fkey, add constraint members_user_id_fkey foreign key (user_id) references users (id);
drop table users;
drop table groups cascade;
insert into members (user_id, groupid) values (1, 2);
--- case: a function's result changes
create function get_total(uid int) returns int language sql as 'select 1';
create view totals as select get_total(1) as t;
create or replace function get_total(uid int) returns numeric language sql as 'select 1.5';
drop function get_total(int);
create or replace function get_total(user_id int) returns int language sql as 'select 2';
create or replace function get_total(uid int, flag boolean default false) returns int language sql as 'select 2';
select get_total(1);
drop function get_total;
--- case: storage of a search
create extension if not exists pg_trgm;
create table docs (id int primary key, title text, body text);
alter table docs add column tsv tsvector generated always as (to_tsvector('english', coalesce(title, '') || ' ' || coalesce(body, ''))) stored;
create index docs_tsv on docs using gin (tsv);
create index docs_title on docs using gin (title gin_trgm_ops);
alter table docs drop column title;
alter table docs drop column title cascade;
select ts_rank(tsv, websearch_to_tsquery('x')) from docs;
alter table docs add column tsv tsvector;
--- case: grants of a web api
create role web_anon_t nologin;
create schema api;
create table api.todos (id serial primary key, done boolean not null default false, task text not null);
grant usage on schema api to web_anon_t;
grant select on api.todos to web_anon_t;
grant usage, select on sequence api.todos_id_seq to web_anon_t;
grant select on api.todo to web_anon_t;
grant all on all tables in schema app to web_anon_t;
grant execute on function api.done() to web_anon_t;
alter default privileges in schema api grant select on tables to web_anon_t;
--- case: a table is split
create table person (id int primary key, name text, street text, city text);
create table address (person_id int primary key references person, street text not null, city text not null);
insert into address (person_id, street, city) select id, street, city from person;
alter table person drop column street, drop column city;
insert into address (person_id, street, city) select id, street, city from person;
create view person_address as select p.*, a.street, a.city from person p join address a on a.person_id = p.id;
alter table address drop column city;
alter table person add column zip text;
create or replace view person_address as select p.*, a.street, a.city from person p join address a on a.person_id = p.id;
--- case: uuid instead of int keys
create table a (id serial primary key);
create table b (id serial primary key, a_id int references a);
alter table a alter column id type uuid using gen_random_uuid();
alter table b drop constraint b_a_id_fkey;
alter table a alter column id drop default, alter column id type uuid using gen_random_uuid();
alter table b add constraint b_a_id_fkey foreign key (a_id) references a;
alter table b alter column a_id type uuid using null;
alter table b add constraint b_a_id_fkey foreign key (a_id) references a;
drop sequence a_id_seq;
--- case: materialized statistics
create table events (id bigint generated always as identity primary key, kind text, at timestamptz default now());
create materialized view daily as select date_trunc('day', at) as day, kind, count(*) as n from events group by 1, 2;
create unique index daily_key on daily (day, kind);
refresh materialized view concurrently daily;
alter table events alter column at type timestamp;
alter table events drop column kind;
drop materialized view daily;
alter table events drop column kind;
create view recent as select * from events where at > now() - interval '1 day' and kind = 'x';
--- case: pg_dump style
set statement_timeout = 0;
set client_encoding = 'UTF8';
set standard_conforming_strings = on;
select pg_catalog.set_config('search_path', '', false);
set check_function_bodies = false;
create table public.t (id integer not null, name character varying(255));
alter table public.t owner to postgres;
create sequence public.t_id_seq as integer start with 1 increment by 1 no minvalue no maxvalue cache 1;
alter sequence public.t_id_seq owned by public.t.id;
alter table only public.t alter column id set default nextval('public.t_id_seq'::regclass);
alter table only public.t add constraint t_pkey primary key (id);
create index t_name on public.t using btree (name);
alter table only t add constraint u unique (name);
select setval('public.t_id_seq', 1, false);
