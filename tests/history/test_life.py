"""The lives of objects: `history.life` and `migslint history`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from migslint import cli
from migslint.history.life import command
from migslint.history.names import nearest, readings

FILES = {
    "1_a.sql": """
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE SCHEMA app;
CREATE TABLE app.users (id int);
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE POLICY "p q" ON users USING (true);
CREATE VIEW app."V.w" AS SELECT 1 AS a;
""",
    "2_b.sql": """
CREATE TABLE IF NOT EXISTS users (id int, nick text);
ALTER TABLE users RENAME COLUMN email TO mail;
ALTER TABLE users RENAME TO people;
ALTER TABLE app.users DROP COLUMN gone;
CREATE POLICY "p q" ON people USING (true);
CREATE TRIGGER tr BEFORE INSERT ON later EXECUTE FUNCTION f();
""",
    "3_c.sql": """
CREATE TABLE later (id int);
DROP TABLE people;
DROP FUNCTION IF EXISTS f(text);
DROP FUNCTION f(int);
CREATE TABLE users (id text);
CREATE TYPE mood AS ENUM ('a');
ALTER TYPE mood ADD VALUE 'b';
""",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lives(capsys: pytest.CaptureFixture[str], name: str) -> list[tuple[str, str, str, list[str]]]:
    code = cli.run(["history", name, ".", "--format", "json"])
    found = json.loads(capsys.readouterr().out)
    assert code == (0 if found["objects"] else 1)
    return [
        (o["kind"], o["name"], o["state"], [f"{m['event']} {m['path'][0]}:{m['line']}" for m in o["life"]])
        for o in found["objects"]
    ]


NAMES = [
    (
        "users",
        [
            ("table", "public.people", "gone", ["created 1:2", "skipped 2:2", "renamed 2:4", "dropped 3:3"]),
            ("table", "app.users", "there", ["created 1:4", "refused 2:5"]),
            ("table", "public.users", "there", ["created 3:6"]),
        ],
    ),
    ("APP.users", [("table", "app.users", "there", ["created 1:4", "refused 2:5"])]),
    ("users.email", [("column", "public.people.mail", "gone", ["created 1:2", "renamed 2:3", "dropped 3:3"])]),
    ("mail", [("column", "public.people.mail", "gone", ["created 1:2", "renamed 2:3", "dropped 3:3"])]),
    ("users.nick", [("column", "users.nick", "never", ["skipped 2:2"])]),
    ("people.p q", [("policy", 'public.people."p q"', "gone", ["created 1:6", "refused 2:6", "dropped 3:3"])]),
    ("f(int)", [("function", "public.f(integer)", "gone", ["created 1:5", "skipped 3:4", "dropped 3:5"])]),
    ('app."V.w"', [("view", 'app."V.w"', "there", ["created 1:7"])]),
    ("tr", [("trigger", "later.tr", "never", ["refused 2:7"])]),
    ("later", [("table", "public.later", "there", ["refused 2:7", "created 3:2"])]),
    ("gone", [("column", "users.gone", "never", ["refused 2:5"])]),
    ("app", [("schema", "app", "there", ["created 1:3"])]),
    ("users_pkey", None),
    ("mood", [("type", "public.mood", "there", ["created 3:7", "altered 3:8"])]),
    ("nobody", []),
]


@pytest.mark.parametrize(("name", "wanted"), NAMES, ids=[name for name, _ in NAMES])
def test_a_name_and_its_lives(folder: Path, capsys, name: str, wanted: list | None) -> None:
    found = lives(capsys, name)
    if wanted is None:
        assert {kind for kind, *_ in found} == {"constraint", "index"}
    else:
        assert found == wanted


def test_text(folder: Path, capsys) -> None:
    assert cli.run(["history", "people", "."]) == 0
    assert capsys.readouterr().out == (
        "table public.people: gone\n"
        "  created  1_a.sql:2  CREATE TABLE\n"
        '  skipped  2_b.sql:2  CREATE TABLE IF NOT EXISTS  relation "users" already exists, skipping; '
        "columns not made: nick\n"
        "  renamed  2_b.sql:4  ALTER TABLE                 was users\n"
        "  dropped  3_c.sql:3  DROP TABLE\n"
    )


def test_the_nearest_names_where_there_is_none(folder: Path, capsys) -> None:
    assert cli.run(["history", "peple", "."]) == 1
    assert capsys.readouterr().out == 'no migration speaks of "peple"; did you mean public.people?\n'
    assert cli.run(["history", "zzzzzz", ".", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out) == {"version": 1, "name": "zzzzzz", "objects": [], "nearest": []}


def test_what_was_there_before(folder: Path, capsys) -> None:
    assert cli.run(["history", "lower(text)", "."]) == 0
    assert "function pg_catalog.lower(text): there before the first migration" in capsys.readouterr().out


def test_nothing_from_outside_reaches_the_terminal(tmp_path: Path, capsys) -> None:
    (tmp_path / "1_a.sql").write_text('CREATE TABLE "t\x1b[31m" (id int);\nALTER TABLE "t\x1b[31m" ADD "c\x1b" int;\n')
    assert cli.run(["history", "t\x1b[31m", str(tmp_path)]) == 0
    assert cli.run(["history", "u\x1b[31m", str(tmp_path)]) == 1
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize("name", ["", "  "])
def test_an_empty_name(folder: Path, capsys, name: str) -> None:
    assert cli.run(["history", name, "."]) == 2


def test_a_file_that_cannot_be_read(folder: Path, capsys) -> None:
    (folder / "4_d.sql").write_bytes(b"\xff\xfe\xff")
    assert cli.run(["history", "mood", "."]) == 2
    said = capsys.readouterr()
    assert "table" not in said.out
    assert "type public.mood" in said.out
    assert "4_d.sql" in said.err


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a", [("a",)]),
        ("A.b", [("A.b",), ("a", "b"), ("A", "b")]),
        ('"A.b".c', [('"A.b".c',), ("A.b", "c")]),
        ('"a""b"', [('"a""b"',), ('a"b',)]),
        ("s.f(int, text)", [("s.f(int, text)",), ("s", "f(int, text)"), ("s.f",), ("s", "f")]),
        ('a."', [('a."',), ("a", '"')]),
        ("a..b", [("a..b",)]),
    ],
)
def test_readings(text: str, wanted: list[tuple[str, ...]]) -> None:
    assert readings(text) == wanted


def test_nearest() -> None:
    assert nearest("Prfiles", ["profiles", "posts"]) == ["profiles"]
    assert nearest("x", []) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("create or replace function f() returns int", "CREATE FUNCTION"),
        ("create /* x */ unique index concurrently if not exists i on t (a)", "CREATE INDEX IF NOT EXISTS"),
        ("drop materialized view if exists v", "DROP MATERIALIZED VIEW IF EXISTS"),
        ("CREATE CONSTRAINT TRIGGER t AFTER INSERT ON x", "CREATE TRIGGER"),
        ("-- c\nDO $$ begin end $$", "DO"),
        ("alter default privileges in schema s", "ALTER DEFAULT PRIVILEGES"),
        ("", ""),
    ],
)
def test_command(text: str, wanted: str) -> None:
    assert command(text) == wanted
