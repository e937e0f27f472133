"""Function bodies, held against what plpgsql_check says of them on a PostgreSQL 15 (recorded: see `cases`)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from migslint.engine import Request, check
from migslint.plpgsql.check import run as bodies
from migslint.plpgsql.check.parse import Body
from tests.bodies.cases import ANSWERS, Answer, cases, silent
from tests.bodies.mutate import run
from tests.bodies.ours import say

CASES = cases()
SAID: dict[str, list[Answer]] = json.loads(ANSWERS.read_text(encoding="utf-8"))


def test_every_case_is_recorded() -> None:
    assert list(SAID) == list(CASES)


@pytest.mark.parametrize("name", CASES)
def test_a_body_is_refused_for_what_the_server_says_at_the_token_that_it_points_at(name: str) -> None:
    sql = CASES[name]
    unsaid = [(s, m.partition(":")[0]) for s, m in silent(sql)]
    expected = [a for a in SAID[name] if not any(a[1] == s and str(a[2]).startswith(m) for s, m in unsaid)]
    found: dict[str, set[str | None]] = {}
    for answer in say(sql):
        found.setdefault(str(answer[:4]), set()).add(answer[4])
    assert set(found) == {str(a[:4]) for a in expected}
    for answer in expected:
        token = answer[4]
        if token:
            assert found[str(answer[:4])] & {token, PLACED_ELSEWHERE.get((name, token), token)}


#: where a finding does not point at the server's token: (case, token) -> ours
PLACED_ELSEWHERE = {
    ("a body in quotes", "idd"): "e",  # the whole string: it has escapes
    ("a table that a variable is declared by goes", "%"): "t",
    ("a column that a variable is declared by goes", "%"): "t",
    ("dynamic SQL that is constant", "missing"): "'",  # two strings are joined
    ("strings that format makes", "idd"): "'",
    ("CASE with an expression", "IN"): "b",  # the server's IN stands in no file
}


def test_what_is_silent_is_said_by_the_server() -> None:
    for name, sql in CASES.items():
        for state, words in silent(sql):
            start = words.partition(":")[0]
            assert any(a[1] == state and str(a[2]).startswith(start) for a in SAID[name]), (name, words)


def test_bytes_that_are_changed_make_no_fault() -> None:
    slowest, found = run(120, 7)
    assert slowest < 2
    assert found > 0


def test_a_fault_of_ours_leaves_out_that_function_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def read(text: str) -> Body:
        if "trap" in text:
            raise RuntimeError("a fault")
        return original(text)

    original = bodies.read
    monkeypatch.setattr(bodies, "read", read)
    monkeypatch.setattr("migslint.replay.run.STRICT", False)
    body = "create function {0}() returns int language plpgsql as $$ begin return (select {0} from no_{0}); end $$;\n"
    (tmp_path / "0001_f.sql").write_text(body.format("trap") + body.format("other"))
    report = check(Request(path=str(tmp_path), rerun="off"))
    assert [d.message for d in report.diagnostics] == ['relation "no_other" does not exist']
    assert [f.partition(": ")[2] for f in report.faults] == ["RuntimeError: a fault"]
