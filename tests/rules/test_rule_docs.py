"""tools/make_rule_docs.py."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tools import make_rule_docs

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the folder rules, on which the tool works."""
    copy = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", copy)
    monkeypatch.setattr(make_rule_docs, "ROOT", tmp_path)
    monkeypatch.setattr(make_rule_docs, "RULES", copy)
    monkeypatch.chdir(tmp_path)
    return copy


def make(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["make_rule_docs", *arguments])
    return make_rule_docs.main()


def test_what_is_not_current_is_named_and_made(
    rules: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make(monkeypatch, "--check") == 0
    (rules / "MD02" / "README.md").write_text("old")
    (rules / "MD03" / "expected.txt").unlink()
    assert make(monkeypatch, "--check") == 1
    said = capsys.readouterr().err.splitlines()
    assert [line.partition(":")[0] for line in said] == ["rules/MD02/README.md", "rules/MD03/expected.txt"]
    assert make(monkeypatch) == 0
    assert make(monkeypatch, "--check") == 0
    assert (rules / "MD02" / "README.md").read_bytes() == (ROOT / "rules" / "MD02" / "README.md").read_bytes()


def test_an_example_that_says_something_else_is_named(
    rules: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with (rules / "MD01" / "bad" / "0003_more.sql").open("w") as file:
        file.write("create view teams as select 1 as id;\n")
    assert make(monkeypatch, "--check") == 1
    assert [line.partition(":")[0] for line in capsys.readouterr().err.splitlines()] == [
        "rules/MD01/expected.txt",
        "rules/MD01/README.md",
    ]


def test_rules_and_folders_that_have_no_partner_are_named(
    rules: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(rules / "MX01")
    shutil.rmtree(rules / "MX02" / "good")
    (rules / "ZZ01").mkdir()
    for arguments in ((), ("--check",)):
        assert make(monkeypatch, *arguments) == 1
        assert capsys.readouterr().err.splitlines() == [
            "rules/MX01: the rule has no folder",
            "rules/ZZ01: there is no such rule",
            "rules/MX02/good: no migration is in it",
        ]
