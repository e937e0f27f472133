"""Reviewdog Diagnostic Format (proto/rdf/reviewdog.proto of reviewdog), whose columns count bytes of UTF-8 from 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from migslint.diagnostic import Diagnostic
from migslint.report.formats import whole
from migslint.report.json import text
from migslint.source import Source, Span

if TYPE_CHECKING:
    from migslint.engine_report import Report

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def encode(report: Report) -> bytes:
    """The report as one DiagnosticResult."""
    found: list[dict[str, Any]] = [
        {
            "message": text(problem.message),
            "location": {"path": text(problem.path), "range": {"start": {"line": problem.line or 1}}},
            "severity": "ERROR",
        }
        for problem in report.problems
    ]
    found += map(_diagnostic, report.diagnostics)
    return msgspec.json.encode({"source": {"name": "migslint"}, "diagnostics": found})


def _diagnostic(d: Diagnostic) -> dict[str, Any]:
    out: dict[str, Any] = {
        "message": text(whole(d)),
        "location": {"path": text(d.path), "range": _range(d.source, d.span)},
        "severity": _SEVERITIES[d.severity],
        "code": {"value": d.code},
    }
    if d.related:
        out["related_locations"] = [
            {
                "message": text(r.message),
                "location": {"path": text(r.place.source.path), "range": _range(r.place.source, r.place.span)},
            }
            for r in d.related
        ]
    if d.fix is not None and d.fix.safe and d.fix.proved:
        out["suggestions"] = [{"range": _range(d.source, e.span), "text": text(e.text)} for e in d.fix.edits]
    return out


def _range(source: Source, span: Span) -> dict[str, dict[str, int]]:
    return {"start": _position(source, span.start), "end": _position(source, span.end)}


def _position(source: Source, char: int) -> dict[str, int]:
    line, column = source.position(char)
    start = source.lines[line - 1]
    return {"line": line, "column": len(source.text[start : start + column - 1].encode("utf-8", "surrogatepass")) + 1}
