"""What a question to the system catalogs costs: the executor against a database in memory.

    python -m tools.guards FOLDER [--pg-version N]

Replays a Supabase folder and asks, at its end, the three commonest guards of DO blocks.  For each: the time of an
answer of `migslint.executor`, and the time it takes to copy the relations that it reads into SQLite, which would have
to be done anew whenever the catalog has changed, that is for nearly every guard.
"""

from __future__ import annotations

import argparse
import sqlite3
import time
from typing import Any

from migslint import executor
from migslint.catalog.session import Session
from migslint.engine import Request, begin
from migslint.folder import open_folder
from migslint.replay.run import Replay
from migslint.source import Source
from migslint.syntax.statements import parse

GUARDS = (
    ("SELECT 1 FROM pg_policies WHERE tablename = 'orders' AND policyname = 'p'", ("pg_policies",)),
    (
        "SELECT 1 FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid "
        "WHERE t.relname = 'orders' AND c.conname = 'k'",
        ("pg_constraint", "pg_class"),
    ),
    (
        "SELECT 1 FROM information_schema.columns WHERE table_name = 'orders' AND column_name = 'c'",
        ("information_schema.columns",),
    ),
)
TIMES = 20


class NoVariables(executor.Environment):
    """Outside of any block."""

    def lookup(self, names: list[str]) -> Any:
        return executor.NOT_A_VARIABLE

    def parameter(self, number: int) -> Any:
        return executor.UNKNOWN


def ask(session: Session, text: str) -> executor.Rows:
    statement = parse(Source("", text))[0]
    return executor.rows(session, {statement.tag: statement.node}, NoVariables())


def copy(session: Session, relations: tuple[str, ...]) -> int:
    """Fill tables of SQLite with the relations; how many rows."""
    database, count = sqlite3.connect(":memory:"), 0
    for relation in relations:
        answer = ask(session, f"SELECT * FROM {relation}")
        table = relation.replace(".", "_")
        database.execute(f"CREATE TABLE {table} ({', '.join(f'c{i}' for i in range(len(answer.columns)))})")
        rows = [tuple(None if v is None else str(v) for v in row) for row in answer.rows or ()]
        database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(answer.columns))})", rows)
        count += len(rows)
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--pg-version", type=int, default=15)
    args = parser.parse_args()
    request = Request(path=args.folder, pg_version=args.pg_version, platform="supabase", layout="supabase")
    folder = open_folder(args.folder, layout="supabase", platform="supabase")
    replay = Replay(begin(folder, request))
    replay.migrations(folder.migrations)
    for guard, relations in GUARDS:
        ask(replay.session, guard)
        start = time.perf_counter()
        for _ in range(TIMES):
            ask(replay.session, guard)
        answered = (time.perf_counter() - start) / TIMES * 1000
        start = time.perf_counter()
        rows = copy(replay.session, relations)
        copied = (time.perf_counter() - start) * 1000
        print(f"{answered:6.2f} ms answered  {copied:7.1f} ms to copy {rows:5} rows of {' and '.join(relations)}")


if __name__ == "__main__":
    main()
