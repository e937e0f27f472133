"""Run the differential cases by hand and say how far the replay and the server agree.

    python -m tests.differential.run [--area X …] [--case TEXT] [--show N] [--server]

prints, area by area: cases; statements; those that the server refused; foretold (the same SQLSTATE), and of these with
the same message, detail, hint and position; statements with notices, and those with the same ones; false alarms (refused
by the replay alone); unknown answers; faults of our own; cases whose snapshots are equal; cases that agree altogether.
`--show N` shows the first N cases that disagree, statement by statement (`!`: what differs), and the difference of the
snapshots (`-` the server's, `+` ours); `--only` says in what they should disagree.
`--server` needs no replay: it prints what the server says of every statement, `--states` how often each SQLSTATE comes.
`--dsn` names another server than the one of $DIFFERENTIAL_DSN (default: host=127.0.0.1 port=5418 user=postgres).
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter

from tests.differential import cases as table
from tests.differential.cases import Case
from tests.differential.compare import Comparison, compare
from tests.differential.model import Outcome
from tests.differential.recorded import record, truth
from tests.differential.server import Server, ServerError
from tests.differential.unknowns import GAPS, read_unknowns, write_unknowns

_KINDS = ("refusals", "sqlstate", "message", "detail", "hint", "position", "notices", "snapshots", "unknown", "faults")
DSN = "host=127.0.0.1 port=5418 user=postgres"
_COLUMNS = (
    *("cases", "stmts", "refused", "foretold", "message", "detail", "hint", "position"),
    *("noticed", "notices", "false", "unknown", "faults", "snaps", "agree"),
)


def _answer(outcome: Outcome) -> str:
    if outcome.fault:
        return "fault\n" + "\n".join("        " + line for line in outcome.fault.strip().splitlines()[-7:])
    if outcome.unknown:
        text = f"unknown: {outcome.source}"
    elif outcome.sqlstate is None:
        text = "ok"
    else:
        text = f"{outcome.sqlstate} {outcome.message}"
        if outcome.detail:
            text += f"\n        DETAIL: {outcome.detail}"
        if outcome.hint:
            text += f"\n        HINT: {outcome.hint}"
        if outcome.position:
            text += f"\n        at character {outcome.position}"
    for notice in outcome.notices:
        text += f"\n        {notice.severity} {notice.sqlstate}: {notice.message}"
    return text


def _indent(sql: str) -> str:
    return "\n".join("  " + line for line in sql.splitlines())


def _brief(sql: str, outcome: Outcome) -> str:
    text = f"{outcome.sqlstate or 'ok':6}{' '.join(sql.split())[:110]}"
    if outcome.sqlstate:
        text += f"  => {outcome.message}"
    for notice in outcome.notices:
        text += f"  [{notice.severity}: {notice.message}]"
    return text


def _server_only(server: Server, chosen: list[Case], states: bool, quiet: bool, brief: bool) -> int:
    counter: Counter[str] = Counter()
    statements = refused = bad = 0
    for case in chosen:
        try:
            result = server.run(case)
        except ServerError as error:
            bad += 1
            print(f"== {case.id}: {error}")
            continue
        if not quiet:
            print(f"== {case.id}")
        for sql, outcome in zip(case.statements, result.outcomes, strict=True):
            statements += 1
            if outcome.sqlstate:
                refused += 1
                counter[outcome.sqlstate] += 1
            if brief:
                print(_brief(sql, outcome))
            elif not quiet:
                print(
                    f"{_indent(sql)}\n    --> {_answer(outcome)}" + (f"   [{outcome.source}]" if outcome.source else "")
                )
    print(f"{len(chosen)} cases, {statements} statements, {refused} refused, {bad} cases that do not run")
    if states:
        for state, count in counter.most_common():
            print(f"{count:6} {state}")
    return 1 if bad else 0


def _show(case: Case, comparison: Comparison) -> None:
    print(f"\n== {case.id} ({case.folder}/{case.area}.sql:{case.line}) {'[database]' if case.database else ''}")
    for i, sql in enumerate(case.statements):
        theirs, ours = comparison.server.outcomes[i], comparison.ours.outcomes[i]
        wrong = comparison.wrong(i)
        print(_indent(sql))
        if not wrong and not ours.unknown:
            print(f"    both: {_answer(theirs)}")
        else:
            print(f"  ! {', '.join(wrong or ['unknown'])}\n    server: {_answer(theirs)}\n    ours:   {_answer(ours)}")
    for line in comparison.snapshot:
        print("  " + line)


def _line(label: str, counts: Counter[str]) -> str:
    return f"{label:28}" + "".join(f"{counts[name]:>9}" for name in _COLUMNS)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.differential.run", description=__doc__.split("\n\n")[0])
    parser.add_argument("--area", "--file", action="append", help="only this file (its name without .sql); repeatable")
    parser.add_argument("--folder", choices=table.FOLDERS, help="only this folder")
    parser.add_argument("--case", help="only cases whose id contains this")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="show the first N cases that disagree")
    parser.add_argument("--only", choices=_KINDS, help="what --show is about")
    parser.add_argument("--write-unknown", action="store_true", help="write unknown.txt anew (only with all areas)")
    parser.add_argument("--gaps", action="store_true", help="write gaps.txt anew: the cases that do not agree yet")
    parser.add_argument("--record", action="store_true", help="write recorded.json anew, from a server with everything")
    parser.add_argument("--server", action="store_true", help="print what the server says; no replay")
    parser.add_argument("--states", action="store_true", help="with --server: the distribution of SQLSTATEs")
    parser.add_argument("--quiet", action="store_true", help="with --server: no statements")
    parser.add_argument("--brief", action="store_true", help="with --server: one line a statement")
    parser.add_argument("--dsn", default=os.environ.get("DIFFERENTIAL_DSN", DSN))
    args = parser.parse_args()
    chosen = [
        case
        for case in table.load()
        if (not args.area or case.area in {a.removesuffix(".sql") for a in args.area})
        and (not args.folder or case.folder == args.folder)
        and (not args.case or args.case in case.id)
    ]
    if not chosen:
        print("no such case", file=sys.stderr)
        return 2
    server = Server(args.dsn)
    started = time.perf_counter()
    try:
        if args.record:
            print(f"{record(server, table.load())} cases recorded")
            return 0
        if args.server:
            return _server_only(server, chosen, args.states, args.quiet, args.brief)
        whole = len(chosen) == len(table.load())
        return _both(server, chosen, args.show, args.only, args.write_unknown and whole, args.gaps and whole)
    finally:
        server.close()
        print(f"{time.perf_counter() - started:.1f} s")


def _both(
    server: Server, chosen: list[Case], show: int, only: str | None, write_unknown: bool, write_gaps: bool
) -> int:
    try:
        from tests.differential.replay_side import run_case
        from tests.differential.replay_snapshot import reduce
    except ImportError as error:
        print(f"the replay is not there yet: {error}", file=sys.stderr)
        return 2
    areas: dict[str, Counter[str]] = {}
    shown = 0
    crashes: Counter[str] = Counter()
    unknown: dict[str, list[int]] = {}
    skipped: list[str] = []
    gaps: list[str] = []
    listed = None if write_unknown else read_unknowns()
    for case in chosen:
        result = truth(server, case)
        if result is None:
            skipped.append(case.id)
            continue
        comparison = compare(case, result, run_case, reduce)
        counts = areas.setdefault(case.area, Counter())
        counts.update(comparison.counts())
        found = comparison.unknowns()
        if comparison.failures() or (listed is not None and found != listed.get(case.id, [])):
            gaps.append(case.id)
        if found:
            unknown[case.id] = found
        for text in [comparison.crash, *(o.fault for o in comparison.ours.outcomes)]:
            if text:
                crashes[text.strip().splitlines()[-1]] += 1
        if shown < show and comparison.disagrees(only):
            shown += 1
            _show(case, comparison)
            if comparison.crash:
                print(comparison.crash)
    print("\n" + f"{'':28}" + "".join(f"{name:>9}" for name in _COLUMNS))
    total: Counter[str] = Counter()
    for area, counts in areas.items():
        total.update(counts)
        print(_line(area, counts))
    print(_line("all", total))
    if skipped:
        print(f"this server cannot run, and there is no record of: {', '.join(skipped)}")
    for text, count in crashes.most_common(20):
        print(f"{count:6} faults: {text}")
    if write_unknown:
        write_unknowns(unknown)
    if write_gaps:
        GAPS.write_text("".join(f"{name}\n" for name in sorted(gaps)), encoding="utf-8")
        print(f"{len(gaps)} cases in {GAPS.name}")
    return 0 if total["agree"] == total["cases"] else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        os._exit(1)
