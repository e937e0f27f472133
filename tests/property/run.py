"""Random schemas and statements on PostgreSQL 18 and on the replay: what the two do not agree on.

    python -m tests.property.run [--statements 20000] [--seed N] [--dsn DSN] [--show N] [--only I]

makes schemas of some twenty statements and a hundred statements over each, the half of them with exactly one thing
broken, and compares SQLSTATE, message, DETAIL, HINT, position and notices, and for views and CREATE TABLE AS the
columns with their types.  Each statement is undone before the next; queries are prepared or explained, never run.  A
disagreement of a new kind is shown with what is needed of its schema, and with the seed that makes it again: schema K
of `--seed N` is schema 0 of `--seed N+K`; `--only I` asks only statement I of it.  `--no-reduce` shows it as it was
made.

The table at the end counts what the server refused and the replay said of it.  A refusal of the planner (EXPLAIN) or
of a function that computes a constant (there, or where a command folds it) counts as `value`, not as a disagreement.
Constants of types whose input has a grammar of its own (jsonpath, tsquery) are not made.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator

import msgspec
import psycopg

from tests.differential.compare import brief
from tests.differential.model import Outcome
from tests.differential.run import DSN
from tests.property.definitions import Definitions
from tests.property.faults import Faults
from tests.property.model import Schema
from tests.property.reduce import Reducer
from tests.property.schemas import Maker
from tests.property.sides import Answer, ReplaySide, ServerSide
from tests.property.signatures import Signatures

PER_SCHEMA = 100
#: classes of errors that come of computing a value: data exceptions, limits, resources, cardinality, internal errors
_VALUES = ("21", "22", "23", "53", "54", "57", "XX")
#: files of optimizer/ and executor/, and those of utils/adt/ that speak when something is computed
_COMPUTING = re.compile(
    r"(joinpath|joinrels|initsplan|planner|clauses|execExpr|execExprInterp|typcache|varlena|regexp|like|like_support|numeric|int|"
    r"int8|float|date|timestamp|datetime|rangetypes|multirangetypes|arrayfuncs|array_userfuncs|arrayutils|formatting|"
    r"json|jsonb|jsonfuncs|jsonb_util|jsonpath_exec|network|geo_ops|cash|varbit|bytea|oracle_compat|acl|misc|ruleutils|"
    r"pg_locale|xml|tsvector_op|tsquery_util|pg_lsn|encode|genfile|dbsize|lockfuncs)\.c:"
)
_QUOTED = re.compile(r'"[^"]*"|\'[^\']*\'|\b[a-z_0-9.]+\(.*\)|\d+')


class Statement(msgspec.Struct):
    """One generated statement; `fault` is the kind of what was broken, "" where nothing was."""

    sql: str
    fault: str


class Disagreement(msgspec.Struct):
    """Where the two sides differ and in what; `kind` is the same for what seems to be the same mistake."""

    seed: int
    index: int
    schema: list[str]
    sql: str
    fault: str
    wrong: list[str]
    server: Answer
    ours: Answer

    @property
    def kind(self) -> str:
        """What differs, and the messages without their names."""
        texts = (
            a.outcome.message or ("unknown" if a.outcome.unknown else "accepted") for a in (self.server, self.ours)
        )
        return " | ".join((",".join(self.wrong), *(_QUOTED.sub("…", text) for text in texts)))


def generate(seed: int, count: int, signatures: Signatures) -> tuple[Schema, list[Statement]]:
    """The schema of a seed and statements over it."""
    schema = Maker(random.Random(f"schema {seed}"), signatures).make()
    return schema, [_statement(random.Random(f"{seed} {i}"), schema, signatures) for i in range(count)]


def _statement(rng: random.Random, schema: Schema, signatures: Signatures) -> Statement:
    definitions = Definitions(rng, schema, signatures)
    if rng.random() < 0.6:
        node = definitions.queries.statement()
        prefix = "prepare made as " if rng.random() < 0.85 else "explain "
    else:
        node, prefix = definitions.statement(), ""
    fault = ""
    if rng.random() < 0.5:
        fault = Faults(rng, schema, signatures, definitions.expressions).break_one(node)
    return Statement(prefix + str(node), fault)


def wrong(theirs: Answer, ours: Answer) -> list[str]:
    """What two answers differ in; [] where they agree, where the replay does not know, or where it hangs on values."""
    a, b = theirs.outcome, ours.outcome
    if b.fault:
        return ["fault"]
    if b.unknown:
        return []
    if a.sqlstate != b.sqlstate:
        return [] if _hangs_on_values(a) else ["sqlstate"]
    out = [field for field in ("message", "detail", "hint") if getattr(a, field) != getattr(b, field)]
    if a.position is not None and a.position != b.position:
        out.append("position")
    if a.notices != b.notices:
        out.append("notices")
    if a.sqlstate is None and theirs.columns != ours.columns:
        out.append("columns")
    return out


def _hangs_on_values(outcome: Outcome) -> bool:
    if outcome.sqlstate is None or outcome.position is not None:
        return outcome.sqlstate == "23514"
    return outcome.sqlstate[:2] in _VALUES or _COMPUTING.match(outcome.source) is not None


class Run:
    """Asks both sides, schema by schema; `counts` and `disagreements` are what it has found."""

    def __init__(self, dsn: str) -> None:
        self.server = ServerSide(dsn)
        self.replay = ReplaySide()
        with psycopg.connect(dsn, dbname="postgres") as connection:
            self.signatures = Signatures(connection)
        self.counts: Counter[str] = Counter()
        self.seconds: Counter[str] = Counter()

    def close(self) -> None:
        self.server.close()

    def schema(self, seed: int, count: int, only: int | None = None) -> Iterator[Disagreement]:
        """Ask both sides about the statements of one schema."""
        clock = time.perf_counter()
        schema, statements = generate(seed, count, self.signatures)
        chosen = [s for i, s in enumerate(statements) if only is None or i == only]
        texts = [s.sql for s in chosen]
        clock = self._took("generate", clock)
        theirs = self.server.ask(schema.statements, texts)
        clock = self._took("server", clock)
        ours = self.replay.ask(schema.statements, texts)
        self._took("replay", clock)
        for i, (a, b) in enumerate(zip(theirs[0], ours[0], strict=True)):
            self._count("schema", a, b)
            found = wrong(Answer(a), Answer(b))
            if found:
                yield Disagreement(
                    seed, -1, schema.statements[:i], schema.statements[i], "", found, Answer(a), Answer(b)
                )
        for i, (s, x, y) in enumerate(zip(chosen, theirs[1], ours[1], strict=True)):
            self._count("broken" if s.fault else "right", x.outcome, y.outcome)
            found = wrong(x, y)
            if found:
                yield Disagreement(seed, i if only is None else only, schema.statements, s.sql, s.fault, found, x, y)

    def _took(self, what: str, since: float) -> float:
        now = time.perf_counter()
        self.seconds[what] += now - since  # type: ignore[assignment]
        return now

    def _count(self, group: str, theirs: Outcome, ours: Outcome) -> None:
        counts = self.counts
        counts[group, "statements"] += 1  # type: ignore[index]
        for name, value in (
            ("refused", theirs.sqlstate is not None),
            ("value", _hangs_on_values(theirs) and ours.sqlstate is None),
            ("foretold", theirs.sqlstate is not None and ours.sqlstate == theirs.sqlstate),
            (
                "missed",
                theirs.sqlstate is not None
                and ours.sqlstate is None
                and not ours.unknown
                and not _hangs_on_values(theirs),
            ),
            ("false", theirs.sqlstate is None and ours.sqlstate is not None),
            ("unknown", ours.unknown),
            ("unknown, refused", ours.unknown and theirs.sqlstate is not None),
        ):
            counts[group, name] += value  # type: ignore[index]


_COUNTED = ("statements", "refused", "foretold", "missed", "false", "unknown", "unknown, refused", "value")


def show(found: Disagreement, times: int) -> None:
    """Print a disagreement so that it can be run by hand."""
    print(
        f"\n== {times} × {', '.join(found.wrong)} [{found.fault or 'right'}] --seed {found.seed} --only {found.index}"
    )
    for sql in (*found.schema, found.sql):
        print(f"{sql};")
    for name, answer in (("server", found.server), ("ours  ", found.ours)):
        print(f"  {name}: {brief(answer.outcome)}")
        if "columns" in found.wrong:
            print(f"          {answer.columns}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.property.run", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--statements", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", type=int, help="ask only this statement of the first schema")
    parser.add_argument("--show", type=int, default=10, metavar="N", help="kinds of disagreement to show")
    parser.add_argument("--no-reduce", action="store_true", help="show disagreements as they were made")
    parser.add_argument("--dsn", default=os.environ.get("DIFFERENTIAL_DSN", DSN))
    args = parser.parse_args()
    run = Run(args.dsn)
    kinds: dict[str, list[Disagreement]] = {}
    try:
        left, seed = (PER_SCHEMA, args.seed) if args.only is not None else (args.statements, args.seed)
        while left > 0:
            for found in run.schema(seed, min(left, PER_SCHEMA), args.only):
                kinds.setdefault(found.kind, []).append(found)
            left -= PER_SCHEMA
            seed += 1
        reducer = Reducer(run.server, run.replay, wrong)
        for examples in sorted(kinds.values(), key=len, reverse=True)[: args.show]:
            example = min(examples, key=lambda d: len(d.sql))
            if not args.no_reduce:
                example.schema, example.sql, example.server, example.ours = reducer.reduce(
                    example.schema, example.sql, example.server, example.ours
                )
            show(example, len(examples))
    finally:
        run.close()
    report(run, kinds)
    return 1 if kinds else 0


def report(run: Run, kinds: dict[str, list[Disagreement]]) -> None:
    """The table of counts, and how many disagreements of how many kinds."""
    print("\n" + " " * 10 + "".join(f"{name:>18}" for name in _COUNTED))
    for group in ("schema", "right", "broken"):
        print(f"{group:10}" + "".join(f"{run.counts[group, name]:>18}" for name in _COUNTED))  # type: ignore[index]
    print(f"{sum(map(len, kinds.values()))} disagreements of {len(kinds)} kinds")
    print(", ".join(f"{name} {seconds:.1f} s" for name, seconds in run.seconds.items()))


if __name__ == "__main__":
    sys.exit(main())
