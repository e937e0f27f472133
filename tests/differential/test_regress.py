"""`tools.regress` on files of our own: both sides are given what psql would send, and counted as the module says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from migslint.replay import run as law
from tools.regress import Asked, Regression, kind, replay, tally

SETUP = "create table base (a int);\n"

FILE = r"""
\set word 'x y'
\set number 7
select :'word' as w, :number + 1 as n, :"number" from (select 1 as "7") t;
create table t (a int primary key, b text);
copy t from stdin;
1	select; it is data
2	\N
\.
select 'created' || count(*) as name from t \gset
create table :name (a int);
select 'drop table ' || :'name' \gexec
drop table :name;
insert into t values (1, 'twice');
insert into t values (3, 'x') returning nosuch;
begin;
select nosuch;
create table u (a int);
commit;
select a from u;
\set yes true
\if :yes
\quit
\endif
select 1 from never_sent;
"""


@pytest.fixture(scope="module")
def found(server18: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[list[Asked]]]:
    folder: Path = tmp_path_factory.mktemp("sql")
    (folder / "test_setup.sql").write_text(SETUP)
    (folder / "one.sql").write_text(FILE)
    regression = Regression(folder, server18.uri())  # type: ignore[attr-defined]
    try:
        yield regression.ask("one")
    finally:
        regression.close()


def test_psql(found: list[list[Asked]]) -> None:
    sent = [(one.sql, one.outcome.sqlstate) for one in found[-1]]
    assert sent == [
        ('select \'x y\' as w, 7 + 1 as n, "7" from (select 1 as "7") t', None),
        ("create table t (a int primary key, b text)", None),
        ("copy t from stdin", None),
        ("select 'created' || count(*) as name from t", None),
        ("create table created2 (a int)", None),
        ("select 'drop table ' || 'created2'", None),
        ("drop table created2", None),
        ("drop table created2", "42P01"),
        ("insert into t values (1, 'twice')", "23505"),
        ("insert into t values (3, 'x') returning nosuch", "42703"),
        ("begin", None),
        ("select nosuch", "42703"),
        ("create table u (a int)", None),
        ("commit", None),
        ("select a from u", None),
    ]
    assert [one.counts for one in found[-1] if one.outcome.sqlstate] == [True, False, True, True]


def test_agreement(found: list[list[Asked]]) -> None:
    strict = law.STRICT
    ours = replay(found, 18)
    assert law.STRICT is strict
    assert [kind(one, outcome) for one, outcome in zip(found[-1], ours)] == [""] * 15
    counts = tally(found[-1], ours)
    assert {name: counts[name] for name in ("refused", "foretold", "same message", "false alarms", "not counted")} == {
        "refused": 3,
        "foretold": 3,
        "same message": 3,
        "false alarms": 0,
        "not counted": 1,
    }
