"""GitLab's code quality report: a JSON array in the part of CodeClimate's format that GitLab reads."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec

from migslint.report.json import text

if TYPE_CHECKING:
    from migslint.engine_report import Report

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def encode(report: Report) -> bytes:
    """The findings, and files that could not be judged as blockers; each fingerprint occurs once."""
    issues = [
        {
            "description": text(f"{problem.path}: {problem.message}"),
            "check_name": "unreadable",
            "fingerprint": _fingerprint(problem.path + problem.message),
            "severity": "blocker",
            "location": {"path": text(problem.path), "lines": {"begin": problem.line or 1}},
        }
        for problem in report.problems
    ]
    for d in report.diagnostics:
        state = f" ({d.sqlstate})" if d.sqlstate else ""
        begin, end = d.source.position(d.span.start)[0], d.source.position(d.span.end)[0]
        issues.append(
            {
                "description": text(f"{d.code}: {d.message}{state}"),
                "check_name": d.code,
                "fingerprint": d.fingerprint or _fingerprint(f"{d.path} {d.span} {d.message}"),
                "severity": _SEVERITIES[d.severity],
                "location": {"path": text(d.path), "lines": {"begin": begin, "end": end}},
            }
        )
    return msgspec.json.encode(issues)


def _fingerprint(data: str) -> str:
    return blake2b(data.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
