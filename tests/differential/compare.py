"""Hold the replay's answer to a case against the server's."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable
from typing import Any

import msgspec

from tests.differential.cases import Case
from tests.differential.model import Outcome, Result
from tests.differential.snapshot import differences

#: what must be the same for the test to pass
JUDGED = ("fault", "sqlstate", "message", "detail", "hint", "position", "notices")


class Comparison(msgspec.Struct):
    """The two answers to one case and what differs.

    `snapshot` holds lines as `snapshot.differences` writes them, and nothing where a statement is unknown or faulty:
    then there is nothing to hold against.  `crash` is the traceback where the replay, or its snapshot, raised.
    """

    case: Case
    server: Result
    ours: Result
    snapshot: list[str]
    crash: str = ""

    def wrong(self, i: int) -> list[str]:
        """What the two do not agree on in statement `i`, [] where they agree or the replay does not know.

        A position is held against the server's only where it gives one: the replay points at a token more often.
        """
        theirs, ours = self.server.outcomes[i], self.ours.outcomes[i]
        if ours.fault:
            return ["fault"]
        if ours.unknown:
            return []
        if theirs.sqlstate != ours.sqlstate:
            return ["sqlstate"]
        out = [field for field in ("message", "detail", "hint") if getattr(theirs, field) != getattr(ours, field)]
        if theirs.position is not None and theirs.position != ours.position:
            out.append("position")
        if theirs.notices != ours.notices:
            out.append("notices")
        return out

    def unknowns(self) -> list[int]:
        """The statements, from 0, that the replay answers with unknown."""
        return [i for i, outcome in enumerate(self.ours.outcomes) if outcome.unknown]

    @property
    def comparable(self) -> bool:
        """Whether the two catalogs can be held against each other."""
        return not self.crash and not any(o.unknown or o.fault for o in self.ours.outcomes)

    def failures(self) -> list[str]:
        """What a test should fail for: what is `JUDGED` of each statement, and the snapshot."""
        out = [self.crash] if self.crash else []
        for i, sql in enumerate(self.case.statements):
            wrong = [name for name in self.wrong(i) if name in JUDGED]
            if wrong:
                theirs, ours = self.server.outcomes[i], self.ours.outcomes[i]
                out.append(f"{', '.join(wrong)} of {sql}\n  server: {brief(theirs)}\n  ours:   {brief(ours)}")
        return out + self.snapshot

    def disagrees(self, only: str | None = None) -> bool:
        """Whether anything differs at all, or anything of one kind."""
        wrong = [name for i in range(len(self.case.statements)) for name in self.wrong(i)]
        if only == "faults":
            return bool(self.crash) or "fault" in wrong
        if only == "snapshots":
            return bool(self.snapshot)
        if only == "unknown":
            return bool(self.unknowns())
        if only == "refusals":
            return bool([name for name in wrong if name not in ("notices", "position", "fault")])
        if only is not None:
            return only in wrong
        return bool(wrong or self.snapshot or self.unknowns() or self.crash)

    def counts(self) -> Counter[str]:
        """The figures of `run`: see there."""
        out = Counter(cases=1, stmts=len(self.case.statements), snaps=int(self.comparable and not self.snapshot))
        for i, theirs in enumerate(self.server.outcomes):
            ours, wrong = self.ours.outcomes[i], self.wrong(i)
            out["unknown"] += ours.unknown
            out["faults"] += bool(ours.fault)
            if not theirs.sqlstate:
                out["false"] += ours.sqlstate is not None
                continue
            out["refused"] += 1
            if ours.sqlstate == theirs.sqlstate and not ours.unknown:
                out["foretold"] += 1
                for name in ("message", "detail", "hint", "position"):
                    out[name] += name not in wrong
        for i, theirs in enumerate(self.server.outcomes):
            out["notices"] += bool(theirs.notices) and "notices" not in self.wrong(i)
            out["noticed"] += bool(theirs.notices)
        out["agree"] = int(not self.failures() and not self.unknowns())
        return out


def brief(outcome: Outcome) -> str:
    """An outcome on one line; a fault with its last lines."""
    if outcome.fault:
        return "fault: " + " | ".join(outcome.fault.strip().splitlines()[-3:])
    if outcome.unknown:
        return f"unknown: {outcome.source}"
    told = "".join(f" [{notice.severity} {notice.message}]" for notice in outcome.notices)
    if outcome.sqlstate is None:
        return f"accepted{told}"
    extra = "".join(f" / {text}" for text in (outcome.detail, outcome.hint) if text)
    return f"{outcome.sqlstate} {outcome.message}{extra}{told} at {outcome.position}"


def compare(
    case: Case,
    server: Result,
    run_case: Callable[[Case], Result],
    reduce: Callable[[dict[str, Any]], dict[str, Any]],
) -> Comparison:
    """Run a case on the replay and compare; `reduce` takes from the server's snapshot what the replay does not keep."""
    try:
        ours = run_case(case)
    except Exception:
        nothing = [Outcome(fault="the replay crashed") for _ in case.statements]
        return Comparison(case, server, Result(nothing, None), [], traceback.format_exc())
    comparison = Comparison(case, server, ours, [])
    if comparison.comparable and ours.snapshot is not None and server.snapshot is not None:
        comparison.snapshot = differences(reduce(server.snapshot), ours.snapshot)
    return comparison
