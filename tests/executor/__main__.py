"""`python -m tests.executor [DSN]`: the questions that are answered wrongly, and those that are not answered.

With `--write` the list of what is unknown is written anew.
"""

from __future__ import annotations

import sys
from pathlib import Path

import psycopg

from tests.executor.ask import ask, differs, replayed, served, vague
from tests.executor.cases import all_groups


def main() -> int:
    dsn = next((a for a in sys.argv[1:] if not a.startswith("--")), "host=127.0.0.1 port=5418 user=postgres")
    wrong, unknown, count = 0, [], 0
    with psycopg.connect(dsn, autocommit=True) as connection:
        version = connection.info.server_version // 10000
        for group in all_groups():
            try:
                truths = served(connection, group)
            except psycopg.Error as error:
                connection.rollback()
                print(f"{group.name}: the server refuses the set-up: {error}")
                continue
            session = replayed(group, version)
            for question, truth in zip(group.questions, truths):
                count += 1
                known = ask(session, question)
                if differs(known, truth):
                    wrong += 1
                    print(f"WRONG {group.name}: {question}\n  known: {known}\n  truth: {truth}")
                elif vague(known):
                    unknown.append(" ".join(f"{group.name}: {question}".split()))
                    if "--quiet" not in sys.argv:
                        print(f"unknown {unknown[-1]}\n  known: {known}\n  truth: {truth}")
    if "--write" in sys.argv:
        (Path(__file__).parent / "unknown.txt").write_text("".join(f"{line}\n" for line in unknown))
    print(f"{count} questions, {wrong} wrong, {len(unknown)} unknown")
    return 1 if wrong else 0


sys.exit(main())
