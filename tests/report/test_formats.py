"""The formats for programs: what each must hold, checked by those who read it where they can be had."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest

from migslint.diagnostic import Edit, Fix, Related
from migslint.folder.model import FileProblem
from migslint.report.formats import FORMATS, encode, uri
from migslint.source import Place, Source, Span
from tests.report.make import finding, report

TEXT = "-- é\nCREATE POLICY p\n  ON t;\nDROP POLICY q;\n"


def sample() -> Any:
    """A root with all that a finding can have, what follows from it, a warning, and a file that cannot be read."""
    root = finding(
        TEXT, "CREATE", 'policy "p" for table "t" already exists\x1b[31m', sqlstate="42710", fingerprint="abc"
    )
    root.span = Span(TEXT.index("p\n"), TEXT.index(" t;"))
    root.detail, root.hint, root.consequences, root.consequence_files = "a | detail", "a *hint*: 5%, more", 1, 1
    root.related = (Related(Place(Source("m/0.sql", "\n x"), Span(2, 3)), "first created here"),)
    root.fix = Fix("drop it first", (Edit(Span(5, 5), "DROP POLICY IF EXISTS p ON t;\n"),), safe=True)
    follower = finding(TEXT, "q", "no <such> policy", code="MR06", name="missing", cause=root, fingerprint="def")
    warning = finding(
        "é x", "x", "lost\r\nfor ever", code="MS01", severity="warning", path="m/2 ünï,:.sql", fingerprint="012"
    )
    whole = report(root, follower, warning, problems=[FileProblem("m/3.sql", "is not UTF-8", line=7)], refused=2)
    whole.folder.migrations = [SimpleNamespace(path=p) for p in ("m/0.sql", "m/1_a.sql", "m/2 ünï,:.sql")]
    return whole


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_lets_control_characters_through(name: str) -> None:
    data = encode(sample(), name)
    assert data.endswith(b"\n")
    assert not any(c < 0x20 and c not in b"\n\r\t" for c in data)


@pytest.mark.parametrize("name", FORMATS)
def test_a_clean_report_is_well_formed(name: str) -> None:
    clean = report()
    clean.folder.migrations = []
    data = encode(clean, name)
    if name in ("json", "sarif", "gitlab", "rdjson"):
        json.loads(data)
    elif name in ("junit", "checkstyle"):
        ElementTree.fromstring(data)
    elif name == "github":
        assert data == b""


def test_sarif_is_valid() -> None:
    from sarif_pydantic import Sarif

    log = json.loads(encode(sample(), "sarif"))
    assert Sarif.model_validate(log).runs[0].tool.driver.name == "migslint"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    first, second, third = run["results"]
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "m/1_a.sql"},
        "region": {"startLine": 2, "startColumn": 15, "endLine": 3, "endColumn": 5},
    }
    assert first["partialFingerprints"] == {"migslint/v1": "abc"}
    assert first["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "m/0.sql"
    (change,) = first["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 1},
            "insertedContent": {"text": "DROP POLICY IF EXISTS p ON t;\n"},
        }
    ]
    assert second["properties"]["causedBy"] == "abc"
    assert third["level"] == "warning"
    assert third["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "m/2%20%C3%BCn%C3%AF,:.sql"
    assert not run["invocations"][0]["executionSuccessful"]


def test_github_commands() -> None:
    lines = encode(sample(), "github").decode().splitlines()
    assert lines == [
        "::error file=m/3.sql,line=7::is not UTF-8",
        '::error file=m/1_a.sql,line=2,endLine=3,title=MD02 duplicate-policy 42710::policy "p" for table "t" already'
        " exists\\x1b[31m%0ADETAIL: a | detail%0AHINT: a *hint*: 5%25, more%0Afirst created in m/0.sql:2%0A"
        "1 statement in 1 file fails because of this%0Afix: drop it first (--fix)",
        "::warning file=m/2 ünï%2C%3A.sql,line=1,endLine=1,col=3,endColumn=4,title=MS01 duplicate-policy"
        "::lost%0Afor ever",
    ]


def test_gitlab_report() -> None:
    issues = json.loads(encode(sample(), "gitlab"))
    assert [(i["check_name"], i["severity"], i["location"]["path"], i["location"]["lines"]) for i in issues] == [
        ("unreadable", "blocker", "m/3.sql", {"begin": 7}),
        ("MD02", "major", "m/1_a.sql", {"begin": 2, "end": 3}),
        ("MR06", "major", "m/1_a.sql", {"begin": 4, "end": 4}),
        ("MS01", "minor", "m/2 ünï,:.sql", {"begin": 1, "end": 1}),
    ]
    assert len({i["fingerprint"] for i in issues}) == 4
    assert all(i["description"] and len(i["fingerprint"]) >= 3 for i in issues)


def test_junit_fails_the_files_with_errors() -> None:
    root = ElementTree.fromstring(encode(sample(), "junit"))
    assert {k: root.get(k) for k in ("tests", "failures", "errors")} == {"tests": "4", "failures": "1", "errors": "1"}
    cases = {case.get("name"): [child.tag for child in case] for case in root.iter("testcase")}
    assert cases == {"m/3.sql": ["error"], "m/0.sql": [], "m/1_a.sql": ["failure"], "m/2 ünï,:.sql": ["system-out"]}
    failure = next(root.iter("failure"))
    assert failure.get("message") == 'policy "p" for table "t" already exists\\x1b[31m (and 1 more)'
    assert "m/1_a.sql:4:13: error[MR06] no <such> policy" in (failure.text or "")


def test_checkstyle() -> None:
    root = ElementTree.fromstring(encode(sample(), "checkstyle"))
    found = [(file.get("name"), e.get("line"), e.get("severity"), e.get("source")) for file in root for e in file]
    assert found == [
        ("m/3.sql", "7", "error", "migslint.unreadable"),
        ("m/1_a.sql", "2", "error", "migslint.MD02"),
        ("m/1_a.sql", "4", "error", "migslint.MR06"),
        ("m/2 ünï,:.sql", "1", "warning", "migslint.MS01"),
    ]


def test_rdjson_counts_bytes() -> None:
    found = json.loads(encode(sample(), "rdjson"))["diagnostics"]
    assert found[3]["location"]["range"] == {"start": {"line": 1, "column": 4}, "end": {"line": 1, "column": 5}}
    assert found[1]["suggestions"][0]["text"] == "DROP POLICY IF EXISTS p ON t;\n"


def test_markdown_shows_roots_as_they_are_written() -> None:
    text = encode(sample(), "markdown").decode()
    assert text.count("\n| ❌ |") == 1 and text.count("\n| ⚠️ |") == 1
    assert "a \\*hint\\*: 5%, more" in text
    assert "<such>" not in text


def test_markdown_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("migslint.report.markdown.LONGEST", 100)
    assert encode(sample(), "markdown").decode().endswith("… and 2 findings more.\n")


@pytest.mark.parametrize(
    "path, expected",
    [
        ("a/b.sql", "a/b.sql"),
        ("a b/ü.sql", "a%20b/%C3%BC.sql"),
        ("/a/b#1.sql", "file:///a/b%231.sql"),
        ("a:b.sql", "./a:b.sql"),
        ("C:/a.sql", "file:///C:/a.sql"),
        ("a\udcff.sql", "a%FF.sql"),
    ],
)
def test_uris(path: str, expected: str) -> None:
    assert uri(path) == expected
