"""What a run of a body may do where it cannot be said which way it takes.

Each way is run from the same point and undone; what any of them did to the catalog is in doubt afterwards, and a
variable keeps its value only where all ways agree.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.session import Session
from migslint.commands.doubt import touch, touch_everything
from migslint.executor.values import UNKNOWN, Value
from migslint.plpgsql.variables import Frame, Variable

Outcome = tuple[str, ...]
"""How a list of statements ends: ("next",), ("return",), ("exit", label) or ("continue", label)."""

NEXT: Outcome = ("next",)
RETURN: Outcome = ("return",)
ON: frozenset[Outcome] = frozenset((NEXT,))

#: statements of PL/pgSQL in one run, seconds, calls within calls
STEPS = 20_000
SECONDS = 1.5
CALLS = 24

#: an effect of which nothing is known
EVERYTHING = "*"


class TooMuch(Unknown):
    """The run has taken too many steps or too long."""


class Place:
    """Where in a frame's body an error stands: byte `location` of the SQL `text` of the statement in `line`."""

    __slots__ = ("frame", "line", "location", "text")

    def __init__(self, text: str, location: int | None) -> None:
        self.text = text
        self.location = location
        self.frame: Frame | None = None
        self.line = 0


class Problem:
    """An error that may be raised: one that is known, one that the rows decide, or any."""

    __slots__ = ("error", "rows")

    def __init__(self, error: PgError | None = None, rows: bool = False) -> None:
        self.error = error
        self.rows = rows


class Run:
    """One DO block or one statement that calls functions.

    `trace` has the statements that changed the catalog, each as (tag, node, search_path); `problems` the errors that
    may be raised where the run goes on as if they were not; `unknowns` on what it hung, `doubts` on what it hung where
    anything was put in doubt for it.  `atomic`: COMMIT is not possible.  `refused` is the last refusal of a utility
    statement, with its tag and node.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.frames: list[Frame] = []
        self.trace: list[tuple[str, Any, str]] = []
        self.problems: list[Problem] = []
        self.called: list[Any] = []
        self.unknowns: list[str] = []
        self.doubts: list[str] = []
        self.steps = 0
        self.deadline = time.process_time() + SECONDS
        self.handlers = 0
        self.committed = False
        self.forks = 0
        self.atomic = True
        self.vague = False
        self.refused: tuple[PgError, str, Any] | None = None
        self.verdict: str | None = None
        self.start = session.journal.mark()

    def give_up(self, why: str) -> Run:
        """Nobody can say how the statement ends."""
        self.verdict = why
        self.unknowns.append(why)
        self.doubts.append(why)
        self.session.notices.clear()
        self.session.skips.clear()
        return self

    def tick(self) -> None:
        """Count a step."""
        self.steps += 1
        if self.steps > STEPS or (self.steps & 15 == 0 and time.process_time() > self.deadline):
            raise TooMuch("it runs too long")

    def effect(self, tag: str, node: Any) -> None:
        """Remember a statement that has changed the catalog."""
        self.trace.append((tag, node, self.session.settings["search_path"]))

    def doubt(self, why: str, tag: str, node: Any) -> None:
        """A statement may have run, and may have been refused."""
        self.unknowns.append(why)
        self.doubts.append(why)
        self.effect(tag, node)
        self.touch_again(len(self.trace) - 1)
        self.problems.append(Problem())

    def unknown(self, why: str) -> None:
        """Something is not known that has not changed the catalog."""
        self.unknowns.append(why)

    def commit(self) -> None:
        """What was done so far stays, whatever comes."""
        if self.forks:
            raise Unknown("COMMIT")
        self.committed = bool(self.trace) or self.committed
        self.start = self.session.journal.mark()

    def rows_decide(self) -> None:
        """A statement fails on some rows; outside of handlers it is taken to succeed."""
        if self.handlers:
            self.problems.append(Problem(rows=True))

    def touch_again(self, since: int) -> None:
        """Put in doubt what the statements of the trace did."""
        session = self.session
        for tag, node, path in self.trace[since:]:
            if tag == EVERYTHING:
                touch_everything(session)
                continue
            saved = session.settings["search_path"]
            if path != saved:
                session.set("search_path", path)
            touch(session, tag, node)
            if path != saved:
                session.set("search_path", saved)

    def undo(self, mark: int) -> None:
        """Take back what was done to the catalog since a mark of the journal."""
        self.session.journal.rollback(mark)
        self.session._path_key = None

    def variables(self) -> Iterator[Variable]:
        """All variables of the calls that run."""
        for frame in self.frames:
            yield frame.found
            yield from frame.cells.values()
            for level in frame.levels:
                yield from level.names.values()

    def states(self) -> dict[Variable, Any]:
        """What all variables hold."""
        return {variable: variable.state() for variable in self.variables()}

    def fork(self, why: str, ways: Sequence[Callable[[], frozenset[Outcome]]]) -> frozenset[Outcome]:
        """Run one of the ways, nobody knows which.

        PgError where all of them are refused alike, Unknown where all are, but not alike.
        """
        session = self.session
        mark, since, notices = session.journal.mark(), len(self.trace), len(session.notices)
        before = self.states()
        handled = [frame.error for frame in self.frames]
        returned, results = [frame.returned for frame in self.frames], []
        outcomes: set[Outcome] = set()
        ends: list[dict[Variable, Any]] = []
        errors: list[PgError] = []
        done: list[tuple[str, Any, str]] = []
        self.forks += 1
        for way in ways:
            try:
                outcomes |= way()
                ends.append(self.states())
                results.append([frame.returned for frame in self.frames])
                done += self.trace[since:]
            except PgError as error:
                errors.append(error)
            finally:
                self.undo(mark)
                del self.trace[since:]
                del session.notices[notices:]
                for variable, state in before.items():
                    variable.restore(state)
                for frame, error_of, value in zip(self.frames, handled, returned):
                    frame.error, frame.returned = error_of, value
        self.forks -= 1
        self.unknowns.append(why)
        if not ends:
            if len({error.sqlstate for error in errors}) == 1:
                raise errors[0]
            self.problems += map(Problem, errors)
            raise Unknown(why)
        self.problems += map(Problem, errors)
        self.trace += done
        self.touch_again(since)
        if done or errors or len(outcomes) > 1:
            self.doubts.append(why)
        for frame, *values in zip(self.frames, *results):
            frame.returned = values[0] if all(_equal(values[0], v) for v in values[1:]) else UNKNOWN
        for variable, state in before.items():
            states = [end.get(variable, state) for end in ends]
            if all(_same(state, s) for s in states[:1]) and all(_same(states[0], s) for s in states[1:]):
                continue
            if all(_same(states[0], s) for s in states[1:]):
                variable.restore(states[0])
                continue
            variable.forget()
        return frozenset(outcomes)

    @contextmanager
    def handling(self) -> Iterator[None]:
        """Inside of a block with handlers."""
        self.handlers += 1
        saved, self.session.nested = self.session.nested, "subtransaction"
        try:
            yield
        finally:
            self.handlers -= 1
            self.session.nested = saved


def _same(a: Any, b: Any) -> bool:
    """Whether two states of a variable are one."""
    return a is b or (_equal(a[0], b[0]) and a[1] == b[1] and a[2] == b[2])


def _equal(a: Value, b: Value) -> bool:
    """Whether two values are one; they may be of kinds that do not compare."""
    return type(a) is type(b) and bool(a == b)
