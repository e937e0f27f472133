"""Hand-made reports."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from migslint.diagnostic import Diagnostic
from migslint.source import Source, Span


def finding(text: str, marked: str, message: str = "no", path: str = "m/1_a.sql", **fields: Any) -> Diagnostic:
    """A finding in a file of this text, at the first place where `marked` stands."""
    start = text.index(marked)
    given = {"code": "MD02", "name": "duplicate-policy", "severity": "error", "phase": "apply", **fields}
    return Diagnostic(source=Source(path, text), span=Span(start, start + len(marked)), message=message, **given)


def report(*diagnostics: Diagnostic, **fields: Any) -> Any:
    """A report of these findings."""
    folder = SimpleNamespace(root="m", layout=SimpleNamespace(name="plain"))
    given = {"files": 2, "statements": 7, "refused": len(diagnostics), "unknown": 0, "problems": []}
    given |= {"rerun_files": 0, "refused_again": 0}
    given |= {"suppressed": 0, "known": 0, **fields}
    return SimpleNamespace(diagnostics=list(diagnostics), folder=folder, **given)
