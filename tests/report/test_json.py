"""The report for programs."""

from __future__ import annotations

import json

from migslint.diagnostic import Edit, Fix, Related
from migslint.folder.model import FileProblem
from migslint.report.json import encode
from migslint.source import Place, Source, Span
from tests.report.make import finding, report


def test_a_whole_report() -> None:
    text = "-- é\nCREATE POLICY p\n  ON t;\n"
    root = finding(text, "CREATE", 'policy "p" for table "t" already exists', sqlstate="42710", fingerprint="abc")
    root.span = Span(text.index("p\n"), text.index(" t;"))
    root.detail, root.hint = "d", "h"
    root.related = (Related(Place(Source("m/0.sql", "\n x"), Span(2, 3)), "first created here"),)
    root.fix = Fix("Drop it first", (Edit(Span(5, 5), "DROP POLICY IF EXISTS p ON t;\n"),), safe=True)
    follower = finding("DROP POLICY q", "q", code="MR01", name="missing", cause=root, fingerprint="def")
    problem = FileProblem("m/2.sql", "is not UTF-8")
    whole = json.loads(encode(report(root, follower, problems=[problem], refused=2)))
    assert whole == {
        "version": 1,
        "diagnostics": [
            {
                "path": "m/1_a.sql",
                "line": 2,
                "column": 15,
                "end_line": 3,
                "end_column": 5,
                "rule": "MD02",
                "name": "duplicate-policy",
                "severity": "error",
                "phase": "apply",
                "sqlstate": "42710",
                "message": 'policy "p" for table "t" already exists',
                "detail": "d",
                "hint": "h",
                "related": [{"path": "m/0.sql", "line": 2, "column": 2, "message": "first created here"}],
                "caused_by": None,
                "fix": {
                    "title": "Drop it first",
                    "safe": True,
                    "edits": [
                        {
                            "start": {"line": 2, "column": 1},
                            "end": {"line": 2, "column": 1},
                            "text": "DROP POLICY IF EXISTS p ON t;\n",
                        }
                    ],
                },
                "fingerprint": "abc",
            },
            {
                "path": "m/1_a.sql",
                "line": 1,
                "column": 13,
                "end_line": 1,
                "end_column": 14,
                "rule": "MR01",
                "name": "missing",
                "severity": "error",
                "phase": "apply",
                "sqlstate": None,
                "message": "no",
                "detail": None,
                "hint": None,
                "related": [],
                "caused_by": "abc",
                "fix": None,
                "fingerprint": "def",
            },
        ],
        "summary": {
            "root": "m",
            "layout": "plain",
            "files": 2,
            "statements": 7,
            "refused": 2,
            "unknown": 0,
            "rerun_files": 0,
            "refused_again": 0,
            "diagnostics": 2,
            "roots": 1,
            "suppressed": 0,
            "known": 0,
            "rules": {"MD02": 1, "MR01": 1},
            "problems": [{"path": "m/2.sql", "line": None, "message": "is not UTF-8"}],
        },
    }


def test_a_file_name_that_is_not_utf8_does_not_end_the_report() -> None:
    whole = json.loads(encode(report(finding("x", "x", path="m/\udcff.sql"))))
    assert whole["diagnostics"][0]["path"] == "m/?.sql"
