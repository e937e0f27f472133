"""What the guard of a DO block keeps from being made."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from migslint.engine import Request, begin, check
from migslint.folder import open_folder
from migslint.replay.run import Replay

BEFORE = """
create type e as enum ('a', 'b');
create type c as (x int, y text);
create domain d as text check (value > 'a');
create type g as range (subtype = int4);
create table o (id int primary key);
create table t (id int primary key, a int, k int, f int constraint fk references o on delete cascade);
create index i on t (a);
create sequence s start 10;
create policy p on t for select using (a > 0);
create schema other;
create type other.far as enum ('a');
"""


def caught(statement: str, condition: str = "duplicate_object", then: str = "null;") -> str:
    return f"do $$ begin {statement}; exception when {condition} then {then} end $$;"


def asked(name: str, statement: str, otherwise: str = "") -> str:
    guard = f"not exists (select 1 from pg_type where typname = '{name}')"
    return f"do $$ begin if {guard} then {statement}; {otherwise} end if; end $$;"


def column(name: str, statement: str) -> str:
    guard = f"select 1 from information_schema.columns where table_name = 't' and column_name = '{name}'"
    return f"do $$ begin if not exists ({guard}) then {statement}; end if; end $$;"


#: what is run over it, in what the object that is there falls short, and whether the statements change anything
CASES: list[tuple[str, list[str], bool]] = [
    (caught("create type e as enum ('a', 'b')"), [], False),
    (caught("create type e as enum ('b')"), [], False),
    (caught("create type e as enum ('a', 'b', 'c', 'd''s')"), ["it has no labels 'c', 'd''s'"], False),
    (caught("create type e as enum ('c')", "others"), ["it has no label 'c'"], False),
    (caught("create type e as enum ('c')", then="raise notice 'there';"), ["it has no label 'c'"], False),
    (caught("create type e as enum ('c')", then="alter type e add value 'c';"), [], True),
    (caught("create type e as enum ('c')", then="drop type e; create type e as enum ('c');"), [], True),
    (caught("create type e as enum ('c')") + "alter type e add value if not exists 'c';", [], True),
    (caught("create type e as enum ('c')") + "alter type e rename to e2;", [], True),
    (caught("create type e as enum ('c')") + "drop type e;", [], True),
    (caught("create type e as enum ('c', 'd')") + "alter type e add value 'd';", [], True),
    (caught("create type n as enum ('c')"), [], True),
    (caught("create type n as enum ('c'); create type e as enum ('c')"), ["it has no label 'c'"], False),
    (caught("execute 'create type e as enum (''c'')'"), ["it has no label 'c'"], False),
    (caught("create type e as (x int)"), ["it is an enum"], False),
    (caught("create type o as enum ('c')"), ["it is the row type of a relation"], False),
    (caught("create type c as (x int, y text)"), [], False),
    (caught("create type c as (x bigint, z int)"), ["it has no attribute z", "x is integer, not bigint"], False),
    (caught("create domain d as text check (value > 'a')"), [], False),
    (caught("create domain d as text check ((value > 'a'::text))"), [], False),
    (caught("create domain d as text check (value > 'b')"), ["it has no such check d_check"], False),
    (caught("create domain d as int"), ["it is over text, not integer"], False),
    (caught("create domain d as text not null default ''"), ["it may be NULL", "it has no default"], False),
    (caught("create type g as range (subtype = int8)"), ["it is a range of int4, not of int8"], False),
    (caught("create type g as range (subtype = int4)"), [], False),
    (asked("e", "create type e as enum ('a', 'b')"), [], False),
    (asked("e", "create type e as enum ('a', 'c')"), ["it has no label 'c'"], False),
    (asked("e", "execute 'create type e as enum (''c'')'"), ["it has no label 'c'"], False),
    (asked("e", "create type e as enum ('c')", "else alter type e add value 'c';"), [], True),
    (asked("e", "create type e as enum ('c')") + "alter type e add value if not exists 'c';", [], True),
    (asked("e", "create type other.far as enum ('c')"), [], False),
    (asked("far", "create type far as enum ('c')"), [], False),
    (asked("far", "create type other.far as enum ('c')"), ["it has no label 'c'"], False),
    (
        "do $$ begin if to_regtype('public.e') is null then create type e as enum ('c'); end if; end $$;",
        ["it has no label 'c'"],
        False,
    ),
    (
        "do $$ begin if exists (select from pg_type where typname = 'e') then null; "
        "else create type e as enum ('c'); end if; end $$;",
        ["it has no label 'c'"],
        False,
    ),
    ("do $$ begin if 'e' = 'f' then create type e as enum ('c'); end if; end $$;", [], False),
    ("do $$ begin case 'x' when 'e' then create type e as enum ('c'); else null; end case; end $$;", [], False),
    (column("a", "alter table t add column a int"), [], False),
    (column("a", "alter table t add column a bigint"), ["it is integer, not bigint"], False),
    (column("k", "alter table t add column k bigint") + "alter table t alter k type bigint;", [], True),
    (column("a", "alter table t add column z bigint"), [], False),
    (caught("alter table t add column a text", "duplicate_column"), ["it is integer, not text"], False),
    (
        caught("create table t (id int, a text, z int)", "duplicate_table"),
        ["a is integer, not text", "it has no column z"],
        False,
    ),
    (caught("create index i on t (id)", "duplicate_table"), ["it is another one on the same table"], False),
    (caught("create sequence s start 5", "duplicate_table"), ["start is 10, not 5"], False),
    (caught("create policy p on t for select using (a > 0)"), [], False),
    (caught("create policy p on t for select using (a > 1)"), ["it has another USING"], False),
    (caught("create policy p on t using (t.a > 0)"), ["it is for SELECT, not for ALL"], False),
    (caught("alter table t add constraint fk foreign key (f) references o on delete cascade"), [], False),
    (
        caught("alter table t add constraint fk foreign key (a) references o"),
        ["it is about other columns", "it is ON DELETE CASCADE, not NO ACTION"],
        False,
    ),
]

STATE = """
select 1, enumlabel, enumtypid::regtype::text from pg_enum union all
select 2, attname || atttypid::regtype || attnotnull, attrelid::regclass::text from pg_attribute where attrelid > 16383
union all select 3, pg_get_constraintdef(oid), conname from pg_constraint where oid > 16383 union all
select 4, pg_get_indexdef(indexrelid), '' from pg_index where indexrelid > 16383 union all
select 5, pg_get_expr(polqual, polrelid), polname from pg_policy union all
select 6, typname || typbasetype::regtype || typnotnull, typtype::text from pg_type where oid > 16383 order by 1, 2, 3
"""


@pytest.mark.parametrize(("text", "parts", "changes"), CASES, ids=[case[0] for case in CASES])
def test_what_a_guard_skips(tmp_path: Path, database18: str, text: str, parts: list[str], changes: bool) -> None:
    (tmp_path / "1_before.sql").write_text(BEFORE)
    (tmp_path / "2_file.sql").write_text(text)
    folder = open_folder(str(tmp_path))
    replay = Replay(begin(folder, Request()))
    replay.migrations(folder.migrations, rerun=lambda _: True)
    assert all(step.accepted for step in replay.steps)
    assert [p for step in replay.steps for loss in step.losses for p in loss.parts] == parts
    assert all(not step.losses for step in replay.reruns)
    told = [d for d in check(Request(path=str(tmp_path), rerun="all")).diagnostics if d.phase == "apply"]
    assert [d.code for d in told] == (["MS02"] if parts else [])
    with psycopg.connect(database18) as connection:
        connection.execute(BEFORE.encode())
        before = connection.execute(STATE).fetchall()
        connection.execute(text.encode())
        assert (connection.execute(STATE).fetchall() != before) is changes
        connection.rollback()


@pytest.mark.parametrize(
    ("block", "shown"),
    [
        ("do $$\nbegin\n  create type e as enum ('c');\nexception when duplicate_object then null;\nend $$;", "e"),
        (asked("e", "\n  create type public.e as enum ('c')"), "e"),
        (caught("create table t (a text)", "duplicate_table"), "t"),
        (asked("e", "execute 'create type e as enum (''c'')'"), None),
    ],
)
def test_where_it_points(tmp_path: Path, block: str, shown: str | None) -> None:
    (tmp_path / "1_before.sql").write_text(BEFORE)
    (tmp_path / "2_file.sql").write_text(block)
    (found,) = check(Request(path=str(tmp_path))).diagnostics
    text = found.source.text[found.span.start : found.span.end]
    assert text == shown if shown is not None else "execute" in text
