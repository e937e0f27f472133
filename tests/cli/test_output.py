"""`migslint check --format … --output …`: what is printed, what is written."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from migslint import cli


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "1_a.sql").write_text("CREATE TABLE t (id int);\nCREATE TABLE t (id int);\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_several_formats_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outputs = ["--output", "sarif=out.sarif", "--output", "junit=junit.xml"]
    assert cli.run(["check", "m", "--select", "MD", "--format", "github", *outputs]) == 1
    assert capsys.readouterr().out.startswith("::error file=m/1_a.sql,line=2,")
    results = json.loads((folder / "out.sarif").read_text())["runs"][0]["results"]
    assert "MD01" in {result["ruleId"] for result in results}
    assert ElementTree.parse(folder / "junit.xml").getroot().get("failures") == "1"


@pytest.mark.parametrize(
    "format, expected", [("text", "m/1_a.sql:2:14: error[MD01] relation"), ("json", '{"version":1')]
)
def test_a_file_takes_what_would_be_printed(
    folder: Path, capsys: pytest.CaptureFixture[str], format: str, expected: str
) -> None:
    assert cli.run(["check", "m", "--select", "MD", "--format", format, "--output", "report"]) == 1
    assert capsys.readouterr().out == ""
    assert (folder / "report").read_text().startswith(expected)


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["--output", "a", "--output", "b"], "--output: two files for what is printed: a and b"),
        (["--output", "sarif=a", "--output", "sarif=b"], "--output: two files for the format sarif: a and b"),
        (["--output", "no/such/directory"], "no/such/directory: No such file or directory"),
    ],
)
def test_mistakes(folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    assert cli.run(["check", "m", *arguments]) == 2
    assert message in capsys.readouterr().err
