"""After a mistake: where the statements are cut, and what they say."""

from __future__ import annotations

from itertools import pairwise

import pytest

from migslint.source import Source
from migslint.syntax import recovery
from migslint.syntax.statements import parse

ATOMIC = """create function f() returns int language sql
begin atomic
  select case when true then case when false then 1 end end;
  select 2;
end"""
RULE = "create rule r as on insert to t do (\ninsert into a values (1);\ninsert into b values (2);\n)"


def told(sql: str) -> list[tuple[str, str | None]]:
    """Statements with their messages."""
    return [(s.text, s.error.message if s.error else None) for s in parse(Source("x.sql", sql))]


@pytest.mark.parametrize(
    "good", ["select ';'", 'select ";"', "select $$;$$", "select $a$;$$;$a$", "/* ; */ select 1", ATOMIC, RULE]
)
def test_semicolons_that_end_nothing(good: str) -> None:
    text = good.removeprefix("/* ; */ ")
    assert told(f"select 1 1; {good}; select 2 -- ;\n; select 3") == [
        ("select 1 1", 'syntax error at or near "1"'),
        (text, None),
        ("select 2", None),
        ("select 3", None),
    ]


def test_mistakes_in_a_body() -> None:
    broken = ATOMIC.replace("select 2", "select 2 2")
    assert told(f"{broken}; select 1") == [(broken, 'syntax error at or near "2"'), ("select 1", None)]


def test_begin_without_atomic_is_a_statement() -> None:
    assert [text for text, _ in told("begin; select 1 1; end; select 2")] == ["begin", "select 1 1", "end", "select 2"]


def test_a_parenthesis_that_is_never_closed() -> None:
    sql = "create table a (x int;\n\n-- next\ncreate table b (y int);\nselect (1;\ncreate table c (z int);\n"
    assert told(sql) == [
        ("create table a (x int", "syntax error at end of input"),
        ("create table b (y int)", None),
        ("select (1", "syntax error at end of input"),
        ("create table c (z int)", None),
    ]


def test_an_indented_file() -> None:
    sql = "  create table a (x int;\n  create table b (y int);\n    select 1 1;"
    assert [text for text, _ in told(sql)] == ["create table a (x int", "create table b (y int)", "select 1 1"]


def test_a_column_that_is_called_like_a_statement() -> None:
    """Only what stands as far to the left as the statement begins a new one."""
    sql = "create table a (\n  x int;\n  comment text\n);\nselect 1;"
    assert told(sql) == [
        ("create table a (\n  x int;\n  comment text\n)", 'syntax error at or near ";"'),
        ("select 1", None),
    ]


def test_a_body_that_never_ends() -> None:
    sql = f"{ATOMIC.removesuffix('end')}\ncreate table t (a int);"
    first, *rest = told(sql)
    assert first[1] == "syntax error at end of input" and first[0].startswith("create function")
    assert rest == [("create table t (a int)", None)]


def test_a_parenthesis_too_many() -> None:
    assert told("select 1); select (2)); select (3)") == [
        ("select 1)", 'syntax error at or near ")"'),
        ("select (2))", 'syntax error at or near ")"'),
        ("select (3)", None),
    ]


def test_a_quote_that_is_never_closed() -> None:
    sql = "select 1;\ninsert into t values ('it's');\n\n-- then\ncreate table u (a text default 'x');\nselect 'y';\n"
    assert told(sql) == [
        ("select 1", None),
        ("insert into t values ('it's')", 'syntax error at or near "s"'),
        ("create table u (a text default 'x')", None),
        ("select 'y'", None),
    ]
    assert told("select 1; select 'x\n\n") == [
        ("select 1", None),
        ("select 'x\n\n", 'unterminated quoted string at or near "\'x\n\n"'),
    ]


@pytest.mark.parametrize(
    ("token", "message"),
    [
        ("1a", 'trailing junk after numeric literal at or near "1a"'),
        ("0x", 'invalid hexadecimal integer at or near "0x"'),
        ('""', 'zero-length delimited identifier at or near """"'),
        ("e'\\u00'", "invalid Unicode escape"),
        ("e'it''s \\ud800'", 'invalid Unicode surrogate pair at or near "\'"'),
        ("e'ü;\\'; \\xff;'", 'invalid byte sequence for encoding "UTF8": 0xff'),
    ],
)
def test_tokens_that_the_scanner_refuses(token: str, message: str) -> None:
    found = told(f"select 'é;'; select {token}, ';'; select 'x'; select {token};\nselect 2")
    assert [text for text, _ in found] == [
        "select 'é;'",
        f"select {token}, ';'",
        "select 'x'",
        f"select {token}",
        "select 2",
    ]
    assert found[1][1] is not None and found[1][1].startswith(message.partition(" at or")[0])
    assert [error is None for _, error in found] == [True, False, True, False, True]


def test_tokens_of_a_text_full_of_mistakes() -> None:
    """A scanner that complains again and again is not asked for ever."""
    data = b"1a " * 1000 + b"select"
    tokens = recovery.tokens(data)
    assert tokens[-1].end == len(data)
    assert all(a.end <= b.start for a, b in pairwise(tokens))
