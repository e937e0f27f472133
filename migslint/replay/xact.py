"""Transactions and savepoints in files (`access/transam/xact.c`), over the journal."""

from __future__ import annotations

from typing import Any, NoReturn

from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.session import Session
from migslint.commands.variable import end_transaction
from migslint.commands.xact import prevent_in_block


class Transactions:
    """The transaction block of a connection."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.mark = 0
        self.savepoints: list[tuple[str, int]] = []
        self.implicit = False
        self.pipelined = False
        self.prepared: set[str] = set()

    def state(self) -> tuple[Any, ...]:
        """Where the connection stands: what the journal does not hold."""
        s = self.session
        saved = self.mark, self.savepoints, self.implicit, self.pipelined
        return (*saved, s.in_block, s.pipeline, s.transaction, s.snapshot_taken)

    def restore(self, state: tuple[Any, ...]) -> None:
        """Back to a `state`, after the journal is."""
        s = self.session
        self.mark, self.savepoints, self.implicit, self.pipelined = state[:4]
        s.in_block, s.pipeline, s.transaction, s.snapshot_taken = state[4:]
        s._path_key = None

    def begin(self, implicit: bool = False, pipelined: bool = False) -> None:
        """A block begins; `implicit`: made by the protocol or by the tool, not by BEGIN in the file.

        `pipelined`: by a pipeline, which begins another one when the file ends this.
        """
        session = self.session
        session.in_block = True
        session.transaction += 1
        self.implicit = implicit
        self.pipelined = pipelined
        session.pipeline = "fresh" if pipelined else ""
        self.mark = session.journal.mark()
        self.savepoints = []

    def end(self) -> None:
        """The block is committed."""
        session = self.session
        session.in_block = False
        session.pipeline = ""
        session.transaction += 1
        self.savepoints = []
        end_transaction(session)

    def alone(self) -> None:
        """A statement outside of any block is a transaction of its own; what the one before left behind goes."""
        self.session.transaction += 1
        if self.session.temp is not None:
            end_transaction(self.session)

    def run(self, node: Any) -> None:
        """TransactionStmt; PgError 25P01, 3B001 where the server refuses."""
        session, kind = self.session, node.get("kind", "TRANS_STMT_BEGIN")
        if kind in ("TRANS_STMT_BEGIN", "TRANS_STMT_START"):
            if session.in_block and not self.implicit:
                session.notice("there is already a transaction in progress", sqlstate="25001", severity="WARNING")
            elif session.in_block:
                self.implicit = False
                session.pipeline = ""
            else:
                self.begin()
        elif kind in ("TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK"):
            if not session.in_block or self.implicit:
                if node.get("chain"):
                    word = "COMMIT" if kind == "TRANS_STMT_COMMIT" else "ROLLBACK"
                    self._refuse_outside(f"{word} AND CHAIN")
                session.notice("there is no transaction in progress", sqlstate="25P01", severity="WARNING")
            if session.in_block:
                if kind == "TRANS_STMT_ROLLBACK":
                    session.journal.rollback(self.mark)
                    session._path_key = None
                self.end()
            if node.get("chain"):
                pipelined = self.pipelined
                self.begin()
                self.pipelined = pipelined
            elif self.pipelined:
                self.begin(implicit=True, pipelined=True)
        elif kind == "TRANS_STMT_PREPARE" and session.in_block and not self.implicit:
            self._prepare(node.get("gid", ""))
        elif kind in ("TRANS_STMT_COMMIT_PREPARED", "TRANS_STMT_ROLLBACK_PREPARED"):
            self._finish_prepared(kind.removeprefix("TRANS_STMT_").replace("_", " "), node.get("gid", ""))
        elif kind == "TRANS_STMT_SAVEPOINT":
            self._need_block("SAVEPOINT")
            self.savepoints.append((node["savepoint_name"], session.journal.mark()))
        elif kind == "TRANS_STMT_RELEASE":
            self._need_block("RELEASE SAVEPOINT")
            del self.savepoints[self._find(node["savepoint_name"]) :]
        elif kind == "TRANS_STMT_ROLLBACK_TO":
            self._need_block("ROLLBACK TO SAVEPOINT")
            at = self._find(node["savepoint_name"])
            session.journal.rollback(self.savepoints[at][1])
            session._path_key = None
            del self.savepoints[at + 1 :]

    def _prepare(self, gid: str) -> None:
        """`PrepareTransaction`: what the block did is not there before COMMIT PREPARED, and rolled back on failure."""
        session = self.session
        session.journal.rollback(self.mark)
        session._path_key = None
        self.prepared.add(gid)
        self.end()

    def _finish_prepared(self, word: str, gid: str) -> None:
        """`FinishPreparedTransaction`; what a prepared transaction had done is not known any more."""
        prevent_in_block(self.session, word)
        if gid not in self.prepared:
            message = f'prepared transaction with identifier "{gid}" does not exist'
            raise PgError("42704", message, reason="missing", kind="prepared transaction", name=gid)
        self.prepared.discard(gid)
        if word == "COMMIT PREPARED":
            raise Unknown(word)

    def _need_block(self, word: str) -> None:
        if not self.session.in_block:
            self._refuse_outside(word)

    @staticmethod
    def _refuse_outside(word: str) -> NoReturn:
        raise PgError("25P01", f"{word} can only be used in transaction blocks", reason="transaction")

    def _find(self, name: str) -> int:
        for i in range(len(self.savepoints) - 1, -1, -1):
            if self.savepoints[i][0] == name:
                return i
        raise PgError("3B001", f'savepoint "{name}" does not exist', reason="missing", kind="savepoint", name=name)
