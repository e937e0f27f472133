"""The formats that programs read: a module of this package each, with `encode(report) -> UTF-8 bytes`.

What they share stands here: how a finding is told in one text, and where a file lies as a URI.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.diagnostic import Diagnostic
    from migslint.engine_report import Report

#: the formats by name, what each is for
FORMATS = {
    "json": "everything migslint knows, for programs",
    "sarif": "SARIF 2.1.0: GitHub code scanning and most security dashboards",
    "github": "annotations of GitHub Actions",
    "gitlab": "GitLab's code quality report",
    "junit": "JUnit XML, a test case for each file",
    "checkstyle": "Checkstyle XML",
    "rdjson": "Reviewdog Diagnostic Format",
    "markdown": "a summary for a pull request or $GITHUB_STEP_SUMMARY",
}


def encode(report: Report, name: str) -> bytes:
    """The report in one of FORMATS, as UTF-8 that ends in a line end (or is empty)."""
    from importlib import import_module

    data: bytes = import_module(f"migslint.report.{name}").encode(report)
    return data if data.endswith(b"\n") or not data else data + b"\n"


def whole(diagnostic: Diagnostic) -> str:
    """The message and all that is said besides, with line ends between."""
    from migslint.report.text import notes

    return "\n".join([diagnostic.message, *notes(diagnostic)])


def uri(path: str) -> str:
    """A path as a URI reference: relative to the working directory, or file:// for an absolute one."""
    from urllib.parse import quote

    quoted = quote(path.encode("utf-8", "surrogateescape"), safe="/:@!$&'()*+,;=~")
    if path.startswith("/"):
        return f"file://{quoted}"
    if path[1:3] == ":/":  # a drive of Windows
        return f"file:///{quoted}"
    return f"./{quoted}" if ":" in quoted.partition("/")[0] else quoted
