"""JUnit XML as Jenkins and GitLab read it: a test case for each file, failed by its errors.

Warnings fail nothing: they stand in the `system-out` of their file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.diagnostic import Diagnostic
from migslint.report._xml import Element, SubElement, document, lines, one_line
from migslint.report.formats import whole

if TYPE_CHECKING:
    from migslint.engine_report import Report


def encode(report: Report) -> bytes:
    """The report as one test suite."""
    by_file: dict[str, list[Diagnostic]] = {m.path: [] for m in report.folder.migrations}
    for d in report.diagnostics:
        by_file.setdefault(d.path, []).append(d)
    failures = sum(any(d.severity == "error" for d in found) for found in by_file.values())
    counts = {
        "tests": str(len(by_file) + len(report.problems)),
        "failures": str(failures),
        "errors": str(len(report.problems)),
    }
    root = Element("testsuites", {"name": "migslint", **counts})
    suite = SubElement(root, "testsuite", {"name": one_line(report.folder.root), **counts})
    for problem in report.problems:
        case = _case(suite, problem.path)
        SubElement(case, "error", {"message": one_line(problem.message), "type": "unreadable"})
    for path, found in by_file.items():
        case = _case(suite, path)
        errors = [d for d in found if d.severity == "error"]
        others = [d for d in found if d.severity != "error"]
        if errors:
            first = errors[0]
            more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
            failure = SubElement(case, "failure", {"message": one_line(first.message) + more, "type": first.code})
            failure.text = "\n\n".join(map(_told, errors))
        if others:
            SubElement(case, "system-out").text = "\n\n".join(map(_told, others))
    return document(root)


def _case(suite: Element, path: str) -> Element:
    return SubElement(suite, "testcase", {"name": one_line(path), "classname": "migslint", "file": one_line(path)})


def _told(diagnostic: Diagnostic) -> str:
    line, column = diagnostic.source.position(diagnostic.span.start)
    state = f" {diagnostic.sqlstate}" if diagnostic.sqlstate else ""
    place = f"{diagnostic.path}:{line}:{column}: {diagnostic.severity}[{diagnostic.code}]"
    return lines(f"{place}{state} {whole(diagnostic)}")
