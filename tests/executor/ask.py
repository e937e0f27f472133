"""Both sides of the executor's test: the questions of a group answered by the executor and by a server.

A question that begins with SELECT, VALUES or WITH is a query, any other an expression.  An answer is a list of rows of
texts (None for NULL, UNKNOWN where the executor does not know), or "! SQLSTATE" for an error; the executor's is UNKNOWN
where the rows are not known.
"""

from __future__ import annotations

from typing import Any

import psycopg

from migslint.analyze import api as analyze
from migslint.catalog.errors import PgError
from migslint.catalog.session import Session
from migslint.executor import UNKNOWN, Environment, expression, output, rows
from migslint.folder import Migration
from migslint.replay.run import Replay
from migslint.source import Source, Span
from migslint.syntax.statements import Statement, parse
from migslint.worlds.start import start
from tests.executor.cases import Group

Answer = Any


def is_query(question: str) -> bool:
    return question.split(None, 1)[0].upper() in ("SELECT", "VALUES", "WITH")


def replayed(group: Group, version: int = 18) -> Session:
    """The session after the set-up of a group; every statement of it must be accepted."""
    session = start(version)
    replay = Replay(session)
    for sql in group.setup:
        for statement in _parse(sql):
            source = statement.source
            migration = Migration("a.sql", "a.sql", "", "", source, (Span(0, len(sql)),), "statements")
            step = replay.statement(migration, statement)
            assert step.refusal is None, f"{sql}: {step.refusal}"
    return session


def _parse(sql: str) -> list[Statement]:
    return parse(Source("a.sql", sql), Span(0, len(sql)))


def ask(session: Session, question: str) -> Answer:
    """What the executor answers."""
    env = Environment()
    try:
        if not is_query(question):
            (statement,) = _parse(f"SELECT {question}")
            analyze.query(session, {"SelectStmt": statement.node})
            value = expression(session, statement.node["targetList"][0]["ResTarget"]["val"], env)
            return [[_shown(session, value)]]
        (statement,) = _parse(question)
        analyze.query(session, {"SelectStmt": statement.node})
        found = rows(session, {"SelectStmt": statement.node}, env)
        if found.rows is None:
            return UNKNOWN
        return [[_shown(session, value) for value in row] for row in found.rows]
    except PgError as error:
        return f"! {error.sqlstate}"


def _shown(session: Session, value: Any) -> Any:
    shown = output(value, session)
    return UNKNOWN if shown is UNKNOWN else shown


def served(connection: psycopg.Connection[Any], group: Group) -> list[Answer]:
    """What a server answers to the questions of a group; nothing is left behind."""
    out: list[Answer] = []
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        for sql in group.setup:
            cursor.execute(sql)
        for question in group.questions:
            cursor.execute("SAVEPOINT question")
            try:
                pg = connection.pgconn
                result = pg.exec_((question if is_query(question) else f"SELECT {question}").encode())
                if result.status not in (psycopg.pq.ExecStatus.TUPLES_OK,):
                    code = result.error_field(psycopg.pq.DiagnosticField.SQLSTATE)
                    out.append(f"! {(code or b'').decode()}")
                else:
                    cells = [[result.get_value(i, k) for k in range(result.nfields)] for i in range(result.ntuples)]
                    out.append([[None if c is None else c.decode() for c in row] for row in cells])
            finally:
                cursor.execute("ROLLBACK TO SAVEPOINT question")
        cursor.execute("ROLLBACK")
    return out


def differs(known: Answer, truth: Answer) -> bool:
    """Whether an answer contradicts the server's; what is unknown contradicts nothing."""
    if known is UNKNOWN:
        return False
    if isinstance(known, str) or isinstance(truth, str):
        return bool(known != truth) and not (isinstance(known, list) and any(UNKNOWN in row for row in known))
    if len(known) != len(truth):
        return True
    return any(k is not UNKNOWN and k != t for a, b in zip(known, truth) for k, t in zip(a, b))


def vague(known: Answer) -> bool:
    """Whether an answer, or a part of it, is unknown."""
    return known is UNKNOWN or (isinstance(known, list) and any(UNKNOWN in row for row in known))
