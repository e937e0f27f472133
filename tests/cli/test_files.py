"""`migslint files`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from migslint import cli

CRISIS = "examples/crisis"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A function that writes files below an empty working directory."""
    monkeypatch.chdir(tmp_path)

    def write(**files: str | bytes) -> None:
        for name, text in files.items():
            path = Path(name.replace("__", "/").replace("_sql", ".sql"))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    return write


def test_the_example(capsys, request, monkeypatch) -> None:
    monkeypatch.chdir(request.config.rootpath)
    assert cli.run(["files", CRISIS]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "examples/crisis/supabase/migrations: Supabase CLI, 14 migrations"
    assert lines[1] == "   1  20250310090000_init.sql"
    assert lines[14] == "  14  20250526120000_waitlist.sql"
    assert lines[15:17] == ["", "passed over:"]
    assert lines[17].startswith("  create_waitlist_backup.sql  Skipping migration")
    assert len(lines) == 18


def test_json(folder, capsys) -> None:
    folder(supabase__migrations__2_b_sql="", supabase__migrations__10_a_sql="", supabase__migrations__x_sql="")
    assert cli.run(["files", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {key: found[key] for key in ("version", "root", "layout", "platform", "problems")} == {
        "version": 1,
        "root": "supabase/migrations",
        "layout": "supabase",
        "platform": "supabase",
        "problems": [],
    }
    assert [(f["path"], f["version"], f["name"]) for f in found["files"]] == [
        ("supabase/migrations/10_a.sql", "10", "a"),
        ("supabase/migrations/2_b.sql", "2", "b"),
    ]
    assert [s["path"] for s in found["skipped"]] == ["supabase/migrations/x.sql"]


def test_the_configuration_names_folder_and_layout(folder, capsys) -> None:
    folder(db__sql__1_a_sql="", migrations__1_z_sql="")
    Path("migslint.toml").write_text('path = "db/sql"\nlayout = "sqlx"\n')
    assert cli.run(["files"]) == 0
    assert capsys.readouterr().out == "db/sql: sqlx, 1 migration\n  1  1_a.sql\n"
    assert cli.run(["files", "migrations", "--layout", "plain"]) == 0
    assert capsys.readouterr().out == "migrations: plain folder, 1 migration\n  1  1_z.sql\n"
    Path("other.toml").write_text('path = "migrations"\n')
    assert cli.run(["files", "--config", "other.toml", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["root"] == "migrations"


def test_a_file_without_transaction_is_marked_where_others_have_one(folder, capsys) -> None:
    folder(
        m__1_a_sql="-- +goose Up\nSELECT 1;\n",
        m__2_b_sql="-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;\n",
    )
    assert cli.run(["files", "m"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["  1  1_a.sql", "  2  2_b.sql  (no transaction)"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "migslint: error: "),
        (["nowhere"], "migslint: error: nowhere "),
        ([".", "--layout", "rails"], "migslint: error: "),
        (["empty"], "migslint: error: empty has no migrations"),
        (["--config", "nowhere.toml"], "migslint: error: nowhere.toml: cannot be read: "),
        (["bad"], "migslint: error: bad/migslint.toml:2: unknown key "),
    ],
)
def test_errors(folder, capsys, arguments: list[str], message: str) -> None:
    Path("empty").mkdir()
    Path("bad").mkdir()
    Path("bad/migslint.toml").write_text("# first\nnope = 1\n")
    Path("bad/1.sql").write_text("SELECT 1;")
    assert cli.run(["files", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(message)
    assert said.err.count("\n") == 1


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_shown(folder, capsys) -> None:
    folder(m__1_a_sql="SELECT 1;", m__2_b_sql=b"\xff\xfeS\x00E\x00")
    assert cli.run(["files", "m"]) == 2
    said = capsys.readouterr()
    assert "1_a.sql" in said.out
    assert said.err.startswith("migslint: error: m/2_b.sql: ")


def test_names_are_made_harmless(folder, capsys) -> None:
    folder()
    Path("m").mkdir()
    Path("m/1_\x1b[31m\u202e.sql").write_text("SELECT 1;")
    Path("m/2_\udcff.sql").write_text("SELECT 1;")
    assert cli.run(["files", "m"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["  1  1_\\x1b[31m\\u202e.sql", "  2  2_\\udcff.sql"]
