"""The plugin in the real sqlfluff: the same findings as the command's, in several processes, from an editor, fixed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from migslint.config import Config
from migslint.engine import Request, check
from migslint.engine_report import Report
from migslint.rules import codes

ROOT = Path(__file__).resolve().parents[2]

ENTRY = "[sqlfluff]\nmigslint = migslint.sqlfluff_plugin\n"
METADATA = "Metadata-Version: 2.1\nName: migslint-of-these-tests\nVersion: 0\n"

#: the largest file that sqlfluff takes unless told otherwise, in bytes
LIMIT = 20_000

TABLE = "create table if not exists teams (id int primary key);\n"
POLICY = 'create policy "Everybody reads" on teams for select using (true);\n'
BAD = "alter table nope add column if not exists x int;\n"

Place = tuple[str, int, int, str]


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A directory of its own, outside of git, and a path on which sqlfluff finds the plugin, installed or not."""
    about = tmp_path / "path" / "migslint_of_these_tests-0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(METADATA)
    (about / "entry_points.txt").write_text(ENTRY)
    monkeypatch.syspath_prepend(str(about.parent))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(ROOT), str(about.parent))))
    monkeypatch.setenv("HOME", str(tmp_path))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(text.encode())


def sqlfluff(*arguments: str) -> tuple[str, str]:
    """What sqlfluff prints and what it prints as errors, run as a user runs it."""
    command = [sys.executable, "-m", "sqlfluff", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout, done.stderr


def in_this_process(*arguments: str, given: str = "") -> str:
    """What sqlfluff prints, run without a start of Python."""
    from click.testing import CliRunner
    from sqlfluff.cli.commands import cli

    return CliRunner().invoke(cli, list(arguments), input=given).stdout


def lint(*arguments: str, given: str = "", rules: str = "migslint", processes: int = 1) -> list[Place]:
    """The findings of migslint's rules, in order."""
    choice = ["--rules", rules] if rules else []
    command = ["lint", "--dialect", "postgres", "--format", "json", *choice, *arguments]
    if processes > 1:
        out, _ = sqlfluff(*command, "--processes", str(processes))
    else:
        out = in_this_process(*command, given=given)
    assert "exception" not in out.lower(), out
    return sorted(
        (file["filepath"], violation["start_line_no"], violation["start_line_pos"], violation["code"][-4:])
        for file in json.loads(out)
        for violation in file["violations"]
        if violation["code"].startswith("Migslint_")
    )


def command(folder: str, **config: str) -> Iterator[Place]:
    """The findings of the command."""
    report = check(Request(folder, rerun="all", config=Config(**config)))
    for diagnostic in report.diagnostics:
        line, column = diagnostic.source.position(diagnostic.span.start)
        yield diagnostic.path, line, column, diagnostic.code


def test_every_example_of_a_rule_has_the_command_s_findings() -> None:
    expected: list[Place] = []
    for code in codes():
        bad = ROOT / "rules" / code / "bad"
        if not bad.is_dir():
            continue
        folder = f"{code}/migrations"
        shutil.copytree(bad, folder)
        assert all(path.stat().st_size <= LIMIT for path in Path(folder).rglob("*.sql"))
        expected += command(folder)
    assert {place[3] for place in expected} >= {code for code in codes() if (ROOT / "rules" / code / "bad").is_dir()}
    assert lint(".") == sorted(expected)


def test_several_processes_find_the_same() -> None:
    for folder in ("one", "two"):
        write(f"{folder}/migrations/1_a.sql", TABLE)
        write(f"{folder}/migrations/2_b.sql", POLICY)
        write(f"{folder}/migrations/3_c.sql", POLICY + BAD)
    expected = sorted([*command("one/migrations"), *command("two/migrations")])
    assert [place[3] for place in expected] == ["MI07", "MD02", "MR01"] * 2
    assert lint(".", processes=2) == expected


def test_files_that_sqlfluff_leaves_out_are_replayed() -> None:
    write("migrations/1_a.sql", TABLE + "-- \n" * LIMIT)
    write("migrations/2_b.sql", "alter table teams add column if not exists name text;\n" + BAD)
    assert lint("migrations") == [("migrations/2_b.sql", 2, 13, "MR01")]


def test_places_in_a_file_with_the_line_ends_of_windows_and_beyond_ascii() -> None:
    write("migrations/1_a.sql", f"-- ü\n{TABLE}\nselect 'ä𝄞', nope from teams;\n{BAD}".replace("\n", "\r\n"))
    assert (
        lint("migrations")
        == sorted(command("migrations"))
        == [
            ("migrations/1_a.sql", 4, 14, "MR02"),
            ("migrations/1_a.sql", 5, 13, "MR01"),
        ]
    )


def test_a_byte_order_mark_takes_no_column() -> None:
    write("migrations/1_a.sql", f"\ufeff{BAD}")
    assert lint("migrations") == [("migrations/1_a.sql", 1, 13, "MR01")]


def test_inside_of_a_body_and_where_sqlfluff_cannot_parse() -> None:
    body = "create or replace function f() returns int language plpgsql as $$\nbegin\n  return g();\nend $$;\n"
    write("migrations/1_a.sql", f"{body}create policy if not exists p on teams;\n")
    found = lint("migrations")
    assert found == sorted(command("migrations"))
    assert [place[1:] for place in found] == [(3, 10, "MC03"), (5, 18, "MX01")]


def test_noqa_and_the_comments_of_migslint() -> None:
    write("migrations/1_a.sql", f"{BAD[:-1]} -- noqa: Migslint_MR01\n{BAD[:-1]} -- migslint: ignore[MR01]\n{BAD}")
    assert lint("migrations") == [("migrations/1_a.sql", 3, 13, "MR01")]


def test_the_configurations_of_both_choose_rules() -> None:
    for name in ("none", "out", "only", "own"):
        write(f"{name}/migrations/1_a.sql", TABLE + POLICY + BAD)
    write("out/.sqlfluff", "[sqlfluff]\nexclude_rules = Migslint_MI07\n")
    write("only/.sqlfluff", "[sqlfluff]\nrules = migslint.mi\n")
    write("own/migslint.toml", 'ignore = ["MI"]\n')
    assert lint(".", rules="") == [
        ("none/migrations/1_a.sql", 2, 15, "MI07"),
        ("none/migrations/1_a.sql", 3, 13, "MR01"),
        ("only/migrations/1_a.sql", 2, 15, "MI07"),
        ("out/migrations/1_a.sql", 3, 13, "MR01"),
        ("own/migrations/1_a.sql", 3, 13, "MR01"),
    ]


def test_only_migrations_are_judged() -> None:
    write("queries/1_a.sql", BAD)
    write("migrations/1_a.sql", TABLE)
    assert lint(".") == []
    write("migslint.toml", 'path = "queries"\n')
    assert lint(".") == [("queries/1_a.sql", 1, 13, "MR01")]


def test_a_configuration_that_cannot_be_used_is_told() -> None:
    write("migrations/1_a.sql", BAD)
    write("migslint.toml", 'select = ["ZZ"]\n')
    said = "".join(sqlfluff("lint", "--dialect", "postgres", "--rules", "migslint", "migrations"))
    assert said.count('unknown rule "ZZ" in select') == 1
    assert "MR01" not in said


def test_the_text_of_an_editor_is_laid_over_the_file() -> None:
    write("migrations/1_a.sql", TABLE)
    write("migrations/2_b.sql", "select 1;\n")
    piped = ("--stdin-filename", "migrations/2_b.sql", "-")
    assert lint(*piped, given=f"alter table teams add column if not exists x int;\n{BAD}") == [("stdin", 2, 13, "MR01")]
    assert lint("-", given=BAD) == []


def test_another_dialect_is_left_alone() -> None:
    write("migrations/1_a.sql", BAD)
    assert "MR01" in in_this_process("lint", "--dialect", "postgres", "--rules", "migslint", "migrations")
    assert "MR01" not in in_this_process("lint", "--dialect", "mysql", "--rules", "migslint", "migrations")


def test_fixes_that_are_proved_are_made() -> None:
    write("migrations/1_a.sql", f"CREATE TABLE teams (id int primary key);\n\n{POLICY}{BAD}")
    assert "2 fixable" in in_this_process("fix", "--dialect", "postgres", "--rules", "migslint", "migrations")
    assert Path("migrations/1_a.sql").read_text() == (
        "CREATE TABLE IF NOT EXISTS teams (id int primary key);\n\n"
        f'drop policy if exists "Everybody reads" on teams;\n{POLICY}{BAD}'
    )
    assert [place[3] for place in lint("migrations")] == ["MR01"]


def test_half_a_fix_is_never_made() -> None:
    write("migrations/1_a.sql", TABLE)
    write("migrations/2_b.sql", "alter table teams add constraint positive check (id > 0);\nselect  id from teams;\n")
    command = ("fix", "--dialect", "postgres", "migrations")
    for _ in range(2):
        in_this_process(*command)
        assert not {"MX01", "MR01"} & {place[3] for place in lint("migrations")}
    assert lint("migrations") == []
    text = Path("migrations/2_b.sql").read_text().lower()
    assert text.startswith("do $") and text.endswith("\nselect id from teams;\n")


def test_a_replay_is_kept_until_a_file_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    from migslint.sqlfluff_plugin import found

    replays: list[Request] = []

    def counted(request: Request) -> Report:
        replays.append(request)
        return check(request)

    monkeypatch.setattr(found, "check", counted)
    write("migrations/1_a.sql", TABLE)
    write("migrations/2_b.sql", BAD)
    assert lint("migrations") == lint("migrations") == [("migrations/2_b.sql", 1, 13, "MR01")]
    assert len(replays) == 1
    write("migrations/1_a.sql", TABLE + "create table if not exists nope ();\n")
    assert lint("migrations") == []
    assert len(replays) == 2


def test_the_plugin_s_own_module_is_light() -> None:
    code = "import sys, migslint.sqlfluff_plugin; print([m for m in sys.modules if m.startswith('migslint.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['migslint.sqlfluff_plugin']"
