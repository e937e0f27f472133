"""SARIF 2.1.0, the OASIS standard for results of static analysis.

Columns count Unicode characters (`columnKind`), as everywhere in migslint.  A result carries the server's SQLSTATE and
the phase in its properties, a fingerprint that survives line shifts, its related places and its fix.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from migslint import __version__
from migslint.diagnostic import Diagnostic, Fix
from migslint.report.formats import uri, whole
from migslint.report.json import text
from migslint.source import Source, Span

if TYPE_CHECKING:
    from migslint.engine_report import Report

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def encode(report: Report) -> bytes:
    """The report as one SARIF log with one run."""
    from migslint.rules import all_rules

    index = {rule.code: i for i, rule in enumerate(all_rules())}
    rules = [
        {
            "id": rule.code,
            "name": "".join(part.capitalize() for part in rule.name.split("-")),
            "shortDescription": {"text": rule.summary},
            "fullDescription": {"text": rule.summary},
            "help": {"text": rule.docs, "markdown": rule.docs},
            "defaultConfiguration": {"level": _LEVELS[rule.severity]},
            "properties": {"tags": ["postgresql", "migrations", rule.phase]},
        }
        for rule in all_rules()
    ]
    run = {
        "tool": {
            "driver": {
                "name": "migslint",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": rules,
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not report.problems,
                "toolExecutionNotifications": [
                    {
                        "level": "error",
                        "message": {"text": text(problem.message)},
                        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(problem.path)}}}],
                    }
                    for problem in report.problems
                ],
            }
        ],
        "results": [_result(d, index) for d in report.diagnostics],
    }
    return msgspec.json.encode({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _result(diagnostic: Diagnostic, index: dict[str, int]) -> dict[str, Any]:
    properties: dict[str, Any] = {"phase": diagnostic.phase}
    if diagnostic.sqlstate:
        properties["sqlstate"] = diagnostic.sqlstate
    if diagnostic.cause is not None:
        properties["causedBy"] = diagnostic.cause.fingerprint
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": text(whole(diagnostic))},
        "locations": [{"physicalLocation": _place(diagnostic.source, diagnostic.span)}],
        "partialFingerprints": {"migslint/v1": diagnostic.fingerprint},
        "properties": properties,
    }
    if diagnostic.code in index:
        result["ruleIndex"] = index[diagnostic.code]
    if diagnostic.related:
        result["relatedLocations"] = [
            {
                "id": i,
                "physicalLocation": _place(related.place.source, related.place.span),
                "message": {"text": text(related.message)},
            }
            for i, related in enumerate(diagnostic.related)
        ]
    if diagnostic.fix is not None:
        result["fixes"] = [_fix(diagnostic.fix, diagnostic.source)]
    return result


def _fix(fix: Fix, source: Source) -> dict[str, Any]:
    return {
        "description": {"text": text(fix.title if fix.safe and fix.proved else f"{fix.title} (unsafe)")},
        "artifactChanges": [
            {
                "artifactLocation": {"uri": uri(source.path)},
                "replacements": [
                    {"deletedRegion": _region(source, edit.span), "insertedContent": {"text": text(edit.text)}}
                    for edit in fix.edits
                ],
            }
        ],
    }


def _place(source: Source, span: Span) -> dict[str, Any]:
    return {"artifactLocation": {"uri": uri(source.path)}, "region": _region(source, span)}


def _region(source: Source, span: Span) -> dict[str, int]:
    line, column = source.position(span.start)
    end_line, end_column = source.position(span.end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
