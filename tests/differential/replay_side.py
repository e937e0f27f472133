"""A case on the replay: what migslint says of every statement, and its catalog in the shape of `snapshot`."""

from __future__ import annotations

import traceback

from migslint.folder import Migration
from migslint.replay.run import Replay
from migslint.source import Source, Span
from migslint.syntax.statements import parse
from migslint.worlds.start import start
from tests.differential import replay_snapshot
from tests.differential.cases import Case
from tests.differential.model import Notice, Outcome, Result

VERSION = 18


def run_case(case: Case) -> Result:
    """Run the statements of a case one by one on a fresh database, in one transaction unless it asks for a database.

    A fault of the replay costs the statement its verdict (`Outcome.fault`), one of the snapshot is raised.
    """
    session = start(VERSION)
    replay = Replay(session)
    if not case.database:
        replay.transactions.begin()
    outcomes = [run_statement(replay, sql) for sql in case.statements]
    if case.database and session.in_block:
        session.journal.rollback(replay.transactions.mark)
    return Result(outcomes, replay_snapshot.take(session))


def run_statement(replay: Replay, sql: str) -> Outcome:
    """Run one statement and say what became of it."""
    source = Source("case.sql", sql)
    whole = Span(0, len(sql))
    migration = Migration("case.sql", "case.sql", "", "", source, (whole,), "statements")
    outcome = Outcome()
    for statement in parse(source, whole):
        before = len(replay.faults)
        step = replay.statement(migration, statement)
        if len(replay.faults) > before:
            fault = replay.faults[-1][1]
            outcome.fault = "".join(traceback.format_exception(type(fault), fault, fault.__traceback__))
            break
        outcome.notices += tuple(Notice(n.severity, n.sqlstate, n.message) for n in step.notices)
        if step.unknown is not None:
            outcome.unknown = True
            outcome.source = step.unknown
        elif step.refusal is not None:
            error = step.refusal
            outcome.sqlstate, outcome.message = error.sqlstate, error.message
            outcome.detail, outcome.hint = error.detail, error.hint
            if statement.error is not None:
                outcome.position = statement.error.start + 1
            elif error.location is not None:
                outcome.position = source.char(statement.base + error.location) + 1
            break
    return outcome
