"""The second run of a file: what it says, and that nothing of it stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from migslint.engine import Request, begin, check
from migslint.folder import open_folder
from migslint.replay.run import Replay


def replayed(tmp_path: Path, *files: str, layout: str | None = None, again: bool = True) -> Replay:
    for number, text in enumerate(files, 1):
        (tmp_path / f"{number}_a.sql").write_text(text)
    folder = open_folder(str(tmp_path), layout=layout)
    replay = Replay(begin(folder, Request()))
    replay.migrations(
        folder.migrations, None, folder.layout.one_transaction, (lambda migration: True) if again else None
    )
    return replay


#: a file, and what a second run of it is refused
CASES = [
    ("create table t (a int);", ['relation "t" already exists']),
    ("create table if not exists t (a int); create index i on t (a);", ['relation "i" already exists']),
    ("create table t (a int); drop table t;", []),
    ("drop policy if exists p on o; create policy p on o using (true);", []),
    ("create policy p on o using (true);", ['policy "p" for table "o" already exists']),
    ("alter table o enable row level security;", []),
    (
        "alter table o rename to n; create table o (a int);",
        ['relation "n" already exists', 'relation "o" already exists'],
    ),
    (
        "create or replace view v as select a from o; create or replace view v as select a, b from o;",
        ["cannot drop columns from view"],
    ),
    ("set search_path = s; create table x (a int);", ['relation "x" already exists']),
    ("begin; create table t (a int); rollback;", []),
    ("begin; create table t (a int); commit;", ['relation "t" already exists']),
    ("savepoint s;", []),
    (
        "create type e as enum ('x'); alter type e add value 'y'; ",
        ['type "e" already exists', 'enum label "y" already exists'],
    ),
    ("alter table o drop column b;", ['column "b" of relation "o" does not exist']),
    ("alter table o drop column b; create index i on o (b);", ['column "b" of relation "o" does not exist']),
    ("create temp table t (a int);", ['relation "t" already exists']),
    ("create temp table t (a int) on commit drop;", []),
    ("select 1 from nosuch;", []),
    ("this is no sql;", []),
]


@pytest.mark.parametrize(("text", "said"), CASES, ids=[case[0] for case in CASES])
def test_what_a_second_run_is_refused(tmp_path: Path, text: str, said: list[str]) -> None:
    before = "create schema s; create table o (a int, b int); create table p (a int);"
    replay = replayed(tmp_path, before, text)
    mine = [s for s in replay.reruns if s.migration.path.endswith("2_a.sql")]
    assert [s.refusal.message for s in mine if s.refusal is not None and s.first.accepted] == said


def test_the_steps_know_each_other(tmp_path: Path) -> None:
    replay = replayed(tmp_path, "create table t (a int); select 1;", "drop table t;")
    assert [(s.phase, s.first) for s in replay.steps] == [("apply", None)] * 3
    assert [s.phase for s in replay.reruns] == ["rerun"] * 3
    assert all(s.first is first for s, first in zip(replay.reruns, replay.steps, strict=True))
    assert all(s.statement is s.first.statement for s in replay.reruns)
    assert [s.number for s in replay.reruns] == [0, 1, 2]


@pytest.mark.parametrize("layout", [None, "drizzle"])
def test_nothing_of_a_second_run_stays(tmp_path: Path, layout: str | None) -> None:
    files = (
        "set search_path = pg_catalog; begin; create table public.t (a int);",
        "create table if not exists public.u (a int); alter table u add b int; insert into u values (1);",
        "alter table u rename to w; create type e as enum ('x');",
        "alter type e add value 'y'; select 'y'::e;",
    )
    if layout == "drizzle":
        (tmp_path / "meta").mkdir()
        entries = ", ".join(f'{{"idx": {n}, "tag": "{n + 1}_a", "when": {n}}}' for n in range(4))
        (tmp_path / "meta" / "_journal.json").write_text(f'{{"entries": [{entries}]}}')
    with_it = replayed(tmp_path, *files, layout=layout)
    without = replayed(tmp_path, *files, layout=layout, again=False)

    def told(replay: Replay) -> list[object]:
        return [(s.refusal and s.refusal.message, s.unknown, [n.message for n in s.notices]) for s in replay.steps]

    def left(replay: Replay) -> list[object]:
        session = replay.session
        public = session.catalog.namespaces["public"]
        relations = {name: list(r.attributes) for name, r in public.relations.items()}
        return [relations, sorted(public.types), session.settings, session.in_block, session.journal.mark()]

    assert told(with_it) == told(without)
    assert left(with_it) == left(without)
    assert with_it.reruns
    assert without.reruns == []


def test_an_accepted_first_run_is_needed(tmp_path: Path) -> None:
    (tmp_path / "1_a.sql").write_text("create table t (a int); create table t (b int); select x.y;")
    found = check(Request(path=str(tmp_path), rerun="all"))
    assert [(d.phase, d.span.start) for d in found.diagnostics if d.sqlstate] == [
        ("rerun", 13),
        ("apply", 37),
        ("apply", 55),
    ]
    assert found.refused_again == 1
    assert found.rerun_files == 1


def test_what_follows_is_counted_at_its_root(tmp_path: Path) -> None:
    (tmp_path / "1_a.sql").write_text("create table o (a int);")
    (tmp_path / "2_b.sql").write_text("alter table o rename to n; create table o (a int);")
    found = [d for d in check(Request(path=str(tmp_path), rerun="all")).diagnostics if d.path.endswith("2_b.sql")]
    assert [d.cause is not None for d in found] == [False, True]
    assert found[0].consequences == 1


def test_a_comment_for_a_file_that_is_not_run_again_is_not_idle(tmp_path: Path) -> None:
    (tmp_path / "1_a.sql").write_text("-- migslint: ignore[MI]\ncreate table t (a int);\n")
    (tmp_path / "2_b.sql").write_text("-- migslint: ignore\ncreate table u (a int);\n")
    once = check(Request(path=str(tmp_path)))
    assert once.diagnostics == []
    twice = check(Request(path=str(tmp_path), rerun="all"))
    assert twice.diagnostics == []
    assert twice.suppressed == 2
