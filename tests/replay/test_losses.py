"""What IF NOT EXISTS keeps from being made."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from migslint.engine import Request, begin
from migslint.folder import open_folder
from migslint.replay.run import Replay

BEFORE = """
create table o (id int primary key);
create table t (id int primary key, a int, b text default 'x' not null, c varchar(10), d int references o, check (a > 0));
create index i on t (a);
create unique index u on t (b);
create sequence s start 10;
create materialized view m as select 1 as one;
create view v as select 1 as one;
"""

#: a statement that is skipped, and in what the object that is there falls short of it
CASES = [
    ("create table if not exists t (id int primary key, a int, b text default 'x' not null, c varchar(10))", []),
    ("create table if not exists t (a int)", []),
    ("create table if not exists t (z int)", []),  # MS01
    ("create table if not exists t (a bigint)", ["a is integer, not bigint"]),
    ("create table if not exists t (c varchar(20))", ["c is character varying(10), not character varying(20)"]),
    ("create table if not exists t (a int not null)", ["a may be NULL"]),
    ("create table if not exists t (a int default 1)", ["a has no default"]),
    ("create table if not exists t (a int generated always as identity)", ["a may be NULL", "a is no identity column"]),
    ("create table if not exists t (a serial)", ["a may be NULL", "a has no default"]),
    ("create table if not exists t (a int, unique (a))", ["it has no unique key (a)"]),
    ("create table if not exists t (b text unique)", []),
    ("create table if not exists t (d int references o (id))", []),
    ("create table if not exists t (a int references o)", ["(a) does not refer to o"]),
    ("create table if not exists t (a int, check (a > 0))", []),
    ("create table if not exists t (a int, constraint big check (a > 9))", ["it has no check big"]),
    ("create table if not exists o (id int, other int references o)", []),
    ("create table if not exists v (one int)", ["it is a view"]),
    ("create table if not exists t (a nosuch)", []),
    ("create table if not exists t as select 1::bigint as a", ["a is integer, not bigint"]),
    ("create table if not exists t as select 1 as a", []),
    ("create materialized view if not exists m as select 2 as one", []),
    ("create materialized view if not exists m as select 2 as one, 3 as two", ["it has no two"]),
    ("create materialized view if not exists v as select 1 as one", ["it is something else"]),
    ("create index if not exists i on t (a)", []),
    ("create index if not exists i on t (b)", ["it is another one on the same table"]),
    ("create unique index if not exists i on t (a)", ["it is another one on the same table"]),
    ("create index if not exists i on t (a) where a > 1", ["it is another one on the same table"]),
    ("create index if not exists i on t (a desc)", ["it is another one on the same table"]),
    ("create index if not exists i on t (a) include (b)", ["it is another one on the same table"]),
    ("create index if not exists i on o (id)", ["it is on t, not on o"]),
    ("create index if not exists v on o (id)", ["it is no index"]),
    ("create sequence if not exists s start 10", []),
    ("create sequence if not exists s", []),
    ("create sequence if not exists s start 20 increment 2", ["start is 10, not 20", "increment is 1, not 2"]),
    ("create sequence if not exists t", ["it is no sequence"]),
    ("alter table t add column if not exists a int", []),
    ("alter table t add column if not exists a bigint", ["it is integer, not bigint"]),
    ("alter table t add column if not exists a int not null default 0", ["it may be NULL", "it has no default"]),
    ("alter table t add column if not exists a int unique", ["it has no unique key (a)"]),
    ("alter table t add column if not exists d int references o", []),
    ("alter table t add column if not exists a int references o", ["(a) does not refer to o"]),
    ("alter table t add column if not exists z int", []),
    ("alter table t add column if not exists z int, add column if not exists a text", ["it is integer, not text"]),
]


@pytest.mark.parametrize(("text", "parts"), CASES, ids=[case[0] for case in CASES])
def test_what_never_comes_to_be(tmp_path: Path, database18: str, text: str, parts: list[str]) -> None:
    (tmp_path / "1_before.sql").write_text(BEFORE)
    (tmp_path / "2_file.sql").write_text(text + ";")
    folder = open_folder(str(tmp_path))
    replay = Replay(begin(folder, Request()))
    replay.migrations(folder.migrations[:1])
    catalog = replay.session.catalog
    mark, spaces = catalog.journal.mark(), list(catalog.namespaces)
    replay.migrations(folder.migrations[1:])
    step = replay.steps[-1]
    assert [p for loss in step.losses for p in loss.parts] == parts
    catalog.journal.rollback(mark)
    assert list(catalog.namespaces) == spaces
    with psycopg.connect(database18) as connection:
        skipped: list[str] = []
        connection.add_notice_handler(lambda diag: skipped.append(str(diag.message_primary)))
        connection.execute(BEFORE.encode())
        try:
            connection.execute(text.encode())
        except psycopg.Error:
            assert not step.accepted
        connection.rollback()
    assert [n.message for n in step.notices] == skipped
