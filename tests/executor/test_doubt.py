"""What is in doubt makes unknown what it could change, and nothing else."""

from __future__ import annotations

import pytest

from migslint.commands.doubt import touch
from migslint.executor import UNKNOWN
from migslint.source import Source, Span
from migslint.syntax.statements import parse
from tests.executor.ask import ask, replayed
from tests.executor.cases import Group

SETUP = [
    "create table t (a int constraint a_positive check (a > 0), b text)",
    "create table u (id int primary key)",
    "create policy p on t using (true)",
    "create function f() returns trigger language plpgsql as $$ begin return new; end $$",
    "create trigger tr before insert on t for each row execute function f()",
    "create type mood as enum ('sad', 'ok')",
    "create publication pub for table t",
    "create role app",
    "create domain positive as int not null check (value > 0)",
]

#: a statement that may or may not have run, and questions with their answers
DOUBTS: dict[str, dict[str, object]] = {
    "create policy q on t using (true)": {
        "exists (select 1 from pg_policies where tablename = 't' and policyname = 'q')": UNKNOWN,
        "exists (select 1 from pg_policies where tablename = 't' and policyname = 'p')": UNKNOWN,
        "exists (select 1 from pg_policies where tablename = 'u' and policyname = 'q')": "f",
        "exists (select 1 from pg_policy where polrelid = 'u'::regclass)": "f",
        "exists (select 1 from pg_policy where polrelid = 't'::regclass and polname = 'q')": UNKNOWN,
        "exists (select 1 from pg_constraint where conname = 'q')": "f",
        "exists (select 1 from information_schema.columns where table_name = 't' and column_name = 'b')": "t",
    },
    "alter table t add column c int": {
        "exists (select 1 from information_schema.columns where table_name = 't' and column_name = 'c')": UNKNOWN,
        "exists (select 1 from information_schema.columns where table_name = 'u' and column_name = 'c')": "f",
        "exists (select 1 from pg_attribute where attrelid = 't'::regclass and attname = 'c')": UNKNOWN,
        "exists (select 1 from pg_attribute where attrelid = 'u'::regclass and attname = 'c')": "f",
        "exists (select 1 from information_schema.tables where table_name = 't')": "t",
        "exists (select 1 from pg_policies where tablename = 't' and policyname = 'p')": "t",
    },
    "alter table t drop constraint a_positive": {
        "exists (select 1 from pg_constraint where conname = 'a_positive')": UNKNOWN,
        "exists (select 1 from pg_constraint where conname = 'a_positive' and conrelid = 'u'::regclass)": "f",
        "exists (select 1 from pg_constraint where conrelid = 'u'::regclass and conname = 'u_pkey')": "t",
        "exists (select 1 from information_schema.table_constraints where constraint_name = 'a_positive')": UNKNOWN,
        "exists (select 1 from information_schema.table_constraints where table_name = 'u' and constraint_name = 'x')": "f",
    },
    "create table v (a int)": {
        "to_regclass('v') is null": UNKNOWN,
        "to_regclass('w') is null": "t",
        "exists (select 1 from pg_class where relname = 'v')": UNKNOWN,
        "exists (select 1 from pg_class where relname = 'w')": "f",
        "exists (select 1 from pg_class where relname = 'u')": "t",
        "exists (select 1 from pg_tables where schemaname = 'public' and tablename = 'v')": UNKNOWN,
        "exists (select 1 from pg_tables where schemaname = 'other' and tablename = 'v')": "f",
        "exists (select 1 from information_schema.columns where table_name = 'v' and column_name = 'a')": UNKNOWN,
        "exists (select 1 from information_schema.columns where table_name = 'u' and column_name = 'x')": "f",
        "exists (select 1 from pg_type where typname = 'v')": UNKNOWN,
        "exists (select 1 from pg_constraint where conrelid = 'u'::regclass and conname = 'x')": "f",
        "exists (select 1 from pg_constraint where conname = 'x')": UNKNOWN,
        "exists (select 1 from pg_policies where policyname = 'x' and tablename = 'u')": "f",
    },
    "drop table u": {
        "exists (select 1 from information_schema.tables where table_name = 'u')": UNKNOWN,
        "to_regclass('u') is not null": UNKNOWN,
        "exists (select 1 from pg_constraint where conname = 'u_pkey')": UNKNOWN,
        "exists (select 1 from information_schema.tables where table_name = 't')": "t",
        "exists (select 1 from information_schema.tables where table_name = 'x')": "f",
    },
    "create index i on t (b)": {
        "exists (select 1 from pg_indexes where indexname = 'i')": UNKNOWN,
        "exists (select 1 from pg_class where relname = 'i' and relkind = 'i')": UNKNOWN,
        "exists (select 1 from pg_class where relname = 'j' and relkind = 'i')": "f",
        "exists (select 1 from pg_indexes where indexname = 'u_pkey')": "t",
        "exists (select 1 from pg_indexes where tablename = 'u' and indexname = 'i')": "f",
    },
    "drop trigger tr on t": {
        "exists (select 1 from pg_trigger where tgname = 'tr')": UNKNOWN,
        "exists (select 1 from pg_trigger where tgname = 'tr' and tgrelid = 'u'::regclass)": "f",
        "exists (select 1 from information_schema.triggers where trigger_name = 'tr')": UNKNOWN,
    },
    "create type mood2 as enum ('a')": {
        "exists (select 1 from pg_type where typname = 'mood2')": UNKNOWN,
        "exists (select 1 from pg_type where typname = 'mood')": "t",
        "exists (select 1 from pg_type where typname = 'mood3')": "f",
        "to_regtype('mood2') is null": UNKNOWN,
        "exists (select 1 from pg_enum where enumlabel = 'a')": UNKNOWN,
        "exists (select 1 from pg_enum where enumlabel = 'ok' and enumtypid = 'mood'::regtype)": "t",
        "exists (select 1 from pg_enum where enumlabel = 'a' and enumtypid = 'mood'::regtype)": "f",
    },
    "alter type mood add value 'happy'": {
        "exists (select 1 from pg_enum where enumlabel = 'happy')": UNKNOWN,
        "exists (select 1 from pg_type where typname = 'mood')": "t",
    },
    "create function g() returns int language sql as 'select 1'": {
        "exists (select 1 from pg_proc where proname = 'g')": UNKNOWN,
        "exists (select 1 from pg_proc where proname = 'h')": "f",
        "exists (select 1 from pg_proc where proname = 'f')": "t",
        "to_regproc('g') is null": UNKNOWN,
        "exists (select 1 from information_schema.routines where routine_name = 'g')": UNKNOWN,
    },
    "create role other": {
        "exists (select 1 from pg_roles where rolname = 'other')": UNKNOWN,
        "exists (select 1 from pg_roles where rolname = 'third')": "f",
        "exists (select 1 from pg_roles where rolname = 'app')": "t",
    },
    "create schema s": {
        "exists (select 1 from information_schema.schemata where schema_name = 's')": UNKNOWN,
        "exists (select 1 from pg_namespace where nspname = 's2')": "f",
        "to_regnamespace('s') is null": UNKNOWN,
        "to_regclass('s.t') is null": UNKNOWN,
    },
    "alter publication pub add table u": {
        "exists (select 1 from pg_publication_tables where pubname = 'pub' and tablename = 'u')": UNKNOWN,
        "exists (select 1 from pg_publication_tables where pubname = 'pub2' and tablename = 'u')": "f",
        "exists (select 1 from pg_publication where pubname = 'pub')": "t",
    },
    "create extension hstore": {
        "exists (select 1 from pg_extension where extname = 'hstore')": UNKNOWN,
        "exists (select 1 from pg_extension where extname = 'citext')": "f",
    },
    "alter table t inherit u": {
        "exists (select 1 from pg_inherits where inhrelid = 't'::regclass)": UNKNOWN,
        "exists (select 1 from pg_inherits where inhrelid = 'u'::regclass)": "f",
    },
    "alter table t enable row level security": {
        "(select relrowsecurity from pg_class where oid = 't'::regclass)": UNKNOWN,
        "(select relrowsecurity from pg_class where oid = 'u'::regclass)": "f",
    },
    "alter table t alter column b set not null": {
        "(select is_nullable from information_schema.columns where table_name = 't' and column_name = 'b')": UNKNOWN,
        "exists (select 1 from information_schema.columns where table_name = 't' and column_name = 'b')": "t",
        "(select attnotnull from pg_attribute where attrelid = 'u'::regclass and attname = 'id')": "t",
    },
    "alter domain positive drop not null": {
        "(select typnotnull from pg_type where typname = 'positive')": UNKNOWN,
        "exists (select 1 from pg_constraint where contypid = 'positive'::regtype and conname = 'x')": UNKNOWN,
        "exists (select 1 from pg_type where typname = 'positive')": "t",
    },
    "drop role app": {
        "exists (select 1 from pg_roles where rolname = 'app')": UNKNOWN,
        "exists (select 1 from pg_roles where rolname = 'postgres')": "t",
    },
    "alter role app login": {
        "(select rolcanlogin from pg_roles where rolname = 'app')": UNKNOWN,
        "exists (select 1 from pg_roles where rolname = 'app')": "t",
    },
    "comment on table t is 'x'": {
        "obj_description('t'::regclass, 'pg_class')": UNKNOWN,
        "obj_description('u'::regclass, 'pg_class') is null": "t",
    },
}


@pytest.mark.parametrize("statement", DOUBTS)
def test_doubt(statement: str) -> None:
    session = replayed(Group("doubt", SETUP, []))
    (parsed,) = parse(Source("b.sql", statement), Span(0, len(statement)))
    touch(session, parsed.tag, parsed.node)
    answers = {question: ask(session, question)[0][0] for question in DOUBTS[statement]}
    assert answers == DOUBTS[statement]
