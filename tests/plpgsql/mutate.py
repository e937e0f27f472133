"""Random byte mutations of PL/pgSQL bodies: none ends the process, raises, or takes longer than two seconds.

    python -m tests.plpgsql.mutate [--count 10000] [--seed 0]

The bodies are those of the differential cases `do_*`.  Each mutant is compiled, run on a catalog with a few tables, and
undone.  The mutants run in processes of their own, a batch each: one that ends is told with the mutant that ended it.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BATCH = 500
SECONDS = 2.0
CASES = Path(__file__).parent.parent / "differential" / "cases"

SETUP = """
create table t (a int primary key, b text);
create table u (a int references t, c timestamptz);
create type mood as enum ('sad', 'ok');
create function one(x int) returns int language plpgsql as $$ begin return x; end $$;
create policy p on t using (true);
"""

#: what a mutation may put in, besides any byte
WORDS = (
    *(b";", b"'", b'"', b"$$", b"(", b")", b"%", b":=", b"end;", b"begin ", b"loop ", b"null", b"\x00", b"\xff"),
    *(
        b"declare x int;",
        b"exception when others then ",
        b"execute ",
        b"perform ",
        b"raise ",
        b"<<l>>",
        b"if true then ",
    ),
)


def bodies() -> list[bytes]:
    """The DO blocks and functions of the cases."""
    from migslint.source import Source
    from migslint.syntax.statements import parse

    out = []
    for path in sorted(CASES.glob("do_*.sql")):
        found = parse(Source("", path.read_text()))
        out += [s.text.encode() for s in found if s.tag in ("DoStmt", "CreateFunctionStmt")]
    return out


def mutant(body: bytes, rng: random.Random) -> bytes:
    """One to three bytes or words of a body changed, dropped, doubled or put in.

    For every other one whole statements change places instead, so that more is left to run.
    """
    if rng.random() < 0.5:
        return _shuffled(body, rng)
    start = body.find(b"begin")
    data = bytearray(body)
    for _ in range(rng.choice((1, 1, 2, 3))):
        at = rng.randrange(max(start, 0), len(data) + 1)
        kind = rng.randrange(8)
        if kind == 0 and at < len(data):
            data[at] = rng.randrange(256)
        elif kind == 1:
            del data[at : at + rng.randint(1, 8)]
        elif kind == 2:
            data[at:at] = data[at : at + rng.randint(1, 20)]
        elif kind == 3:
            data[at:at] = rng.choice(WORDS)
        elif kind == 4 and at < len(data):
            other = rng.randrange(len(data))
            data[at], data[other] = data[other], data[at]
        else:
            plain = [i for i in range(max(start, 0), len(data)) if chr(data[i]).isalnum()]
            data[rng.choice(plain)] = rng.choice(b"abctxn0123")
    return bytes(data)


def _shuffled(body: bytes, rng: random.Random) -> bytes:
    parts = body.split(b";")
    for _ in range(rng.randint(1, 2)):
        a, b = rng.randrange(len(parts)), rng.randrange(len(parts))
        kind = rng.randrange(4)
        if kind == 0:
            parts[a], parts[b] = parts[b], parts[a]
        elif kind == 1 and len(parts) > 2:
            del parts[a]
            continue
        elif kind == 2:
            parts.insert(a, parts[min(b, len(parts) - 1)])
        else:
            digits = [i for i, c in enumerate(parts[a]) if chr(c).isdigit()]
            if digits:
                at = rng.choice(digits)
                parts[a] = parts[a][:at] + rng.choice((b"0", b"9", b"null", b"-1", b"1e9", b"'x'")) + parts[a][at + 1 :]
    return b";".join(parts)


def run(seed: int, first: int, count: int, progress: Path | None = None) -> list[str]:
    """Run mutants `first` to `first + count` of a seed; what was wrong with them."""
    from migslint.folder import Migration
    from migslint.replay.run import Replay
    from migslint.source import Source, Span
    from migslint.syntax.statements import parse
    from migslint.worlds.start import start

    session = start(18)
    replay = Replay(session)
    replay.transactions.begin()

    def send(text: str) -> None:
        source = Source("mutant.sql", text)
        whole = Span(0, len(text))
        migration = Migration("mutant.sql", "mutant.sql", "", "", source, (whole,), "statements")
        for statement in parse(source):
            if statement.tag != "TransactionStmt":
                replay.statement(migration, statement)

    send(SETUP)
    mark = session.journal.mark()
    originals = bodies()
    wrong: list[str] = []
    for i in range(first, first + count):
        rng = random.Random(f"{seed}/{i}")
        text = mutant(rng.choice(originals), rng).decode("utf-8", "surrogateescape").replace("\x00", "")
        text = text.encode("utf-8", "replace").decode()
        if progress is not None:
            progress.write_text(f"{i}\n{text}")
        began = time.process_time()
        try:
            send(text)
        except Exception as fault:
            wrong.append(f"mutant {i}: {type(fault).__name__}: {fault}\n{text}")
        wrong += [f"mutant {i}: {type(f).__name__}: {f}\n{text}" for _, f in replay.faults]
        if time.process_time() - began > SECONDS:
            wrong.append(f"mutant {i}: {time.process_time() - began:.1f} s\n{text}")
        replay.faults.clear()
        replay.steps.clear()
        session.journal.rollback(mark)
        session._path_key = None
        session.notices.clear()
    return wrong


def main() -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m tests.plpgsql.mutate", description=__doc__.split("\n\n")[0])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--progress", type=Path)
    args = parser.parse_args()
    if args.progress is not None:
        for line in run(args.seed, args.first, args.count, args.progress):
            print(line)
        return 0
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        progress = Path(folder) / "progress"
        first = args.first
        while first < args.first + args.count:
            count = min(BATCH, args.first + args.count - first)
            command = [sys.executable, "-m", "tests.plpgsql.mutate", "--seed", str(args.seed), "--count", str(count)]
            command += ["--first", str(first), "--progress", str(progress)]
            done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ})
            first += count
            if done.stdout.strip():
                bad += 1
                print(done.stdout.rstrip())
            if done.returncode:
                bad += 1
                at, _, text = progress.read_text().partition("\n")
                print(f"mutant {at} ended the process with {done.returncode}: {done.stderr[-2000:]}\n{text}")
                first = int(at) + 1
    print(f"{args.count} mutants of seed {args.seed}: {bad} batches with something wrong")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
