"""A summary in Markdown (GitHub's), for a pull request or $GITHUB_STEP_SUMMARY: the roots, file by file."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from migslint.diagnostic import Diagnostic
from migslint.report.style import Style
from migslint.report.text import summary
from migslint.report.words import harmless, plural

if TYPE_CHECKING:
    from migslint.engine_report import Report

#: GitHub takes a job summary of at most 1 MiB
LONGEST = 900_000
_MARKS = {"error": "❌", "warning": "⚠️", "info": "ℹ️"}


def encode(report: Report) -> bytes:
    """The report; what would make it longer than LONGEST bytes is counted instead."""
    out = ["## migslint\n", f"{_text(summary(report, Style()))}\n"]
    out += [f"- ❌ `{_code(problem.path)}`: {_text(problem.message)}" for problem in report.problems]
    roots = [d for d in report.diagnostics if d.cause is None]
    size, shown = sum(map(len, out)), 0
    for path, found in groupby(roots, key=lambda d: d.path):
        group = list(found)
        rows = [f"\n#### `{_code(path)}`\n", "| | line | rule | PostgreSQL says |", "|-|-:|-|-|", *map(_row, group)]
        size += sum(len(row.encode("utf-8", "replace")) + 1 for row in rows)
        if size > LONGEST:
            break
        out += rows
        shown += len(group)
    if shown < len(roots):
        out.append(f"\n… and {plural(len(roots) - shown, 'finding')} more.")
    return ("\n".join(out) + "\n").encode("utf-8", "replace")


def _row(d: Diagnostic) -> str:
    line = d.source.position(d.span.start)[0]
    said = _text(d.message)
    if d.sqlstate:
        said += f" `{d.sqlstate}`"
    if d.hint:
        said += f"<br>HINT: {_text(d.hint)}"
    if d.consequences:
        said += f"<br>{plural(d.consequences, 'statement')} in {plural(d.consequence_files, 'file')} because of this"
    if d.advice:
        said += f"<br>{_text(d.advice)}"
    return f"| {_MARKS[d.severity]} | {line} | {d.code} {d.name} | {said} |"


def _text(text: str) -> str:
    """Text of files that is to be read as it stands."""
    flat = " ".join(harmless(line) for line in text.splitlines())
    escaped = re.sub(r"([\\`*_{}\[\]()#+!|~])", r"\\\1", flat)
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "&#64;")


def _code(text: str) -> str:
    return harmless(text).replace("`", "'").replace("|", "\\|")
