"""Which rule tells of a refusal, which characters it marks, and which other places it names."""

from __future__ import annotations

from pathlib import Path

import pytest

from migslint.engine import Request, check
from migslint.report.text import notes

TABLE = "create table t (a int, b text unique);\n"

#: what stands before, the statement that is refused, the rule, the characters that are marked
CASES = [
    (TABLE, "create view public.t as select 1", "MD01", "public.t"),
    (TABLE, 'create table "T" (a int); alter table "T" rename to t', "MD01", "t"),
    (TABLE, "create table u (a int constraint t unique)", "MD04", "t"),
    (TABLE, "alter table t add constraint t_b_key unique (b)", "MD04", "t_b_key"),
    (
        TABLE,
        "alter table t add constraint c check (a > 0); alter table t rename constraint c to t_b_key",
        "MD04",
        "t_b_key",
    ),
    (TABLE, "create index t_b_key on t (a)", "MD08", "t_b_key"),
    (TABLE, "create index i on t (a); alter index i rename to t_b_key", "MD08", "t_b_key"),
    ("create schema s; create type s.e as enum ('x');\n", "create type s.e as enum ('y')", "MD06", "e"),
    (TABLE, "create index on public.t (nosuch)", "MR02", "nosuch"),
    (TABLE, "alter table t drop column nosuch", "MR02", "nosuch"),
    (TABLE, "select t.nosuch from t", "MR02", "t.nosuch"),
    (TABLE, "select u.a from t", "MR07", "u"),
    ("", "create table nosuch.t (a int)", "MR05", "nosuch"),
    ("", "alter table public.nosuch add a int", "MR01", "public.nosuch"),
    (TABLE, "drop policy p on public.t", "MR06", "p"),
    (TABLE, "alter table t drop constraint nosuch", "MR06", "nosuch"),
    (TABLE, "create table u (x text references t (a))", "MX09", "t"),
    (TABLE, "insert into t (a) values (1) on conflict (a) do nothing", "MX09", None),
    (TABLE, "create view v as select b from t; alter table t drop column b", "MX02", "b"),
    ("", "create table u (a varchar(0))", "MX09", None),
    ("", "create domain d as int; create domain d as text", "MD06", "d"),
    (TABLE, "create server s foreign data wrapper w options (x '1', x '2')", "MR08", "w"),
]


@pytest.mark.parametrize(("before", "sql", "code", "marked"), CASES, ids=[case[1] for case in CASES])
def test_rule_and_mark(before: str, sql: str, code: str, marked: str | None, tmp_path: Path) -> None:
    (tmp_path / "0001_a.sql").write_text(f"{before}{sql};\n")
    report = check(Request(path=str(tmp_path)))
    (found,) = report.diagnostics
    assert report.unknown == 0
    assert found.code == code
    if marked is not None:
        assert found.source.text[found.span.start : found.span.end] == marked
        assert found.span.start > len(before)


def told(tmp_path: Path, *files: str) -> list[str]:
    """What the text report says below the excerpt of the only finding, without the folder's path."""
    for number, text in enumerate(files, 1):
        (tmp_path / f"000{number}.sql").write_text(text)
    (found,) = check(Request(path=str(tmp_path))).diagnostics
    return [note.replace(f"{tmp_path}/", "") for note in notes(found) if ".sql" in note]


def test_the_birth_of_what_is_in_the_way_is_told(tmp_path: Path) -> None:
    view = "create view v as\n  select a, b from t;"
    assert told(tmp_path, TABLE + view, "drop table v;") == ["created in 0001.sql:2"]
    assert told(tmp_path, TABLE + view, "create or replace view v as select a from t;") == ["created in 0001.sql:2"]
    assert told(tmp_path, TABLE + view, "drop table t;") == ["what depends on it is created in 0001.sql:2"]
    assert told(tmp_path, TABLE + view, "create table t (a int);") == ["first created in 0001.sql:1"]


def test_where_a_missing_name_went_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, TABLE, "drop table t;", "select * from t;") == ["dropped in 0002.sql:1"]
    assert told(tmp_path, "select * from t;", "-- later\n" + TABLE, "") == ["created only later, in 0002.sql:2"]


def test_a_plain_folder_records_no_versions(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "0001.sql").write_text("select 1;")
    assert check(Request(path=str(tmp_path))).diagnostics == []
    assert check(Request(path=str(tmp_path), layout="plain")).files == 2
