"""What a real server says of a folder, statement by statement, in the words in which migslint's report can be held against it.

A refused statement has no effect and the rest goes on, as `oracle.py` has it: within a transaction each statement has a
savepoint of its own.  Which statements share a transaction is the folder's layout's to say.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

import psycopg
from psycopg.pq import TransactionStatus

from migslint.diagnostic import Diagnostic
from migslint.folder import Folder, Migration
from migslint.source import Source
from migslint.syntax.statements import Statement, parse

#: words of a statement that the savepoint of the refused one must not undo
CONTROL = ("begin", "start transaction", "commit", "end", "rollback", "abort", "savepoint", "release")


class Refusal(NamedTuple):
    """A refused statement by the line that it begins in; `position` is "line:column" where the server points at."""

    path: str
    line: int
    sqlstate: str | None
    message: str | None
    detail: str | None
    hint: str | None
    position: str | None


def statements(migration: Migration) -> list[Statement]:
    return [statement for span in migration.spans for statement in parse(migration.source, span)]


def where(source: Source, char: int) -> str:
    line, column = source.position(char)
    return f"{line}:{column}"


def refused(connection: psycopg.Connection[tuple[object, ...]], folder: Folder, again: bool = False) -> list[Refusal]:
    """Run a folder on an empty database, on a connection in autocommit mode, and tell what was refused, in order.

    `again`: run each file once more right after its first run, undo that, and tell what was refused only then.
    """
    found: list[Refusal] = []
    for migration in folder.migrations:
        first = _run(connection, migration)
        if again:
            connection.execute("RESET ALL")
            connection.execute("BEGIN")
            found += [r for r in _run(connection, migration, within=True) if r.line not in {f.line for f in first}]
            connection.execute("ROLLBACK")
        else:
            found += first
        connection.execute("RESET ALL")
    return found


def _run(
    connection: psycopg.Connection[tuple[object, ...]], migration: Migration, within: bool = False
) -> list[Refusal]:
    """Run one file in the transaction that its tool gives it, or `within` the one that is there."""
    found: list[Refusal] = []
    if migration.sends != "statements" and not within:
        connection.execute("BEGIN")
    for statement in statements(migration):
        if within and statement.text.lower().startswith(CONTROL):
            continue
        error = run(connection, statement.text)
        if error is not None:
            diag, at = error.diag, error.diag.statement_position
            found.append(
                Refusal(
                    migration.path,
                    migration.source.position(statement.span.start)[0],
                    diag.sqlstate,
                    diag.message_primary,
                    diag.message_detail,
                    diag.message_hint,
                    None if at is None else where(migration.source, statement.span.start + int(at) - 1),
                )
            )
    if not within and connection.info.transaction_status != TransactionStatus.IDLE:
        connection.execute("COMMIT")
    return found


def run(connection: psycopg.Connection[tuple[object, ...]], sql: str) -> psycopg.Error | None:
    """The error of one statement, which leaves the transaction that it stood in as it was."""
    inside = connection.info.transaction_status == TransactionStatus.INTRANS
    guarded = inside and not sql.lower().startswith(CONTROL)
    if guarded:
        connection.execute("SAVEPOINT here")
    try:
        connection.execute(sql.encode())
    except psycopg.Error as error:
        if guarded:
            connection.execute("ROLLBACK TO SAVEPOINT here; RELEASE SAVEPOINT here")
        return error
    if guarded:
        connection.execute("RELEASE SAVEPOINT here")
    return None


def foretold(
    folder: Folder, diagnostics: list[Diagnostic], pointed: list[Refusal], phase: str = "apply"
) -> list[Refusal]:
    """What migslint says of a folder, in the same words; its position only where the server gives one, too."""
    starts = {m.path: [s.span.start for s in statements(m)] for m in folder.migrations}
    points = {(r.path, r.line) for r in pointed if r.position is not None}
    found = []
    for d in diagnostics:
        if d.phase != phase or d.sqlstate is None:
            continue
        of_file = starts[d.path]
        start = of_file[bisect_right(of_file, d.span.start) - 1]
        line = d.source.position(start)[0]
        position = where(d.source, d.span.start) if (d.path, line) in points else None
        found.append(Refusal(d.path, line, d.sqlstate, d.message, d.detail, d.hint, position))
    return found
