"""Answers of a full PostgreSQL 18 to the cases that the wheel's cannot run: it has no contrib, no ICU and no libxml.

`recorded.json` is written by `python -m tests.differential.run --record` against a server that has them all; it is
used for a case only where the server at hand lacks something, and only while the case's statements are the same.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import msgspec

from tests.differential.cases import Case
from tests.differential.model import Result
from tests.differential.server import Server

FILE = Path(__file__).parent / "recorded.json"
_CANDIDATE = re.compile(r"\bextension\b|\bicu\b|-x-icu|xml", re.I)
_LACKS = re.compile(
    r'^extension "(?!nosuch")[^"]+" is not available|^ICU is not supported in this build|^unsupported XML feature'
    r'|^collation "[^"]+-x-icu" for encoding'
)


class Record(msgspec.Struct):
    """One case as it was asked and answered."""

    statements: tuple[str, ...]
    result: Result


@cache
def _records() -> dict[str, Record]:
    if not FILE.exists():
        return {}
    return msgspec.json.decode(FILE.read_bytes(), type=dict[str, Record])


def lacking(result: Result) -> bool:
    """Whether the server said that it is built without something."""
    return any(outcome.message and _LACKS.search(outcome.message) for outcome in result.outcomes)


def truth(server: Server, case: Case) -> Result | None:
    """The answer to hold the replay against: the server's, else the recorded one, else None."""
    result = server.run(case)
    if not lacking(result):
        return result
    record = _records().get(case.id)
    return record.result if record is not None and record.statements == case.statements else None


def record(server: Server, cases: list[Case]) -> int:
    """Write `recorded.json`; the number of cases in it.  ValueError if this server lacks something itself."""
    out: dict[str, Record] = {}
    for case in cases:
        if any(_CANDIDATE.search(sql) for sql in case.statements):
            result = server.run(case)
            if lacking(result):
                raise ValueError(f"this server is not built with all that {case.id} needs")
            out[case.id] = Record(case.statements, result)
    lines = [f"{msgspec.json.encode(name).decode()}: {msgspec.json.encode(out[name]).decode()}" for name in sorted(out)]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    return len(out)
