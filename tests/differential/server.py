"""The server's side: PostgreSQL 18 asked statement by statement, and its catalogs read as a snapshot.

A case without a mark runs in one transaction of a standing database and is rolled back; a `[database]` case gets a
database of its own, made before and dropped after, and roles that it leaves behind are dropped, too.  Every statement
stands in a savepoint wherever there is a transaction to have one.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg import pq
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.differential import snapshot
from tests.differential.cases import Case
from tests.differential.model import Notice, Outcome, Result

_FIELD = pq.DiagnosticField
RENEW_AFTER = 200
#: what depends on the server's settings ("wal_level" is insufficient), and what its scanner says of long names
_NOT_HEARD = ("55000", "42622")
#: a duplicate row of a system catalog: the DETAIL has the oids of the day
CATALOG_KEY = re.compile(r'unique constraint "pg_')
_OPTIONS = (
    "-c statement_timeout=20s -c lock_timeout=10s -c client_min_messages=notice -c lc_messages=C"
    " -c check_function_bodies=on -c TimeZone=UTC -c DateStyle=ISO,MDY"
)
_CONTROL = re.compile(
    r"(begin\b(?!\s+atomic)|start\s+transaction|commit|end|rollback|abort|savepoint|release|prepare\s+transaction)\b",
    re.I,
)
_PREPARES = re.compile(r"\b(prepare|deallocate|discard)\b", re.I)
_TEMP = re.compile(r"\bpg_temp_\d+\b")
_SHARE = re.compile(r'"/[^"]*/extension/')


class ServerError(Exception):
    """The server refused something that is not part of a case; the message is the server's."""


def _text(result: Any, field: int) -> str | None:
    value = result.error_field(field)
    return None if value is None else value.decode("utf-8", "replace")


class Session:
    """One connection that answers with outcomes."""

    def __init__(self, dsn: str, database: str, options: str = _OPTIONS) -> None:
        self.database = database
        parts: dict[str, Any] = {**conninfo_to_dict(dsn), "dbname": database, "options": options}
        conninfo = make_conninfo(**parts, client_encoding="UTF8")
        self.conn = pq.PGconn.connect(conninfo.encode())
        if self.conn.status != pq.ConnStatus.OK:
            raise ServerError(self.conn.error_message.decode("utf-8", "replace"))
        self.notices: list[Notice] = []
        self.copy_data: str | None = None  # what a COPY FROM stdin is given
        self.last: Any = None  # the result of the last `run`, and the CONTEXT of its error
        self.context = ""
        self.conn.notice_handler = self._notice

    def _clean(self, text: str | None) -> str | None:
        """Without what differs between two runs: the temporary schema's number, the database's name, directories."""
        if text is None:
            return None
        return _SHARE.sub('"extension/', _TEMP.sub("pg_temp", text)).replace(self.database, "postgres")

    def _notice(self, result: Any) -> None:
        if _text(result, _FIELD.SQLSTATE) in _NOT_HEARD:
            return
        self.notices.append(
            Notice(
                _text(result, _FIELD.SEVERITY_NONLOCALIZED) or "",
                _text(result, _FIELD.SQLSTATE) or "",
                self._clean(_text(result, _FIELD.MESSAGE_PRIMARY)) or "",
            )
        )

    def close(self) -> None:
        self.conn.finish()

    def _send(self, sql: str) -> Any:
        """The result that tells most: the first error, or the last one."""
        self.conn.send_query(sql.encode())
        last = None
        while (result := self.conn.get_result()) is not None:
            if result.status == pq.ExecStatus.COPY_IN:
                if self.copy_data:
                    self.conn.put_copy_data(self.copy_data.encode())
                self.conn.put_copy_end()
                continue
            if result.status == pq.ExecStatus.COPY_OUT:
                while self.conn.get_copy_data(0)[0] > 0:
                    pass
                continue
            if last is None or last.status != pq.ExecStatus.FATAL_ERROR:
                last = result
        if self.conn.status != pq.ConnStatus.OK:
            raise ServerError(f"the connection was lost at: {sql}")
        return last

    def must(self, sql: str) -> Any:
        """Run what is not part of the case."""
        result = self._send(sql)
        if result.status == pq.ExecStatus.FATAL_ERROR:
            raise ServerError(f"{_text(result, _FIELD.MESSAGE_PRIMARY)} at: {sql[:2000]}")
        return result

    def run(self, sql: str) -> Outcome:
        self.notices.clear()
        self.last = result = self._send(sql)
        self.context = "" if result is None else _text(result, _FIELD.CONTEXT) or ""
        return self.outcome(result)

    def outcome(self, result: Any) -> Outcome:
        """A result, with the notices that came since they were last cleared."""
        notices = tuple(self.notices)
        if result is None or result.status != pq.ExecStatus.FATAL_ERROR:
            return Outcome(notices=notices)
        position = _text(result, _FIELD.STATEMENT_POSITION)
        message = _text(result, _FIELD.MESSAGE_PRIMARY) or ""
        return Outcome(
            sqlstate=_text(result, _FIELD.SQLSTATE),
            message=self._clean(message),
            detail=None if CATALOG_KEY.search(message) else self._clean(_text(result, _FIELD.MESSAGE_DETAIL)),
            hint=self._clean(_text(result, _FIELD.MESSAGE_HINT)),
            position=None if position is None else int(position),
            notices=notices,
            source=f"{_text(result, _FIELD.SOURCE_FILE)}:{_text(result, _FIELD.SOURCE_FUNCTION)}",
        )

    def step(self, sql: str) -> Outcome:
        """Run one statement of a case so that a refusal has no effect and no consequence but its own."""
        control = _CONTROL.match(sql)
        inside = self.conn.transaction_status == pq.TransactionStatus.INTRANS
        if not inside:
            return self.run(sql)
        word = control.group(1).lower() if control else ""
        back = word == "release" or (
            word == "rollback" and re.match(r"rollback\b.*\bto\b", sql, re.I | re.S) is not None
        )
        if control and not back and not word.startswith("begin") and not word.startswith("start"):
            return self.run(sql)
        self.must("savepoint differential")
        outcome = self.run(sql)
        if self.conn.transaction_status == pq.TransactionStatus.INERROR:
            self.must("rollback to savepoint differential; release savepoint differential")
        elif not back and self.conn.transaction_status == pq.TransactionStatus.INTRANS:
            self.must("release savepoint differential")
        return outcome

    def snapshot(self) -> dict[str, Any]:
        self.must("reset session authorization; reset role; reset all; set search_path = pg_catalog, pg_temp")
        result = self.must(
            snapshot.QUERY if self.conn.transaction_status == pq.TransactionStatus.IDLE else "execute snapshot"
        )
        value = result.get_value(0, 0)
        assert value is not None
        return snapshot.decode(value.decode())


class Server:
    """A PostgreSQL server and one database on it that stays empty between the cases.

    `dsn` is a libpq conninfo or URI of a superuser, its database not used (`host=127.0.0.1 port=5418 user=postgres`).
    """

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        self.count = 0
        self.used = 0
        self.admin = Session(dsn, "postgres")
        self._sweep()
        self.base = f"dtest_{os.getpid()}_{time.time_ns() % 1_000_000}"
        self.admin.must(f"create database {self.base} template template0 strategy wal_log")
        self.session = self._open()

    def _sweep(self) -> None:
        """Drop what runs of this machine have left behind that did not come to their end."""
        result = self.admin.must("select datname from pg_database where datname ~ '^dtest_[0-9]+_'")
        for i in range(result.ntuples):
            name = result.get_value(i, 0).decode()
            try:
                os.kill(int(name.split("_")[1]), 0)
            except ProcessLookupError:
                self.admin.run(f"drop database if exists {name} with (force)")
            except PermissionError:
                pass

    def _open(self) -> Session:
        session = Session(self.dsn, self.base)
        session.must(f"prepare snapshot as {snapshot.QUERY}")
        return session

    def close(self) -> None:
        self.session.close()
        self.admin.must(f"drop database {self.base} with (force)")
        self.admin.close()

    def roles(self) -> set[str]:
        """The names of the roles of the cluster that are not initdb's."""
        result = self.admin.must("select rolname from pg_roles where oid >= 16384")
        return {result.get_value(i, 0).decode() for i in range(result.ntuples)}

    def run(self, case: Case) -> Result:
        """Run one case and leave nothing behind."""
        result = self._in_database(case) if case.database else self._in_transaction(case)
        if result.snapshot is not None:
            self._forget_roles(result.snapshot, " ".join(case.statements))
        return result

    def _forget_roles(self, snap: dict[str, Any], text: str) -> None:
        """Roles are the cluster's: those that the case does not name are another's."""
        snap["roles"] = {role: values for role, values in snap["roles"].items() if role in text}
        members = [pair.split(" < ") for pair in snap["members"]]
        snap["members"] = [f"{a} < {b}" for a, b in members if a in text and (b in text or b == "postgres")]

    def _renew(self) -> None:
        """A fresh database: what is rolled back stays in the catalogs as dead rows, and the server may not vacuum."""
        self.session.close()
        self.admin.must(f"drop database {self.base} with (force)")
        self.admin.must(f"create database {self.base} template template0 strategy wal_log")
        self.session = self._open()
        self.used = 0

    def _in_transaction(self, case: Case) -> Result:
        self.used += 1
        if self.used > RENEW_AFTER:
            self._renew()
        session = self.session
        session.must("begin")
        try:
            outcomes = [session.step(sql) for sql in case.statements]
            if session.conn.transaction_status != pq.TransactionStatus.INTRANS:
                raise ServerError(f"{case.id} ends its transaction: it needs the mark [database]")
            prepares = any(_PREPARES.search(sql) for sql in case.statements)
            if prepares:
                session.must("reset session authorization; reset role; reset all; deallocate all")
                session.must(f"prepare snapshot as {snapshot.QUERY}")
            return Result(outcomes, session.snapshot())
        except ServerError:
            session.close()
            self.session = session = self._open()
            raise
        finally:
            session.must("rollback")

    @contextmanager
    def _database(self) -> Iterator[Session]:
        self.count += 1
        name = f"{self.base}_{self.count}"
        roles = self.roles()
        self.admin.must(f"create database {name} template template0 strategy wal_log")
        session = Session(self.dsn, name)
        try:
            yield session
        finally:
            session.close()
            self.admin.must(f"drop database {name} with (force)")
            for role in self.roles() - roles:
                quoted = role.replace('"', '""')
                self.admin.run(f'drop role "{quoted}"')

    def _in_database(self, case: Case) -> Result:
        with self._database() as session:
            run = session.run if case.bare else session.step
            outcomes = [run(sql) for sql in case.statements]
            if session.conn.transaction_status != pq.TransactionStatus.IDLE:
                session.must("rollback")
            return Result(outcomes, session.snapshot())
