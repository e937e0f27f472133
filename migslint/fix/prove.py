"""The proof of fixes: the edited file is run, and run again, from the state in which the file begins.

A fix is safe when the first run leaves the same catalog as before, nothing that was accepted is refused, nothing that
could be judged becomes unknown, and the second run leaves the catalog as it is and raises nothing from the fixed
statement.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import msgspec

from migslint.catalog.compare import Changes, Comparer
from migslint.diagnostic import Edit, Fix
from migslint.fix.candidates import Candidate, candidates
from migslint.fix.edits import Shift, apply, compatible
from migslint.folder import Migration
from migslint.replay.run import Replay
from migslint.replay.step import Step
from migslint.source import Source, Span

#: rounds of fixes on the fixed text
_ROUNDS = 8


class Outcome(msgspec.Struct, eq=False):
    """A file run from its beginning: the steps of both runs, what the first changed and what both together did."""

    steps: list[Step]
    reruns: list[Step]
    once: Changes
    twice: Changes


class Fixed(msgspec.Struct, eq=False):
    """A file with fixes: the migration as it was and with the new text, and what was done.

    `fixes` are those whose edits count characters of the original text, by the step they mend; `titles` are those of
    all fixes, of later rounds too.
    """

    original: Migration
    migration: Migration
    fixes: list[tuple[Step, Fix]]
    titles: list[str]


def edited(migration: Migration, edits: Sequence[Edit]) -> Migration:
    """The migration with edits in its text."""
    shift = Shift(edits)
    down = migration.down
    return msgspec.structs.replace(
        migration,
        source=Source(migration.source.path, apply(migration.source.text, edits)),
        spans=tuple(shift.span(span) for span in migration.spans),
        down=shift.span(down) if isinstance(down, Span) else down,
    )


class Prover:
    """Fixes one file at the point of the replay where it is about to be run; leaves the replay as it was.

    `wanted` says of a refused step, given all steps of its run, whether it is to be fixed.
    """

    def __init__(
        self,
        replay: Replay,
        migration: Migration,
        *,
        in_transaction: bool = False,
        wanted: Callable[[Step, list[Step]], bool] = lambda step, steps: True,
    ) -> None:
        self.replay = replay
        self.migration = migration
        self.wanted = wanted
        self.in_transaction = in_transaction
        self.comparer = Comparer(replay.session.catalog)
        self.original = self.run(migration)

    def run(self, migration: Migration) -> Outcome:
        """Run a text of the file twice and undo it."""
        replay = self.replay
        transactions, journal = replay.transactions, replay.session.journal
        mark, state = journal.mark(), transactions.state()
        kept = replay.steps, replay.reruns, replay.faults
        replay.steps, replay.reruns, replay.faults = [], [], []
        twice: list[Changes] = []
        try:
            replay.migration(migration, self.in_transaction)
            once = self.comparer.changes(mark)
            replay.rerun(migration, replay.steps, lambda: twice.append(self.comparer.changes(mark)))
            return Outcome(replay.steps, replay.reruns, once, twice[0])
        finally:
            replay.steps, replay.reruns, replay.faults = kept
            journal.rollback(mark)
            transactions.restore(state)

    def fix(self, *, unsafe: bool, rounds: int = _ROUNDS) -> Fixed | None:
        """The file with all fixes that hold, None where there are none."""
        migration, outcome = self.migration, self.original
        fixes: list[tuple[Step, Fix]] = []
        titles: list[str] = []
        tried: set[tuple[str, str]] = set()
        for _ in range(rounds):
            found = list(self._propose(outcome, tried, unsafe))
            if not found:
                break
            kept = self._keep(migration, outcome, found, tried, unsafe)
            if kept is not None:
                held, new, outcome = kept
                titles += [c.title for c, _ in held]
                if migration is self.migration:
                    fixes += [(c.step, Fix(c.title, c.edits, safe)) for c, safe in held]
                migration = new
        return Fixed(self.migration, migration, fixes, titles) if titles else None

    def _propose(self, outcome: Outcome, tried: set[tuple[str, str]], unsafe: bool) -> list[Candidate]:
        """One candidate a statement, compatible with each other."""
        found: list[Candidate] = []
        refused = {id(step.statement) for step in outcome.steps if not step.accepted}
        for step in (*outcome.steps, *outcome.reruns):
            if step.refusal is None or (step.phase == "rerun" and id(step.statement) in refused):
                continue
            if not self.wanted(step, outcome.steps):
                continue
            for candidate in candidates(step):
                if candidate.key in tried or (candidate.unsafe and not unsafe):
                    continue
                if all(compatible(candidate.edits, other.edits) for other in found):
                    found.append(candidate)
                break
        return found

    def _keep(
        self,
        migration: Migration,
        outcome: Outcome,
        found: list[Candidate],
        tried: set[tuple[str, str]],
        unsafe: bool,
    ) -> tuple[list[tuple[Candidate, bool]], Migration, Outcome] | None:
        """The candidates that hold together; those that do not are `tried`.

        What is still refused is left out at once; what spoils a run in another way is found by halving.
        """
        held: list[tuple[Candidate, bool]] = []
        best: tuple[Migration, Outcome] | None = None
        pending = [found]
        while pending:
            batch = pending.pop()
            together = [c for c, _ in held] + batch
            new = edited(migration, [e for c in together for e in c.edits])
            after = self.run(new)
            failed = [c for c in _refused(after, together) if c in batch]
            verdict = None if failed else self._holds(best[1] if best else outcome, after)
            if verdict or (verdict is not None and unsafe):
                held += [(c, verdict and not c.unsafe) for c in batch]
                best = new, after
            elif failed or len(batch) == 1:
                failed = failed or batch
                tried.update(c.key for c in failed)
                if len(failed) < len(batch):
                    pending.append([c for c in batch if c not in failed])
            else:
                half = len(batch) // 2
                pending += [batch[half:], batch[:half]]
        return (held, *best) if best else None

    def _holds(self, before: Outcome, after: Outcome) -> bool | None:
        """True: proved; False: nothing is refused that was not, but the first run leaves something else; None: no."""
        if _refusals(after.steps) - _refusals(before.steps) or _unknown(after.steps) > _unknown(before.steps):
            return None
        if _refusals(after.reruns) - _refusals(before.reruns) or _unknown(after.reruns) > _unknown(before.reruns):
            return None
        same = self.comparer.same
        if not same(after.once, after.twice) and not same(before.twice, after.twice):
            return None
        return same(self.original.once, after.once)


def _refused(after: Outcome, made: list[Candidate]) -> Iterator[Candidate]:
    """The candidates whose statement, or one that they added, is refused."""
    shift = Shift([e for c in made for e in c.edits])
    places = sorted(((shift.span(c.step.statement.span), c) for c in made), key=lambda pair: pair[0])
    starts = [span.start for span, _ in places]
    told: set[int] = set()
    for step in (*after.steps, *after.reruns):
        if step.refusal is not None:
            i = bisect_right(starts, step.statement.span.start) - 1
            if i >= 0 and step.statement.span.end <= places[i][0].end and i not in told:
                told.add(i)
                yield places[i][1]


def _refusals(steps: list[Step]) -> Counter[tuple[str, str]]:
    return Counter((s.refusal.sqlstate, s.refusal.message) for s in steps if s.refusal is not None)


def _unknown(steps: list[Step]) -> int:
    return sum(step.unknown is not None for step in steps)
