"""What migslint says of the functions that a piece of SQL makes."""

from __future__ import annotations

from migslint.folder import Migration
from migslint.plpgsql.check.run import check_bodies
from migslint.replay.run import Replay
from migslint.source import Source, Span
from migslint.worlds.start import start
from tests.bodies.cases import Answer, token


def say(sql: str, version: int = 15) -> list[Answer]:
    """As `cases.ask`; all statements of the piece have to be accepted."""
    source = Source("case.sql", sql)
    replay = Replay(start(version, "postgres"))
    replay.migration(Migration("case.sql", "case.sql", "", "", source, (Span(0, len(sql)),), "statements"))
    refused = [s.refusal.message for s in replay.steps if s.refusal is not None]
    assert refused == [], refused
    out: list[Answer] = []
    for call in check_bodies(replay.session):
        error, span = call.error, call.place.span
        out.append([call.proc.name, error.sqlstate, error.message, error.detail, token(sql, span.start + 1)])
    return out
