"""The table of syntax by version, held against what real servers 14 to 18 said (features.json, written by record.py)."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path
from typing import Any

import psycopg
import pytest

from migslint.source import Source
from migslint.syntax.features import fit, problem
from migslint.syntax.statements import Statement, parse

HERE = Path(__file__).parent
RECORDED: dict[str, dict[str, list[Any] | None]] = json.loads((HERE / "features.json").read_text(encoding="utf-8"))

#: what a server says for a reason that no grammar knows: 18 says it too, or `migslint` hears it from its catalog
GRAMMAR = ("syntax error at", "trailing junk after", " must have an alias", "unrecognized privilege type")
OPTIONS = ("unrecognized EXPLAIN", "unrecognized VACUUM", "unrecognized ANALYZE", "not recognized")
OTHERS = (
    "LIKE is not supported for creating foreign tables",
    "unlogged sequences are not supported",
    "constraints cannot be marked NO INHERIT",
    'column "system_user" does not exist',
    "invalid hexadecimal integer",
    "invalid octal integer",
    "invalid binary integer",
)


def expected(said: list[Any] | None) -> list[Any] | None:
    """What is the grammar's in a server's answer."""
    return said if said and any(words in said[1] for words in (*GRAMMAR, *OPTIONS, *OTHERS)) else None


def one(sql: str, version: int) -> Statement:
    statements = parse(Source("x.sql", sql), pg_version=version)
    assert len(statements) == 1
    return statements[0]


@pytest.mark.parametrize("version", [14, 15, 16, 17, 18])
def test_every_recorded_answer(version: int) -> None:
    wrong = []
    for sql, answers in RECORDED.items():
        statement = one(sql, version)
        error = statement.error
        want = expected(answers[str(version)])
        if statement.opaque:
            assert want is None and expected(answers["18"]) is not None, sql
            continue
        got = None
        if error is not None:
            whole = (error.start, error.end) == (statement.span.start, statement.span.end)
            position = None if want and want[4] is None and whole else error.start + 1
            got = [error.sqlstate, error.message, error.hint, error.detail, position]
        if got != want:
            wrong.append((sql, got, want))
    assert wrong == []


def test_the_table_is_not_idle() -> None:
    """Each version refuses by name what came later."""
    refused = {v: sum(expected(answers[str(v)]) is not None for answers in RECORDED.values()) for v in range(14, 19)}
    assert refused[14] > refused[15] > refused[16] > refused[17] > refused[18] + 40


def test_the_end_of_the_token_is_told() -> None:
    statement = one("create table t (a int unique nulls not distinct)", 14)
    assert statement.error is not None
    assert statement.source.text[statement.error.start : statement.error.end] == "nulls"
    generated = one("alter table t add n int generated always as (a)", 17)
    assert generated.error is not None and generated.error.start == generated.error.end == generated.span.end


def test_positions_behind_text_that_is_not_ascii() -> None:
    source = Source(
        "x.sql", "-- ééé\nselect 'é';\n/* ü */ create table \"é\" (a int, b int unique nulls not distinct);"
    )
    second = parse(source, pg_version=14)[1]
    assert second.error is not None
    assert source.text[second.error.start :].startswith("nulls")


def test_what_only_an_older_grammar_takes_is_opaque() -> None:
    for version, opaque in ((15, True), (16, False)):
        statement = one("create table n (system_user int)", version)
        assert (statement.opaque, statement.error is None) == (opaque, opaque)
    statement = one("create function json_value(x int) returns int language sql as 'select 1'", 16)
    assert statement.opaque and statement.error is None and statement.node == {}
    assert one("select 1a", 14).opaque
    refused = one("select 1a", 15).error
    assert refused is not None and refused.message == 'trailing junk after numeric literal at or near "1a"'


def test_words_in_strings_comments_and_quotes_are_no_syntax() -> None:
    sql = """create table "merge into" (a text default 'unique nulls not distinct' -- generated always as (1) virtual
      , "enforced" int /* check (true) not enforced */, b text default 'is json', c text default '0x1f 1_000')"""
    for version in range(14, 19):
        assert one(sql, version).error is None
    body = "do $$ begin merge into t using u on true when matched then delete; perform 0x1f; end $$"
    assert one(body, 14).error is None


def test_fit_takes_statements_of_several_sources() -> None:
    plain = parse(Source("a.sql", "select 1"))
    newer = parse(Source("b.sql", "select 1 is json"))
    fit([*plain, *newer, *plain], 15)
    assert [statement.error is None for statement in (*plain, *newer)] == [True, False]
    assert problem(parse(Source("c.sql", "select 1 is json"))[0], 16) is None


def recorder() -> Any:
    spec = importlib.util.spec_from_file_location("record", HERE / "record.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("version", [14, 15, 16, 17, 18])
def test_the_record_is_what_servers_say(version: int) -> None:
    """Runs where servers listen on 5414 to 5418 of MIGSLINT_SERVERS (127.0.0.1)."""
    record = recorder()
    host = os.environ.get("MIGSLINT_SERVERS", "127.0.0.1")
    try:
        connection = record.connect(host, 5400 + version)
    except psycopg.OperationalError:
        pytest.skip(f"no PostgreSQL {version} on {host}:{5400 + version}")
    with connection:
        changed = {
            sql: said for sql in RECORDED if (said := record.ask(connection, sql)) != RECORDED[sql][str(version)]
        }
    assert not changed


def test_the_record_is_complete() -> None:
    assert list(RECORDED) == recorder().cases("features.sql")
