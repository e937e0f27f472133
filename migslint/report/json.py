"""The report for programs.

One JSON object: `version` (1), `diagnostics` in replay order, `summary`.  Lines and columns are 1-based, columns count
characters, an end is the place after the last character.  `caused_by` is the fingerprint of the finding without which
this one would not be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from migslint.diagnostic import Diagnostic, Fix, Phase, Severity
from migslint.source import Source

if TYPE_CHECKING:
    from migslint.engine_report import Report


class Position(msgspec.Struct, frozen=True):
    line: int
    column: int


class JsonEdit(msgspec.Struct, frozen=True):
    """Put `text` in the place of what stands from `start` to `end`."""

    start: Position
    end: Position
    text: str


class JsonFix(msgspec.Struct, frozen=True):
    title: str
    safe: bool
    edits: list[JsonEdit]


class JsonRelated(msgspec.Struct, frozen=True):
    path: str
    line: int
    column: int
    message: str


class JsonDiagnostic(msgspec.Struct, frozen=True):
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    rule: str
    name: str
    severity: Severity
    phase: Phase
    sqlstate: str | None
    message: str
    detail: str | None
    hint: str | None
    related: list[JsonRelated]
    caused_by: str | None
    fix: JsonFix | None
    fingerprint: str


class JsonProblem(msgspec.Struct, frozen=True):
    """A file that could not be read."""

    path: str
    line: int | None
    message: str


class JsonSummary(msgspec.Struct, frozen=True):
    """`refused` and `unknown` (of which nothing is said) count statements, `roots` findings that follow from none.

    `rerun_files` counts the files that were run twice, `refused_again` the statements refused the second time only.
    """

    root: str
    layout: str
    files: int
    statements: int
    refused: int
    unknown: int
    rerun_files: int
    refused_again: int
    diagnostics: int
    roots: int
    suppressed: int
    known: int
    rules: dict[str, int]
    problems: list[JsonProblem]


class JsonReport(msgspec.Struct, frozen=True):
    version: Literal[1]
    diagnostics: list[JsonDiagnostic]
    summary: JsonSummary


def encode(report: Report) -> bytes:
    """The report as UTF-8."""
    return msgspec.json.encode(JsonReport(1, [as_json(d) for d in report.diagnostics], summary(report)))


def as_json(diagnostic: Diagnostic) -> JsonDiagnostic:
    source = diagnostic.source
    line, column = source.position(diagnostic.span.start)
    end_line, end_column = source.position(diagnostic.span.end)
    return JsonDiagnostic(
        path=text(diagnostic.path),
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        rule=diagnostic.code,
        name=diagnostic.name,
        severity=diagnostic.severity,
        phase=diagnostic.phase,
        sqlstate=diagnostic.sqlstate,
        message=text(diagnostic.message),
        detail=diagnostic.detail and text(diagnostic.detail),
        hint=diagnostic.hint and text(diagnostic.hint),
        related=[
            JsonRelated(
                text(related.place.source.path),
                *related.place.source.position(related.place.span.start),
                text(related.message),
            )
            for related in diagnostic.related
        ],
        caused_by=diagnostic.cause.fingerprint if diagnostic.cause is not None else None,
        fix=fix_as_json(diagnostic.fix, source) if diagnostic.fix is not None else None,
        fingerprint=diagnostic.fingerprint,
    )


def fix_as_json(fix: Fix, source: Source) -> JsonFix:
    edits = [
        JsonEdit(Position(*source.position(e.span.start)), Position(*source.position(e.span.end)), text(e.text))
        for e in fix.edits
    ]
    return JsonFix(fix.title, fix.safe and fix.proved, edits)


def summary(report: Report) -> JsonSummary:
    rules: dict[str, int] = {}
    for diagnostic in report.diagnostics:
        rules[diagnostic.code] = rules.get(diagnostic.code, 0) + 1
    return JsonSummary(
        root=text(report.folder.root),
        layout=report.folder.layout.name,
        files=report.files,
        statements=report.statements,
        refused=report.refused,
        unknown=report.unknown,
        rerun_files=report.rerun_files,
        refused_again=report.refused_again,
        diagnostics=len(report.diagnostics),
        roots=sum(d.cause is None for d in report.diagnostics),
        suppressed=report.suppressed,
        known=report.known,
        rules=dict(sorted(rules.items())),
        problems=[JsonProblem(text(p.path), p.line or None, text(p.message)) for p in report.problems],
    )


def text(value: str) -> str:
    """The text as JSON can carry it: halves of surrogate pairs, from file names that are not UTF-8, become "?"."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-8", "replace").decode()
    return value
