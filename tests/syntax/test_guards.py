"""Advice for guards that PostgreSQL's grammar does not have."""

from __future__ import annotations

import re

import psycopg
import pytest

from migslint.source import Source
from migslint.syntax.guards import guard_advice
from migslint.syntax.statements import parse


def advice(sql: str) -> str | None:
    (statement,) = parse(Source("x.sql", sql))
    assert statement.error is not None
    return guard_advice(statement)


@pytest.mark.parametrize(
    ("sql", "works"),
    [
        (
            'create policy if not exists "My" on public.t using (true)',
            'put DROP POLICY IF EXISTS "My" ON public.t; before',
        ),
        ('create policy "p" if not exists on t', 'put DROP POLICY IF EXISTS "p" ON t; before'),
        ("create or replace policy p on t using (true)", "put DROP POLICY IF EXISTS p ON t; before"),
        ("create type if not exists mood as enum ('a')", "put DROP TYPE IF EXISTS mood; before"),
        (
            "create type s.mood if not exists as enum ('a')",
            "BEGIN CREATE TYPE s.mood …; EXCEPTION WHEN duplicate_object",
        ),
        ("create or replace type t as (a int)", "put DROP TYPE IF EXISTS t; before"),
        ("create domain if not exists d as int", "put DROP DOMAIN IF EXISTS d; before"),
        (
            "create trigger if not exists g before update of a on s.t for each row execute function f()",
            "ON s.t; before",
        ),
        ("create trigger if not exists g after insert on t execute function f()", "write CREATE OR REPLACE TRIGGER"),
        (
            "create constraint trigger if not exists g after insert on t for each row execute function f()",
            "DROP TRIGGER IF EXISTS g ON t;",
        ),
        ("create rule if not exists r as on insert to s.t do nothing", "DROP RULE IF EXISTS r ON s.t;"),
        ("create publication if not exists p for all tables", "put DROP PUBLICATION IF EXISTS p; before"),
        (
            "create event trigger if not exists e on ddl_command_end execute function f()",
            "DROP EVENT TRIGGER IF EXISTS e;",
        ),
        ('create role if not exists "App\'s"', "WHERE rolname = 'App''s') THEN CREATE ROLE \"App's\""),
        ("create user if not exists App password 'x'", "WHERE rolname = 'app') THEN CREATE USER App"),
        ("create database if not exists d", "outside the migrations"),
        ("create function if not exists f() returns int language sql as ''", "write CREATE OR REPLACE FUNCTION"),
        ("create view if not exists v as select 1", "write CREATE OR REPLACE VIEW"),
        ("create or replace view if not exists v as select 1", "leave IF NOT EXISTS out"),
        ("create or replace materialized view v as select 1", "put DROP MATERIALIZED VIEW IF EXISTS v; before"),
        ("create or replace table t (a int)", "write CREATE TABLE IF NOT EXISTS"),
        ("create or replace unique index i on t (a)", "write CREATE INDEX IF NOT EXISTS"),
        ("create table a.t if not exists (a int)", "CREATE TABLE IF NOT EXISTS a.t"),
        ("create unique index concurrently i if not exists on t (a)", "CREATE INDEX IF NOT EXISTS i"),
        ("create index if not exists on t (a)", "needs the index's name"),
        ("create table if exists t (a int)", "not IF EXISTS"),
        ("drop table t if exists", "DROP TABLE IF EXISTS t"),
        ("drop policy p if exists on t", "DROP POLICY IF EXISTS p"),
        (
            "alter table s.t add constraint if not exists c check (a > 0)",
            "put ALTER TABLE s.t DROP CONSTRAINT IF EXISTS c; before",
        ),
        (
            "alter table if exists t add b int, add constraint c if not exists unique (a)",
            "put ALTER TABLE t DROP CONSTRAINT IF EXISTS c; before",
        ),
        ("alter table t add column a int if not exists", "ADD COLUMN IF NOT EXISTS a"),
        ("alter table t drop column a if exists", "DROP COLUMN IF EXISTS a"),
        ("alter table t rename column if exists a to b", "no RENAME COLUMN IF EXISTS: ask information_schema.columns"),
        ("alter table t alter column if exists a set not null", "no ALTER COLUMN IF EXISTS"),
        ("alter table t add primary key if not exists (a)", "run the ALTER TABLE t there"),
        ("alter publication p add table if not exists t", "pg_publication_tables"),
        ("comment on table if exists t is 'x'", "run the COMMENT there"),
        ("alter function if exists f() owner to x", "run the ALTER there"),
    ],
)
def test_the_form_that_works(sql: str, works: str) -> None:
    said = advice(sql)
    assert said is not None and works in said
    assert said == advice(f"-- é\n{sql.replace(' ', '  /* x */  ')}")


@pytest.mark.parametrize(
    "sql",
    [
        "select 1 1",
        "create table t (a int,)",
        "create table if not exists t (a int,)",
        "create policy p on t using (exists (select 1)",
        "drop table if exists",
        "alter table t add column if not exists",
        "create or replace function f() returnz int",
        "create or replace",
        "create index if not exists i on t (a) if",
        "if exists",
        "create role r if",
    ],
)
def test_no_advice_where_no_guard_is_at_fault(sql: str) -> None:
    assert advice(sql) is None


def test_no_advice_for_a_good_statement() -> None:
    assert guard_advice(parse(Source("x.sql", "create table if not exists t (a int)"))[0]) is None


def test_what_is_advised_is_syntax(database18: str) -> None:
    """Every DROP and DO that an advice writes out, given to the server."""
    advised = []
    for mark in test_the_form_that_works.pytestmark:  # type: ignore[attr-defined]
        for sql, _ in mark.args[1]:
            said = advice(sql) or ""
            advised += re.findall(r"((?:DROP|ALTER TABLE)[^;…]*;)", said)
            whole = said.replace(" …", " as int" if "DOMAIN" in said else " as enum ()" if "TYPE" in said else "")
            advised += re.findall(r"(DO \$\$.*\$\$)", whole)
    assert len(advised) > 15
    with psycopg.connect(database18, autocommit=True) as connection:
        for text in advised:
            try:
                connection.execute(text.encode())
            except psycopg.Error as error:
                assert error.sqlstate != "42601", (text, error)
