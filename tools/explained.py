"""Ask `explain` for every refusal of the truth files, given nothing but the server's message.

    python -m tools.explained --corpora DIR [--phase apply|rerun] [--show N] [NAME …]

DIR holds the folders as for `tools/measure.py`; NAME is booktifi, vinyl and glue unless given.  A folder is replayed
once for all of its messages.  Printed for each: refusals; those whose statement (file and line) `explain` names, or
where what is missing is created later; those of them that it names only as what may raise it (what hangs on rows, the
words of a RAISE); those whose statement it names first; how many statements it names for a message at the median and at
most.  A message that several statements raise has
several right answers, of which a refusal's own must be one.  Then the same counting each message once: found only if
every statement that raises it is named.  `--phase rerun` asks for what only a second run raises.  `--show N` shows the
first N that are not found.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
from pathlib import Path
from statistics import median

from migslint.engine import Request
from migslint.engine_ask import explain
from migslint.explain.message import read
from migslint.syntax.statements import Statement
from tools.measure import SHARED, corpora

NAMES = ("booktifi", "vinyl", "glue")

#: (file name, line of the statement), the server's message
Refusal = tuple[tuple[str, int], str]


def refusals(name: str, phase: str) -> list[Refusal]:
    """The refused statements of a truth file."""
    data = json.loads(gzip.decompress((SHARED / "truth" / f"{name}.json.gz").read_bytes()))
    out: list[Refusal] = []
    for file in data["files"]:
        for statement in file["statements"]:
            first = statement["sqlstate"]
            said = statement if phase == "apply" else statement.get("rerun") or {}
            if (phase == "apply" or first is None) and said.get("sqlstate") not in (None, "TXCTL"):
                out.append(((os.path.basename(file["path"]), statement["line"]), said["message"]))
    return out


def _first_line(statement: Statement) -> int:
    return statement.source.position(statement.span.start)[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--phase", choices=("apply", "rerun"), default="apply")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("names", nargs="*", metavar="NAME")
    args = parser.parse_args()
    total = [0] * 6
    for name in args.names or NAMES:
        supabase = corpora()[name] == "supabase"
        request = Request(
            str(args.corpora / name),
            layout="supabase" if supabase else None,
            platform="supabase" if supabase else None,
            pg_version=15 if supabase else 17,
        )
        asked = refusals(name, args.phase)
        messages = list(dict.fromkeys(message for _, message in asked))
        answers, _ = explain(request, [read(message)[0] for message in messages])
        named: dict[str, list[tuple[str, int]]] = {}
        likely: dict[str, set[tuple[str, int]]] = {}
        later: dict[str, set[tuple[str, int]]] = {}
        for message, answer in zip(messages, answers, strict=True):
            named[message] = [(os.path.basename(r.diagnostic.path), r.line) for r in answer.raised]
            likely[message] = {
                (os.path.basename(f.place.source.path), _first_line(f.step.statement)) for f in answer.fits
            }
            later[message] = {
                (os.path.basename(m.place.source.path), m.place.line)
                for life in answer.lives
                for m in life.moments
                if m.kind == "created" and m.place is not None
            }
        sure = [r for r in asked if r[0] in named[r[1]] or any(place > r[0] for place in later[r[1]])]
        found = [r for r in asked if r in sure or r[0] in likely[r[1]]]
        first = [r for r in asked if named[r[1]][:1] == [r[0]]]
        whole = [m for m in messages if all(r in found for r in asked if r[1] == m)]
        sizes = [len(places) for places in named.values()] or [0]
        figures = [len(asked), len(found), len(found) - len(sure), len(first), len(messages), len(whole)]
        total = [a + b for a, b in zip(total, figures, strict=True)]
        print(f"{name:10} {said(figures)}; named {median(sizes):.0f} at the median, {max(sizes)} at most")
        for (path, line), message in [r for r in asked if r not in found][: args.show]:
            print(f"    {path}:{line}: {message[:120]!r}: {named[message][:3]}")
    print(f"{'all':10} {said(total)}: {total[1] / max(total[0], 1):.1%}")
    return 0


def said(figures: list[int]) -> str:
    asked, found, likely, first, messages, whole = figures
    return (
        f"{asked} refusals, {found} found, {likely} of them as what may raise it, {first} as the first; "
        f"{messages} messages, {whole} found"
    )


if __name__ == "__main__":
    sys.exit(main())
