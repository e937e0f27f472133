"""Bodies with random bytes changed: no fault, and no verdict that takes long.

    python -m tests.bodies.mutate [COUNT] [SEED]

mutates the bodies of the cases and prints the slowest check.
"""

from __future__ import annotations

import random
import re
import sys
import time

from migslint.catalog.session import Session
from migslint.folder import Migration
from migslint.plpgsql.check.run import check_bodies
from migslint.replay.run import Replay
from migslint.source import Source, Span
from migslint.worlds.start import start
from tests.bodies.cases import cases

_WORDS = b"if then else end loop begin declare into select from := ; ( ) [ ] ' $$ -- /* .. . , for in execute using new"


def mutated(body: bytes, rng: random.Random) -> bytes:
    """A body with a few bytes, or words, put in, taken out or doubled."""
    data = bytearray(body)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data) + 1)
        kind = rng.randrange(5)
        if kind == 0:
            data[at:at] = bytes([rng.randrange(1, 256)])
        elif kind == 1:
            del data[at : at + rng.randint(1, 8)]
        elif kind == 2:
            data[at:at] = b" " + rng.choice(_WORDS.split()) + b" "
        elif kind == 3:
            stop = min(at + rng.randint(1, 40), len(data))
            data[at:at] = data[at:stop]
        else:
            other = rng.randrange(len(data) + 1)
            data[at:at] = data[other : other + rng.randint(1, 20)]
    return bytes(data)


def run(count: int, seed: int) -> tuple[float, int]:
    """Check so many mutated cases: (seconds of the slowest, how many findings there were)."""
    rng = random.Random(seed)
    texts = list(cases().values())
    session: Session = start(15, "postgres")
    slowest, found = 0.0, 0
    for _ in range(count):
        sql = rng.choice(texts)
        parts = re.split(r"(\$\$)", sql)
        for i in range(2, len(parts), 4):
            parts[i] = mutated(parts[i].encode(), rng).decode("utf-8", "replace")
        text = "set check_function_bodies = off;\n" + "".join(parts).replace("\0", "")
        mark = session.journal.mark()
        source = Source("m.sql", text)
        replay = Replay(session)
        before = time.perf_counter()
        replay.migration(Migration("m.sql", "m.sql", "", "", source, (Span(0, len(text)),), "statements"))
        found += len(check_bodies(session))
        slowest = max(slowest, time.perf_counter() - before)
        session.journal.rollback(mark)
    return slowest, found


if __name__ == "__main__":
    numbers = [int(a) for a in sys.argv[1:]]
    seconds, findings = run(*(numbers + [1000, 1][len(numbers) :]))
    print(f"slowest {seconds:.2f} s, {findings} findings")
