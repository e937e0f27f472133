"""Workflow commands of GitHub Actions, which become annotations of the changed lines.

Escapes as actions/toolkit has them (packages/core/src/command.ts).  GitHub shows at most ten of each level for a step,
so roots come first and what follows from them is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.report.text import notes
from migslint.report.words import harmless

if TYPE_CHECKING:
    from migslint.engine_report import Report

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def encode(report: Report) -> bytes:
    """One command a line, for each root."""
    lines = [
        f"::error file={_property(problem.path)},line={problem.line or 1}::{_data([problem.message])}"
        for problem in report.problems
    ]
    for d in sorted((d for d in report.diagnostics if d.cause is None), key=lambda d: d.severity != "error"):
        line, column = d.source.position(d.span.start)
        end_line, end_column = d.source.position(d.span.end)
        place = f"file={_property(d.path)},line={line},endLine={end_line}"
        if line == end_line:  # GitHub refuses columns of a range of lines
            place += f",col={column},endColumn={max(end_column, column + 1)}"
        state = f" {d.sqlstate}" if d.sqlstate else ""
        title = _property(f"{d.code} {d.name}{state}")
        lines.append(f"::{_LEVELS[d.severity]} {place},title={title}::{_data([d.message, *notes(d)])}")
    return "".join(f"{line}\n" for line in lines).encode()


def _data(paragraphs: list[str]) -> str:
    text = "\n".join(harmless(line) for paragraph in paragraphs for line in paragraph.splitlines())
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data([text]).replace(":", "%3A").replace(",", "%2C")
