"""The migrations of a folder run on a session: the law of the replay.

A refused statement has no effect and the rest goes on; a statement whose verdict hangs on something unknown puts in
doubt what it could create, change or drop.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import CatalogObject
from migslint.catalog.session import Session, Skip
from migslint.commands.doubt import touch, touch_everything
from migslint.commands.utility import execute
from migslint.folder import Migration
from migslint.replay.step import Harm, Loss, Step
from migslint.replay.xact import Transactions
from migslint.source import Place, Span
from migslint.syntax.statements import Statement, parse

if TYPE_CHECKING:
    from migslint.syntax.ahead import Ahead

#: in tests a fault of ours is an error; a user's run goes on without a verdict on the statement
STRICT = bool(os.environ.get("MIGSLINT_STRICT"))

#: statements that fire triggers
_MODIFIES = frozenset(("InsertStmt", "UpdateStmt", "DeleteStmt", "TruncateStmt"))


class Replay:
    """A run: `steps` in order; `session` is the state after the last of them.

    `reruns` are the steps of the second runs, those of one file in a row (see `Replay.rerun`).
    `faults` are mistakes of our own: exceptions that a handler should not raise, each with its step.
    """

    def __init__(
        self, session: Session, *, psql: bool = False, placeholders: bool = False, ahead: Ahead | None = None
    ) -> None:
        self.session = session
        self.steps: list[Step] = []
        self.reruns: list[Step] = []
        self._watch: Callable[[Statement, int], tuple[Harm, ...]] | None = None
        self.calls: list[Step] = []
        self.psql = psql
        self.placeholders = placeholders
        self.ahead = ahead
        self.faults: list[tuple[Step, Exception]] = []
        self.transactions = Transactions(session)
        self._guarded: list[tuple[Step, Skip, Loss]] = []

    def migrations(
        self,
        migrations: Iterable[Migration],
        progress: Callable[[int], None] | None = None,
        one_transaction: bool = False,
        rerun: Callable[[Migration], bool] | None = None,
    ) -> None:
        """Run files one after the other; `progress` is told how many are done, `rerun` says which are run again."""
        if one_transaction:
            self.transactions.begin(implicit=True)
        for done, migration in enumerate(migrations, 1):
            at = len(self.steps)
            self.migration(migration, one_transaction)
            if rerun is not None and rerun(migration):
                self.rerun(migration, self.steps[at:])
            if progress is not None:
                progress(done)
        if one_transaction:
            self.transactions.end()
        if self._guarded:
            from migslint.replay.guards import settle

            settle(self.session, self._guarded)

    def migration(self, migration: Migration, in_transaction: bool = False) -> None:
        """Run one file in the transaction that its tool gives it; settings do not outlive it."""
        self._run(migration, [self._parse(migration, span) for span in migration.spans], in_transaction)

    def rerun(self, migration: Migration, steps: list[Step], look: Callable[[], object] | None = None) -> None:
        """Run a file once more over its own result, as a second call of its tool would, and undo all of it.

        `steps` are those of the first run, which has just ended; those of the second are added to `reruns`.  `look` is
        called at the end of the second run, before it is undone.
        """
        from migslint.replay.harm import watch
        from migslint.replay.harm.renames import Renames

        session, transactions, journal = self.session, self.transactions, self.session.journal
        batches: list[list[Statement]] = [[] for _ in migration.spans]
        starts = [span.start for span in migration.spans]
        for step in steps:
            batches[max(bisect_right(starts, step.statement.span.start) - 1, 0)].append(step.statement)
        mark, state = journal.mark(), transactions.state()
        kept, self.steps = self.steps, []
        self._watch = watch(session, steps, self.steps)
        renames = Renames(session, steps)
        try:
            if session.in_block:
                transactions.end()
                self._reset()
            self._run(migration, batches, False)
            for step, first in zip(self.steps, steps, strict=True):
                step.phase, step.first, step.number = "rerun", first, first.number
            renames.tell(self.steps)
            self.reruns += self.steps
            if look is not None:
                look()
        finally:
            self.steps = kept
            self._watch = None
            journal.rollback(mark)
            transactions.restore(state)

    def call(self) -> None:
        """Check the bodies of the functions that the files have made and that are still there: fills in `calls`."""
        if not any(s.statement.tag in ("CreateFunctionStmt", "DoStmt") for s in self.steps):
            return
        from migslint.plpgsql.check.run import check_bodies

        makers = {(id(s.statement.source), s.statement.span.start): s for s in self.steps}
        told: dict[int, Step] = {}

        def fault(place: Place, error: Exception) -> None:
            step = makers.get((id(place.source), place.span.start))
            if step is not None:
                self.faults.append((step, error))

        for call in check_bodies(self.session, None if STRICT else fault):
            maker = makers.get((id(call.maker.source), call.maker.span.start))
            if maker is None:
                continue
            step = Step(maker.migration, maker.statement, maker.number, maker.after, maker.after, phase="call")
            step.call, step.refusal = call, call.error
            step.cause = told.get(id(call.cause))
            told[id(call)] = step
            self.calls.append(step)

    def _run(self, migration: Migration, batches: list[list[Statement]], in_transaction: bool) -> None:
        """Run the statements of a file; `batches` are those of its spans."""
        session = self.session
        whole = migration.sends in ("block", "pipeline") and not in_transaction
        if whole:
            self.transactions.begin(implicit=True, pipelined=migration.sends == "pipeline")
        for statements in batches:
            several = migration.sends == "query" and len(statements) > 1 and not session.in_block
            if several:
                self.transactions.begin(implicit=True)
            for statement in statements:
                self.statement(migration, statement)
            if several and session.in_block and self.transactions.implicit:
                self.transactions.end()
        if session.in_block and not in_transaction:
            self.transactions.end()
        self._reset()

    def _reset(self) -> None:
        """RESET ALL, between two files."""
        session = self.session
        if (
            len(session.settings) > len(session.defaults)
            or session.settings["search_path"] != session.defaults["search_path"]
        ):
            for name in list(session.settings):
                session.reset(name)

    def _parse(self, migration: Migration, span: Span) -> list[Statement]:
        return parse(
            migration.source,
            span,
            pg_version=self.session.version,
            psql=self.psql,
            placeholders=self.placeholders,
            ahead=self.ahead,
        )

    def statement(self, migration: Migration, statement: Statement) -> Step:
        """Run one statement."""
        session = self.session
        catalog, journal = session.catalog, session.journal
        step = Step(migration, statement, len(self.steps), journal.mark())
        self.steps.append(step)
        problem = statement.error
        if problem is not None:
            step.refusal = PgError(
                problem.sqlstate,
                problem.message,
                detail=problem.detail,
                hint=problem.hint,
                reason="syntax",
                obj=problem,
            )
            step.after = step.before
            return step
        if statement.opaque:
            step.unknown = "nested too deeply"
            return step
        catalog.place = Place(statement.source, statement.span, statement.base)
        if not session.in_block:
            self.transactions.alone()
        try:
            self._execute(step)
            if self._watch is not None:
                step.harms = self._watch(statement, step.number)
        except PgError as error:
            obj = error.obj
            if isinstance(obj, CatalogObject) and "self" in obj.unknown:
                self._doubt(step, obj.name)
            else:
                journal.rollback(step.before)
                session._path_key = None
                error.__context__ = error.__cause__ = None
                step.refusal = error.with_traceback(None)  # the frames hold on to all that was analysed
        except Unknown as unknown:
            self._doubt(step, str(unknown))
        except Exception as fault:
            if STRICT:
                raise
            self.faults.append((step, fault))
            self._doubt(step, f"internal error: {type(fault).__name__}: {fault}")
        if session.pipeline and statement.tag != "TransactionStmt":
            session.pipeline = "running"
        if session.notices:
            step.notices = tuple(session.notices)
            session.notices = []
            if self._watch is None and step.accepted:
                from migslint.replay.losses import losses

                step.losses = losses(session, statement, step.notices)
        if session.skips:
            if self._watch is None and step.accepted:
                from migslint.replay.guards import guarded

                for skip in session.skips:
                    loss = guarded(session, skip)
                    if loss is not None:
                        step.losses += (loss,)
                        self._guarded.append((step, skip, loss))
            session.skips = []
        step.after = journal.mark()
        statement.release()
        return step

    def _doubt(self, step: Step, why: str) -> None:
        """Nothing can be said of a statement: what it could have done is in doubt."""
        session = self.session
        session.journal.rollback(step.before)
        session._path_key = None
        step.unknown = why
        try:
            touch(session, step.statement.tag, step.statement.node)
        except Exception as fault:
            if STRICT:
                raise
            self.faults.append((step, fault))
            touch_everything(session)

    def _execute(self, step: Step) -> None:
        session, statement = self.session, step.statement
        tag, node = statement.tag, statement.node
        if tag == "TransactionStmt":
            self.transactions.run(node)
            return
        if statement.placeholders:
            raise Unknown("placeholder")
        execute(session, tag, node)
        run = None
        if tag == "DoStmt":
            from migslint.plpgsql.run import run_block

            run = run_block(session, statement)
        elif tag == "CallStmt" or (tag == "SelectStmt" and b'"FuncCall"' in bytes(statement.raw)):
            from migslint.plpgsql.run import run_calls

            run = run_calls(session, tag, node)
        elif tag in _MODIFIES:
            from migslint.commands.dml import triggered

            relations = triggered(session, tag, node)
            if relations:
                from migslint.plpgsql.triggers import run_triggers

                run_triggers(session, statement, relations)
        if run is not None:
            step.unknown = run.verdict
            step.unknowns, step.doubts = tuple(run.unknowns), tuple(run.doubts)


def refusal_span(step: Step) -> Span:
    """The characters that the server points at, or the whole statement."""
    error = step.refusal
    if error is None:
        return step.statement.span
    if error.span is not None:
        span: Span = error.span
        return span
    if error.reason == "syntax" and hasattr(error.obj, "start"):
        return Span(error.obj.start, error.obj.end)
    return step.statement.place(error.location)
