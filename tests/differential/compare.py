"""Hold the replay's answer to a case against the server's."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable

import msgspec

from tests.differential.cases import Case
from tests.differential.model import Outcome, Result
from tests.differential.snapshot import differences


class Comparison(msgspec.Struct):
    """The two answers to one case and what differs.

    `snapshot` holds lines as `snapshot.differences` writes them; `crash` the traceback where the replay raised.
    """

    case: Case
    server: Result
    ours: Result
    snapshot: list[str]
    crash: str = ""

    def wrong(self, i: int) -> list[str]:
        """What the two do not agree on in statement `i`, [] where they agree or the replay does not know."""
        theirs, ours = self.server.outcomes[i], self.ours.outcomes[i]
        if ours.unknown:
            return []
        if theirs.sqlstate != ours.sqlstate:
            return ["sqlstate"]
        out = []
        for field in ("message", "detail", "hint", "position"):
            if getattr(theirs, field) != getattr(ours, field):
                out.append(field)
        if theirs.notices != ours.notices:
            out.append("notices")
        return out

    def unknowns(self) -> list[int]:
        """The statements, from 0, that the replay answers with unknown."""
        return [i for i, outcome in enumerate(self.ours.outcomes) if outcome.unknown]

    def failures(self) -> list[str]:
        """What a test should fail for: SQLSTATE, message, detail and hint of each statement, and the snapshot."""
        if self.crash:
            return [self.crash]
        out = []
        for i in range(len(self.case.statements)):
            wrong = [name for name in self.wrong(i) if name in ("sqlstate", "message", "detail", "hint")]
            if wrong:
                theirs, ours = self.server.outcomes[i], self.ours.outcomes[i]
                sql = self.case.statements[i]
                out.append(f"{', '.join(wrong)} of {sql}\n  server: {_brief(theirs)}\n  ours:   {_brief(ours)}")
        return out + self.snapshot

    def disagrees(self, only: str | None = None) -> bool:
        """Whether anything differs at all, or anything of one kind."""
        if only == "crashes":
            return bool(self.crash)
        if only == "snapshots":
            return bool(self.snapshot)
        wrong = [name for i in range(len(self.case.statements)) for name in self.wrong(i)]
        if only == "notices":
            return "notices" in wrong
        refusals = bool(self.crash or [name for name in wrong if name != "notices"])
        return refusals if only == "refusals" else refusals or bool(wrong or self.snapshot or self.unknowns())

    def counts(self) -> Counter[str]:
        """The figures of `run`: see there."""
        out = Counter(cases=1, stmts=len(self.case.statements), snaps=int(not self.snapshot and not self.crash))
        for i, theirs in enumerate(self.server.outcomes):
            ours, wrong = self.ours.outcomes[i], self.wrong(i)
            out["unknown"] += ours.unknown
            if not theirs.sqlstate:
                out["false"] += ours.sqlstate is not None
                continue
            out["refused"] += 1
            if ours.sqlstate == theirs.sqlstate:
                out["foretold"] += 1
                for name in ("message", "detail", "hint", "position"):
                    out[name] += name not in wrong
        out["notices"] = sum(
            theirs.notices == ours.notices
            for theirs, ours in zip(self.server.outcomes, self.ours.outcomes, strict=True)
            if theirs.notices
        )
        out["agree"] = int(not self.failures() and not self.unknowns())
        return out


def _brief(outcome: Outcome) -> str:
    if outcome.sqlstate is None:
        return "accepted"
    extra = "".join(f" / {text}" for text in (outcome.detail, outcome.hint) if text)
    return f"{outcome.sqlstate} {outcome.message}{extra}"


def compare(case: Case, server: Result, run_case: Callable[[Case], Result]) -> Comparison:
    """Run a case on the replay and compare; an exception is a crash of the replay and disagrees with everything."""
    try:
        ours = run_case(case)
    except Exception:
        nothing = [Outcome(sqlstate="XX000", message="the replay crashed") for _ in case.statements]
        return Comparison(case, server, Result(nothing, None), [], traceback.format_exc())
    lines = [] if ours.snapshot is None else differences(server.snapshot, ours.snapshot)
    return Comparison(case, server, ours, lines)
