"""`migslint check`, from the command line to the exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from migslint import cli

ROOT = Path(__file__).resolve().parents[2]
CRISIS = ROOT / "examples" / "crisis" / "supabase" / "migrations"

#: these tests are about the first run
ONCE = ("--rerun", "off")

#: what PostgreSQL 15 with the Supabase platform's objects says of each statement, run one by one by the oracle; that
#: CREATE INDEX CONCURRENTLY is refused in a pipeline, as the CLI sends it, was seen on the same server with psycopg
TRUTH = json.loads((Path(__file__).parent / "crisis.json").read_text())


def check(*arguments: str) -> dict:
    """What `migslint check --format json` prints, in a process of its own."""
    command = [sys.executable, "-m", "migslint", "check", "--format", "json", *ONCE, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode in (0, 1)
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def crisis() -> dict:
    return check("examples/crisis", "--pg-version", "15")


def first_line(finding: dict) -> int:
    """The first line of the statement of a finding: in the example a blank line or a comment stands before each."""
    lines = ["", *(ROOT / finding["path"]).read_text().splitlines()]
    line = finding["line"]
    while lines[line - 1] and not lines[line - 1].startswith("--"):
        line -= 1
    return line


def refusals(report: dict) -> list[dict]:
    return [d for d in report["diagnostics"] if d["phase"] == "apply" and d["sqlstate"]]


def test_every_refusal_of_the_crisis_is_foretold_and_no_other(crisis: dict) -> None:
    wanted = [(r["path"], r["statement"], r["sqlstate"], r["message"], r["detail"], r["hint"]) for r in TRUTH]
    found = [
        (os.path.basename(d["path"]), first_line(d), d["sqlstate"], d["message"], d["detail"], d["hint"])
        for d in refusals(crisis)
    ]
    assert found == wanted
    assert crisis["summary"]["refused"] == len(wanted)
    assert crisis["summary"]["files"] == len(list(CRISIS.glob("2*.sql")))


def test_the_place_is_the_token_that_the_server_points_at(crisis: dict) -> None:
    wanted = {(r["path"], *r["at"]) for r in TRUTH if r["at"]}
    found = {(os.path.basename(d["path"]), d["line"], d["column"]) for d in refusals(crisis)}
    assert len(wanted) > 5
    assert wanted - found == set()


def by_message(report: dict, message: str) -> dict:
    (found,) = [d for d in report["diagnostics"] if d["message"] == message]
    return found


def test_causes(crisis: dict) -> None:
    """A column that a skipped CREATE TABLE would have had; a table that comes too late, and what needed it."""
    by_fingerprint = {d["fingerprint"]: d for d in crisis["diagnostics"]}
    assert len(by_fingerprint) == len(crisis["diagnostics"])
    skipped = by_fingerprint[by_message(crisis, 'column "organization_id" does not exist')["caused_by"]]
    assert (os.path.basename(skipped["path"]), skipped["line"]) == ("20250402083000_staff_directory.sql", 3)
    late = by_message(crisis, 'relation "public.notification_channels" does not exist')
    assert late["caused_by"] is None
    assert {os.path.basename(r["path"]) for r in late["related"]} == {"20250421075900_notification_channels.sql"}
    followers = [d for d in crisis["diagnostics"] if d["message"] == 'relation "public.notifications" does not exist']
    assert len(followers) == 3
    assert {d["caused_by"] for d in followers} == {late["fingerprint"]}
    view = by_message(crisis, 'relation "public.busy_rooms" does not exist')
    assert by_fingerprint[view["caused_by"]]["message"] == "column b.cancelled_at does not exist"


def test_keys(crisis: dict) -> None:
    assert list(crisis) == ["version", "diagnostics", "summary"]
    for diagnostic in crisis["diagnostics"]:
        assert list(diagnostic) == [
            *("path", "line", "column", "end_line", "end_column", "rule", "name", "severity", "phase"),
            *("sqlstate", "message", "detail", "hint", "related", "caused_by", "fix", "fingerprint"),
        ]
        assert (diagnostic["end_line"], diagnostic["end_column"]) >= (diagnostic["line"], diagnostic["column"])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A function that writes files into the folder m of an empty working directory."""
    monkeypatch.chdir(tmp_path)
    Path("m").mkdir()

    def write(**files: str | bytes) -> None:
        for name, text in files.items():
            Path("m", f"{name.strip('_')}.sql").write_bytes(text if isinstance(text, bytes) else text.encode())

    return write


TWICE = "CREATE TABLE t (a int);\nCREATE TABLE t (b int);\n"


def test_exit_codes_and_text(folder, capsys) -> None:
    folder(_1_a="CREATE TABLE t (a int);\n")
    assert cli.run(["check", "m", *ONCE]) == 0
    assert capsys.readouterr() == ("1 file, 1 statement: no conflicts\n", "")
    folder(_2_b=TWICE)
    assert cli.run(["check", "m", *ONCE]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith("m/2_b.sql:1:14: error[")
    assert 'relation "t" already exists  42P07\n' in out
    assert "\n1 │ CREATE TABLE t (a int);\n  │              ^\n" in out
    assert " in m/1_a.sql:1\n" in out
    assert out.endswith("2 files, 3 statements: 2 conflicts (2 statements refused)\n")
    folder(_3_c=b"\xff\xfeS\x00")
    assert cli.run(["check", "m", *ONCE]) == 2
    out, err = capsys.readouterr()
    assert "conflicts" in out
    assert err.startswith("migslint: error: m/3_c.sql: ")


def test_all_shows_what_follows(folder, capsys) -> None:
    folder(_1_a="CREATE TABLE t (a nope);\nALTER TABLE t ADD b int;\nALTER TABLE t ADD c int;\n")
    assert cli.run(["check", "m", *ONCE]) == 1
    out = capsys.readouterr().out
    assert "m/1_a.sql:2" not in out
    assert "2 statements in 1 file fail because of this" in out
    assert cli.run(["check", "m", *ONCE, "--all"]) == 1
    out = capsys.readouterr().out
    assert "m/1_a.sql:2:13: error[" in out
    assert "m/1_a.sql:3:13: error[" in out
    assert "follows from" in out


def rules_of(capsys, *arguments: str) -> set[str]:
    code = cli.run(["check", "m", *ONCE, "--format", "json", *arguments])
    found = {d["rule"] for d in json.loads(capsys.readouterr().out)["diagnostics"]}
    assert code == (1 if found else 0)
    return found


def test_selection(folder, capsys) -> None:
    folder(_1_a=TWICE + "DROP TABLE u;\n")
    everything = rules_of(capsys)
    assert len(everything) == 2
    one, other = sorted(everything)
    assert rules_of(capsys, "--select", one) == {one}
    assert rules_of(capsys, "--ignore", one) == {other}
    assert rules_of(capsys, "--select", f"{one},{other}", "--ignore", other) == {one}
    assert rules_of(capsys, "--ignore", "ALL") == set()
    Path("migslint.toml").write_text(f'ignore = ["{one}"]\n')
    assert rules_of(capsys) == {other}
    assert rules_of(capsys, "--select", one) == {one}
    Path("migslint.toml").write_text(f'[per-file-ignores]\n"m/1_*" = ["{one}"]\n')
    assert rules_of(capsys) == {other}
    Path("migslint.toml").write_text('\nignore = ["ZZ"]\n')
    assert cli.run(["check", "m", *ONCE]) == 2
    assert capsys.readouterr().err == 'migslint: error: migslint.toml:2: unknown rule "ZZ" in ignore\n'
    assert cli.run(["check", "m", *ONCE, "--select", "ZZ"]) == 2
    assert capsys.readouterr().err == 'migslint: error: unknown rule "ZZ" in select\n'


def test_suppression(folder, capsys) -> None:
    folder(_1_a=TWICE)
    (code,) = rules_of(capsys)
    folder(_1_a=TWICE.replace("\nCREATE", f"\n-- migslint: ignore[{code}]\nCREATE"))
    assert cli.run(["check", "m", *ONCE]) == 0
    assert capsys.readouterr().out == "1 file, 2 statements: no conflicts, 1 suppressed\n"
    folder(_1_a=f"-- migslint: ignore[{code}]\nCREATE TABLE t (a int);\n")
    assert rules_of(capsys) == {"MX99"}
    assert rules_of(capsys, "--ignore", "MX99") == set()
    assert rules_of(capsys, "--select", "MD") == set()


def test_version_platform_and_baseline(folder, capsys) -> None:
    folder(_1_a="CREATE VIEW v AS SELECT id FROM old;\nCREATE UNIQUE INDEX i ON old (id) NULLS NOT DISTINCT;\n")
    Path("base.sql").write_text("CREATE TABLE public.old (id int);\n")
    Path("migslint.toml").write_text('pg-version = 15\nbaseline = "base.sql"\n')
    assert rules_of(capsys) == set()
    assert cli.run(["check", "m", *ONCE, "--pg-version", "14"]) == 1
    assert 'syntax error at or near "NULLS"' in capsys.readouterr().out
    Path("migslint.toml").unlink()
    assert cli.run(["check", "m", *ONCE]) == 1
    assert "--baseline" in capsys.readouterr().out
    folder(_1_a="CREATE TABLE t (id uuid REFERENCES auth.users);\n")
    assert rules_of(capsys) != set()
    assert rules_of(capsys, "--platform", "supabase", "--layout", "plain") == set()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "nowhere "),
        (["m", "--layout", "rails"], ""),
        (["m", "--platform", "heroku"], ""),
        (["m", "--baseline", "nowhere.sql"], "nowhere.sql"),
        (["m", "--config", "nowhere.toml"], "nowhere.toml: cannot be read: "),
        (["empty"], "empty has no migrations"),
    ],
)
def test_wrong_input(folder, capsys, arguments: list[str], message: str) -> None:
    folder(_1_a="SELECT 1;")
    Path("empty").mkdir()
    assert cli.run(["check", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"migslint: error: {message}")
    assert "internal" not in err


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", 0),
        (b"\n-- nothing\n", 0),
        (b"\x7fELF\x00\x01\x02", 2),
        ("CREATE TABLE t ();".encode("utf-16"), 2),
        (b"CREATE TABLE t (a int);\x00DROP TABLE x;", 2),
        (b"\xef\xbb\xbfCREATE TABLE t (a int);", 0),
        (b"SELECT " + b"(" * 20_000, 1),
        (b"SELECT " + b"1+" * 200_000 + b"1;", None),
        (b"CREATE TABLE t (" + b"a int," * 3, 1),
        (b"'" * 9_999, 1),
        (b"DO $$ \xc3\x28 $$;", 2),
    ],
)
def test_bad_files_never_end_in_a_traceback(folder, content: bytes, code: int | None) -> None:
    folder(_1_a=content)
    done = subprocess.run(
        [sys.executable, "-m", "migslint", "check", "m", *ONCE],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == code or (code is None and done.returncode in (0, 1))
    assert "Traceback" not in done.stderr
    assert "internal error" not in done.stderr


def test_link_loop(folder, capsys) -> None:
    folder(_1_a="SELECT 1;")
    os.symlink("../m", "m/again")
    os.symlink("self.sql", "m/self.sql")
    assert cli.run(["check", "m", *ONCE, "--layout", "plain"]) == 2
    out, err = capsys.readouterr()
    assert out.startswith("1 file, 1 statement")
    assert "m/self.sql" in err
