"""What both sides of the differential test answer with."""

from __future__ import annotations

from typing import Any

import msgspec


class Notice(msgspec.Struct, frozen=True):
    """A NOTICE or WARNING of a statement."""

    severity: str
    sqlstate: str
    message: str


class Outcome(msgspec.Struct):
    """What became of one statement.

    `sqlstate` is None where it was accepted.  `position` is the 1-based character of the statement that the error
    points at, None without one.  `unknown` is the replay's third answer: neither accepted nor refused; `fault` the
    traceback of a mistake of its own.  `source` is the place in PostgreSQL's source that speaks, or why it is unknown.
    """

    sqlstate: str | None = None
    message: str | None = None
    detail: str | None = None
    hint: str | None = None
    position: int | None = None
    notices: tuple[Notice, ...] = ()
    unknown: bool = False
    fault: str = ""
    source: str = ""


class Result(msgspec.Struct):
    """A case's outcomes, one a statement, and the catalog after the last (see `snapshot`); None: not to be had."""

    outcomes: list[Outcome]
    snapshot: dict[str, Any] | None
