"""Checkstyle XML, which many tools take in."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from migslint.report._xml import Element, SubElement, document, one_line

if TYPE_CHECKING:
    from migslint.engine_report import Report


def encode(report: Report) -> bytes:
    """A `file` for each file with findings."""
    root = Element("checkstyle", {"version": "4.3"})
    for problem in report.problems:
        file = SubElement(root, "file", {"name": one_line(problem.path)})
        said = {"line": str(problem.line or 1), "severity": "error", "message": one_line(problem.message)}
        SubElement(file, "error", {**said, "source": "migslint.unreadable"})
    for path, found in groupby(report.diagnostics, key=lambda d: d.path):
        file = SubElement(root, "file", {"name": one_line(path)})
        for d in found:
            line, column = d.source.position(d.span.start)
            state = f" ({d.sqlstate})" if d.sqlstate else ""
            said = {"line": str(line), "column": str(column), "severity": d.severity}
            said["message"] = one_line(d.message) + state
            SubElement(file, "error", {**said, "source": f"migslint.{d.code}"})
    return document(root)
