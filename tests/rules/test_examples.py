"""The examples of every rule: bad/ provokes just this rule, good/ nothing, and a real server says the same of both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from migslint.cli import run
from migslint.engine import Request, check
from migslint.engine_report import Report
from migslint.folder import Folder, open_folder
from migslint.rules import FAMILIES, Rule, all_rules
from migslint.source import Source
from migslint.syntax.statements import parse
from tests.rules import truth

ROOT = Path(__file__).resolve().parents[2]
RULES = {rule.code: rule for rule in all_rules()}
CODES = sorted(RULES)
SECTIONS = ["## What it does", "## Why", "## What to do"]


@pytest.fixture(autouse=True)
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours is an error, and paths are those of a command in the repository."""
    monkeypatch.setattr("migslint.replay.run.STRICT", True)
    monkeypatch.chdir(ROOT)


def scope(code: str) -> str:
    return "all" if RULES[code].phase == "rerun" else "off"


def judged(code: str, part: str) -> Report:
    report = check(Request(path=f"rules/{code}/{part}", rerun=scope(code)))
    assert report.problems == []
    assert report.unknown == 0
    return report


@contextmanager
def emptied(uri: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection to the module's database without what an example before has left in it."""
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute("SET client_min_messages = warning")
        schemas = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'"
        for schema in [str(row[0]) for row in connection.execute(schemas).fetchall()]:
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))
        for publication in [str(row[0]) for row in connection.execute("SELECT pubname FROM pg_publication").fetchall()]:
            connection.execute(sql.SQL("DROP PUBLICATION {}").format(sql.Identifier(publication)))
        connection.execute("CREATE SCHEMA public")
        left = "SELECT oid::regclass FROM pg_class WHERE oid >= 16384"
        assert connection.execute(left).fetchall() == []
        yield connection


def refused(uri: str, folder: Folder, again: bool = False) -> list[truth.Refusal]:
    """What the server refuses of a folder; roles, which belong to the cluster, are taken away again."""
    roles = [s.node["role"] for m in folder.migrations for s in truth.statements(m) if s.tag == "CreateRoleStmt"]
    with emptied(uri) as connection:
        try:
            return truth.refused(connection, folder, again)
        finally:
            for role in roles:
                connection.execute(sql.SQL("DROP OWNED BY {0}; DROP ROLE {0}").format(sql.Identifier(role)))


@pytest.mark.parametrize("code", CODES)
def test_bad_provokes_just_this_rule(code: str) -> None:
    found = judged(code, "bad").diagnostics
    assert {d.code for d in found if d.cause is None} == {code}
    assert {d.cause.code for d in found if d.cause is not None} <= {code}


@pytest.mark.parametrize("code", CODES)
def test_good_has_no_finding(code: str) -> None:
    assert [(d.code, d.message) for d in judged(code, "good").diagnostics] == []


@pytest.mark.parametrize("code", [c for c in CODES if RULES[c].phase == "call"])
def test_a_call_says_the_same(code: str, database18: str) -> None:
    calls = Path(f"rules/{code}/calls.sql").read_text()

    def said(part: str) -> list[tuple[str | None, str | None, str | None, str | None]]:
        with emptied(database18) as connection:
            assert truth.refused(connection, open_folder(f"rules/{code}/{part}")) == []
            errors = [truth.run(connection, statement.text) for statement in parse(Source("calls", calls))]
        diags = [e.diag for e in errors if e is not None]
        return [(d.sqlstate, d.message_primary, d.message_detail, d.message_hint) for d in diags]

    foretold = [(d.sqlstate, d.message, d.detail, d.hint) for d in judged(code, "bad").diagnostics]
    assert said("bad") == foretold
    assert said("good") == []


@pytest.mark.parametrize("code", [c for c in CODES if RULES[c].phase != "call"])
def test_the_server_says_the_same(code: str, database18: str) -> None:
    again = RULES[code].phase == "rerun"
    bad, good = (open_folder(f"rules/{code}/{part}") for part in ("bad", "good"))
    said = refused(database18, bad, again)
    assert truth.foretold(bad, judged(code, "bad").diagnostics, said, RULES[code].phase) == said
    assert refused(database18, good, again) == []
    if again:
        assert refused(database18, bad) == refused(database18, good) == []
    if RULES[code].claims is not None:
        assert said


def test_the_history_table_refuses_a_version_twice(database18: str) -> None:
    def apply(part: str) -> None:
        folder = open_folder(f"rules/MH01/{part}")
        with emptied(database18) as connection:
            connection.execute(folder.layout.history_ddl.encode())
            for migration in folder.migrations:
                insert = "INSERT INTO supabase_migrations.schema_migrations (version) VALUES (%s)"
                connection.execute(insert, [migration.version])

    apply("good")
    with pytest.raises(psycopg.errors.UniqueViolation, match="schema_migrations_pkey"):
        apply("bad")


@pytest.mark.parametrize("rule", RULES.values(), ids=CODES)
def test_the_page_of_a_rule(rule: Rule) -> None:
    lines = rule.docs.splitlines()
    assert lines[0] == rule.summary
    assert lines[1] == ""
    assert rule.summary.endswith(".")
    assert len(rule.summary) < 100
    assert [line for line in lines if line.startswith("#")] == SECTIONS
    texts = re.split(r"^## .*$", rule.docs, flags=re.M)[1:]
    assert all(text.strip() for text in texts)


@pytest.mark.parametrize("rule", RULES.values(), ids=CODES)
def test_the_sql_of_a_page_is_sql(rule: Rule) -> None:
    for block in re.findall(r"^```sql\n(.*?)^```$", rule.docs, flags=re.M | re.S):
        if "…" not in block:
            assert [s.error for s in parse(Source("page", block)) if s.error is not None] == []


def test_modules_are_named_by_code_and_name() -> None:
    import migslint.rules

    folder = Path(migslint.rules.__file__).parent
    modules = sorted(path.stem for path in folder.glob("m*.py"))
    assert modules == sorted(f"{r.code.lower()}_{r.name.replace('-', '_')}" for r in RULES.values())
    assert all(re.fullmatch(r"M[A-Z][0-9][0-9]", code) for code in CODES)
    assert len({r.name for r in RULES.values()}) == len(RULES)


def test_a_rule_that_is_no_rule_of_its_own_room_has_the_same_code_and_name() -> None:
    from migslint import suppress

    rule = RULES[suppress.CODE]
    found = suppress.finding(Source("a.sql", ""), parse(Source("a.sql", "select 1"))[0].span, "", "")
    assert (found.code, found.name, found.severity, found.phase) == (rule.code, rule.name, rule.severity, rule.phase)


@pytest.mark.parametrize("code", CODES)
def test_the_command_shows_each_rule_once(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules"]) == 0
    assert [line[:4] for line in capsys.readouterr().out.splitlines()].count(code) == 1
    assert run(["rule", RULES[code].name]) == 0
    assert capsys.readouterr().out.startswith(f"# {code} {RULES[code].name}\n\n{RULES[code].summary}\n")


def test_each_rule_has_what_its_family_has() -> None:
    for code, rule in RULES.items():
        phase, hooks = FAMILIES[code[:2]]
        own = {name for name in ("claims", "findings", "folder") if getattr(rule, name) is not None}
        assert own <= set(hooks), code
        assert not own or rule.phase == phase, code
