"""Both sides of the property test: each statement over a schema, undone before the next."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from typing import Any

import msgspec
from psycopg import pq

from migslint.catalog import typename
from migslint.catalog.namespace import find_relation
from migslint.catalog.objects import Attribute
from migslint.catalog.session import Session as ReplaySession
from migslint.replay.run import Replay
from migslint.worlds.start import start
from tests.differential.model import Outcome
from tests.differential.replay_side import VERSION, run_statement
from tests.differential.replay_snapshot import collation_of, columns_of
from tests.differential.server import ServerError, Session

#: statements of one round trip: few enough that neither side's buffers fill while the other one writes
BATCH = 25
RENEW_AFTER = 60
_COLUMNS = """\
select attname || ' ' || format_type(atttypid, atttypmod)
    || case when attcollation <> typcollation then ' ' || collname else '' end
from pg_attribute join pg_type on pg_type.oid = atttypid left join pg_collation c on c.oid = attcollation
where attrelid = to_regclass('made') and attnum > 0 order by attnum"""


class Answer(msgspec.Struct):
    """What one side says of a statement; `columns` of the relation `made`, where it is a view or comes of a query."""

    outcome: Outcome
    columns: list[str] | None = None


def makes_columns(sql: str) -> bool:
    """Whether the statement makes the relation `made` from a query."""
    return (
        sql.startswith("create") and " made" in sql and (" as " in sql) and ("view" in sql[:30] or "table" in sql[:16])
    )


class ServerSide:
    """A server that is asked many statements a round trip; `dsn` as in `tests.differential.server`."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        self.admin = Session(dsn, "postgres")
        self.base = f"dtest_{os.getpid()}_{time.time_ns() % 1_000_000}"
        self.used = 0
        self._create()

    def _create(self) -> None:
        self.admin.must(f"create database {self.base} template template0 strategy wal_log")
        self.session = Session(self.dsn, self.base)

    def close(self) -> None:
        self.session.close()
        self.admin.must(f"drop database {self.base} with (force)")
        self.admin.close()

    def ask(self, schema: Sequence[str], statements: Sequence[str]) -> tuple[list[Outcome], list[Answer]]:
        """The outcomes of a schema's statements, each of which stays, and the answers to statements that do not."""
        self.used += 1
        if self.used > RENEW_AFTER:
            self.session.close()
            self.admin.must(f"drop database {self.base} with (force)")
            self._create()
            self.used = 0
        session = self.session
        session.must("begin")
        try:
            made = [session.step(sql) for sql in schema]
            session.must("savepoint q")
            answers: list[Answer] = []
            for at in range(0, len(statements), BATCH):
                answers += self._batch(statements[at : at + BATCH])
            return made, answers
        finally:
            session.must("rollback")

    def _batch(self, statements: Sequence[str]) -> list[Answer]:
        conn = self.session.conn
        conn.enter_pipeline_mode()
        for sql in statements:
            self._send(sql)
            if makes_columns(sql):
                self._send(_COLUMNS)
            if sql.startswith("prepare made"):
                self._send("deallocate made")
            conn.pipeline_sync()
            self._send("rollback to savepoint q")
            conn.pipeline_sync()
        out = [self._read() for _ in statements]
        conn.exit_pipeline_mode()
        return out

    def _send(self, sql: str) -> None:
        self.session.conn.send_query_params(sql.encode(), None)

    def _result(self) -> Any:
        conn = self.session.conn
        result = conn.get_result()
        if result is None or conn.status != pq.ConnStatus.OK:
            raise ServerError("the connection was lost")
        if result.status != pq.ExecStatus.PIPELINE_SYNC:
            while conn.get_result() is not None:
                pass
        return result

    def _read(self) -> Answer:
        session = self.session
        session.notices.clear()
        answer = Answer(session.outcome(self._result()))
        while (result := self._result()).status != pq.ExecStatus.PIPELINE_SYNC:
            if result.status == pq.ExecStatus.TUPLES_OK:
                answer.columns = [result.get_value(i, 0).decode() for i in range(result.ntuples)]
        self._result()
        self._result()
        return answer


class ReplaySide:
    """The replay, asked in the same way."""

    def ask(self, schema: Sequence[str], statements: Sequence[str]) -> tuple[list[Outcome], list[Answer]]:
        """See `ServerSide.ask`."""
        session = start(VERSION)
        replay = Replay(session)
        replay.transactions.begin()
        made = [run_statement(replay, sql) for sql in schema]
        mark = session.journal.mark()
        answers = []
        for sql in statements:
            answer = Answer(run_statement(replay, sql))
            if makes_columns(sql) and answer.outcome.sqlstate is None and not answer.outcome.unknown:
                answer.columns = _columns_of_made(session)
            session.journal.rollback(mark)
            session._path_key = None
            replay.steps.clear()
            replay.faults.clear()
            answers.append(answer)
        return made, answers


def _columns_of_made(session: ReplaySession) -> list[str] | None:
    relation = find_relation(session, None, "made")
    if relation is None:
        return None
    return [_column(session, a) for a in columns_of(relation)]


def _column(session: ReplaySession, a: Attribute) -> str:
    collation = collation_of(a)
    return f"{a.name} {typename.format_type(session, a.type, a.typmod, with_typmod=True)}" + (
        f" {collation}" if collation else ""
    )
