"""`migslint explain`: which statement raises an error, and why."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from migslint import cli

FILES = {
    "1_a.sql": """
CREATE TABLE profiles (id int, email text);
CREATE TABLE old_name (id int);
ALTER TABLE old_name RENAME TO new_name;
CREATE TABLE temporary (id int);
DROP TABLE temporary;
CREATE POLICY "p q" ON profiles USING (true);
""",
    "2_b.sql": """
CREATE TABLE IF NOT EXISTS profiles (id int, nick text);
COMMENT ON COLUMN profiles.nick IS 'x';
CREATE POLICY "p q" ON profiles USING (true);
ALTER TABLE later ADD COLUMN x int;
ALTER TABLE old_name ADD COLUMN x int;
ALTER TABLE temporary ADD COLUMN x int;
ALTER TABLE profils ADD COLUMN x int;
CREATE TABLE orders (id int REFERENCES zebra);
INSERT INTO orders DEFAULT VALUES;
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS 'BEGIN PERFORM gone FROM profiles; END';
ALTER TABLE later ADD COLUMN y int;
""",
    "3_c.sql": """
CREATE TABLE later (id int);
""",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict]:
    code = cli.run(["explain", *arguments, ".", "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


ERRORS = [
    ('relation "later" does not exist', "late", ["2_b.sql:5", "2_b.sql:12"], "3_c.sql:2"),
    ('ERROR:  relation "old_name" does not exist', "renamed", ["2_b.sql:6"], "1_a.sql:4"),
    ('relation "temporary" does not exist', "dropped", ["2_b.sql:7"], "1_a.sql:6"),
    ('relation "profils" does not exist', "misspelt", ["2_b.sql:8"], "public.profiles"),
    ('relation "zebra" does not exist', "never", ["2_b.sql:9"], "--baseline"),
    ('relation "orders" does not exist', "follows", ["2_b.sql:10"], '"2_b.sql", "line": 9'),
    ('column "nick" of relation "profiles" does not exist', "hidden", ["2_b.sql:3"], "2_b.sql"),
    ('policy "p q" for table "profiles" already exists', "exists", ["2_b.sql:4", "1_a.sql:7"], "first created here"),
    ('column "gone" does not exist', "never", ["2_b.sql:11"], "when it is called"),
    ('relation "later" already exists', "exists", ["3_c.sql:2"], "when it is run again"),
    ("relation “LATER” does not exist", "late", ["2_b.sql:5", "2_b.sql:12"], "3_c.sql:2"),
]


@pytest.mark.parametrize(("text", "reason", "places", "words"), ERRORS, ids=[text for text, *_ in ERRORS])
def test_the_statement_that_raises_it(
    folder: Path, capsys, text: str, reason: str, places: list[str], words: str
) -> None:
    code, found = asked(capsys, text)
    (error,) = found["errors"]
    assert code == 0
    assert [f"{r['path']}:{r['line']}" for r in error["raised"]] == places
    assert error["raised"][0]["reason"] == reason
    told = json.dumps(error)
    path, _, line = words.partition(":")
    assert words in told or any(
        (r["path"], str(r["line"])) == (path, line) for r in error["raised"][0]["finding"]["related"]
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('psql:2_b.sql:12: ERROR:  relation "later" does not exist', 12),
        (
            'ERROR: relation "later" does not exist (SQLSTATE 42P01)\nAt statement: 10\nALTER TABLE later ADD COLUMN y int',
            12,
        ),
        ('ERROR:  relation "later" does not exist\nSTATEMENT:  ALTER TABLE later ADD COLUMN x int;', 5),
        ('ERROR:  relation "later" does not exist\nLINE 1: ...TABLE later ADD COLUMN y int', 12),
    ],
)
def test_what_else_is_said_narrows_it_down(folder: Path, capsys, text: str, place: int) -> None:
    code, found = asked(capsys, text)
    assert (code, [r["line"] for r in found["errors"][0]["raised"]]) == (0, [place])


def test_the_file_that_was_named_last(tmp_path: Path, monkeypatch, capsys) -> None:
    for name in ("1_a.sql", "2_b.sql", "3_c.sql"):
        (tmp_path / name).write_text("SELECT 1 FROM nowhere;")
    monkeypatch.chdir(tmp_path)
    applied = "Applying migration 1_a.sql...\nApplying migration 2_b.sql...\n"
    _, found = asked(capsys, f'{applied}ERROR: relation "nowhere" does not exist (SQLSTATE 42P01)')
    assert [r["path"] for r in found["errors"][0]["raised"]] == ["2_b.sql"]


def test_what_nothing_raises_is_answered_by_lives(folder: Path, capsys) -> None:
    code, found = asked(capsys, 'relation "public.new_name" does not exist')
    assert code == 0
    (life,) = found["errors"][0]["objects"]
    assert (life["name"], [m["line"] for m in life["life"]][:2]) == ("public.new_name", [3, 4])


ROWS = """
CREATE TABLE t (id int CONSTRAINT positive CHECK (id > 0), n text NOT NULL);
INSERT INTO t SELECT generate_series(-1, 1), 'x';
CREATE FUNCTION g(a int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'no user % in ''%''', a, 'b';
END $$;
CREATE TABLE u (id int);
INSERT INTO u VALUES (1);
"""


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("no user 5 in 'b'", [(4, 6)]),
        ("no user 5 in 'b", []),
        ('new row for relation "t" violates check constraint "positive"', [(3, 3)]),
        ('duplicate key value violates unique constraint "positive"', [(3, 3)]),
    ],
)
def test_what_hangs_on_values(tmp_path: Path, monkeypatch, capsys, text: str, places: list[tuple[int, int]]) -> None:
    (tmp_path / "1_a.sql").write_text(ROWS)
    monkeypatch.chdir(tmp_path)
    code, found = asked(capsys, text)
    assert [(f["line"], f["at_line"]) for f in found["errors"][0]["may_raise"]] == places
    assert code == (0 if places else 1)


def test_what_nobody_knows(folder: Path, capsys) -> None:
    code, found = asked(capsys, 'relation "new_nam" does not exist')
    assert (code, found["errors"][0]["nearest"]) == (1, ["public.new_name"])
    assert cli.run(["explain", "division by zero", "."]) == 1
    assert capsys.readouterr().out == (
        "division by zero: no statement of the folder raises it here\nno migration makes what it speaks of\n"
    )


def test_text(folder: Path, capsys) -> None:
    assert cli.run(["explain", 'ERROR: relation "temporary" does not exist', "."]) == 0
    assert capsys.readouterr().out == (
        "what it needs was dropped before\n"
        '2_b.sql:7:13: error[MR01] relation "temporary" does not exist  42P01\n'
        "  │\n"
        "7 │ ALTER TABLE temporary ADD COLUMN x int;\n"
        "  │             ^^^^^^^^^\n"
        "  ╰ dropped in 1_a.sql:6\n"
    )


def test_from_standard_input(folder: Path, capsys, monkeypatch) -> None:
    text = 'ERROR:  relation "zebra" does not exist\r\n\xff'.encode("latin-1")
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(text)))
    code, found = asked(capsys, "-")
    assert (code, found["errors"][0]["raised"][0]["line"]) == (0, 9)


@pytest.mark.parametrize("arguments", [["", "."], [], ["-", "."]])
def test_wrong_usage(folder: Path, capsys, monkeypatch, arguments: list[str]) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"")))
    assert cli.run(["explain", *arguments]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "text",
    [
        "\x1b]0;x\x07\x9b31m \u202e",
        'relation "\x1b[31m\x07" does not exist',
        'column "a.b"."c" of relation "" does not exist',
        "function ((( does not exist",
        "[" * 5000,
        '{"message": "\\u001b[31m", "code": "42P01"}',
    ],
)
def test_text_that_nobody_should_trust(folder: Path, capsys, text: str) -> None:
    assert cli.run(["explain", text, "."]) in (1, 2)
    said = capsys.readouterr()
    assert all(c.isprintable() for line in (said.out + said.err).splitlines() for c in line)
    assert "internal error" not in said.err
