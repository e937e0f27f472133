"""Hold migslint against the truth of the public folders, and against mutants of them.

    python tools/measure.py folders --corpora DIR [--phase apply|rerun] [NAME …]
    python tools/measure.py mutants --corpora DIR --dsn DSN [--template baseline] [--seeds 1-40] [NAME …]
    python tools/measure.py speed --corpora DIR [NAME …]
    python tools/measure.py blocks --corpora DIR [--show 1] [NAME …]

DIR holds one folder for each name of ../shared/corpora.tsv (a link to the exported migrations folder; `git archive`
them from their repositories at the commits named there). `folders` prints what `oracle/agree.py` says of a phase: the
first run of each file, or the second. `mutants` plants one fault for each seed with `oracle/mutate.py`, asks the
PostgreSQL at DSN with `oracle/oracle.py`, and counts the refusals that the original folder did not have: foretold or
not. `speed` runs `squawk --reporter gcc` and `migslint check` in turn on the same files, five times each, and prints
the ratio of the best times of the whole processes.  `blocks`
counts the DO blocks of each folder: run to the end, or to a refusal, without anything that is not known; run without
putting anything in doubt; and those of which nobody can say how they end.  `--show 1` lists what the others hung on.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
ORACLE = SHARED / "oracle"


def corpora() -> dict[str, str]:
    """Name -> platform."""
    rows = (SHARED / "corpora.tsv").read_text().splitlines()[1:]
    return {row.split("\t")[0]: row.split("\t")[3] for row in rows}


def check(folder: Path, platform: str, version: int, out: Path, rerun: str = "off") -> None:
    """`migslint check --format json` into a file."""
    command = [sys.executable, "-m", "migslint", "check", str(folder), "--format", "json", "--pg-version", str(version)]
    command += ["--rerun", rerun]
    if platform == "supabase":
        command += ["--platform", "supabase", "--layout", "supabase"]
    with open(out, "wb") as file:
        code = subprocess.run(command, stdout=file, check=False).returncode
    if code not in (0, 1):
        print(f"{folder}: migslint ended with {code}", file=sys.stderr)


def folders(args: argparse.Namespace) -> None:
    """The agreement on the eleven folders."""
    total = {"refused": 0, "foretold": 0, "same_message": 0, "false_alarms": 0, "statements": 0}
    with tempfile.TemporaryDirectory() as tmp:
        for name in args.names:
            platform = corpora()[name]
            truth, found = Path(tmp) / "truth.json", Path(tmp) / "found.json"
            import gzip

            truth.write_bytes(gzip.decompress((SHARED / "truth" / f"{name}.json.gz").read_bytes()))
            rerun = "all" if args.phase == "rerun" else "off"
            check(args.corpora / name, platform, 15 if platform == "supabase" else 17, found, rerun)
            command = [sys.executable, str(ORACLE / "agree.py"), str(truth), str(found), "--show", str(args.show)]
            command += ["--phase", args.phase]
            said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            first, _, rest = said.partition("\n")
            figures = json.loads(first)
            statements = sum(len(f["statements"]) for f in json.loads(truth.read_text())["files"])
            print(
                f"{name:10} {statements:5} statements  {figures['refused']:4} refused  "
                f"{figures['foretold']:4} foretold  {figures['same_message']:4} same message  "
                f"{figures['distinct_foretold']:3}/{figures['distinct']:3} distinct  "
                f"{figures['false_alarms']:3} false alarms"
            )
            if rest.strip():
                print(rest.rstrip())
            for key in total:
                total[key] += statements if key == "statements" else figures[key]
    print(total)


def refusals(path: Path) -> dict[tuple[str, int], tuple[str, str]]:
    """(file, line) -> (SQLSTATE, message) of an oracle's answer."""
    data = json.loads(path.read_text())
    return {
        (f["path"], s["line"]): (s["sqlstate"], s["message"])
        for f in data["files"]
        for s in f["statements"]
        if s["sqlstate"] not in (None, "TXCTL")
    }


def mutants(args: argparse.Namespace) -> None:
    """How many of the refusals that a planted fault brings are foretold."""
    low, _, high = args.seeds.partition("-")
    planted = new = foretold = alarms = 0
    with tempfile.TemporaryDirectory() as tmp:
        for seed in range(int(low), int(high or low) + 1):
            name = args.names[seed % len(args.names)]
            platform = corpora()[name]
            mutant, truth, found = Path(tmp) / name, Path(tmp) / "truth.json", Path(tmp) / "found.json"
            fault = subprocess.run(
                [
                    sys.executable,
                    str(ORACLE / "mutate.py"),
                    str((args.corpora / name).resolve()),
                    str(mutant),
                    str(seed),
                ],
                capture_output=True,
                text=True,
                check=True,
            ).stdout.strip()
            if '"none"' in fault:
                continue
            planted += 1
            command = [sys.executable, str(ORACLE / "oracle.py"), args.dsn, str(mutant), str(truth)]
            if platform == "supabase":
                command += ["--template", args.template]
            subprocess.run(command, capture_output=True, check=True)
            check(mutant, platform, args.pg_version, found)
            said = subprocess.run(
                [sys.executable, str(ORACLE / "agree.py"), str(truth), str(found), "--show", "400"],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            figures = json.loads(said.partition("\n")[0])
            new += figures["refused"]
            foretold += figures["foretold"]
            alarms += figures["false_alarms"]
            if figures["missed"] or figures["false_alarms"] or args.show:
                print(f"seed {seed} {name} {fault[:200]}: {figures['foretold']}/{figures['refused']}")
                print("\n".join(f"    {line[:240]}" for line in said.splitlines()[1:13]))
    print(f"{planted} mutants: {new} refused, {foretold} foretold, {alarms} false alarms")


def speed(args: argparse.Namespace) -> None:
    """Whole processes against squawk, in turn."""
    bin_folder = Path(sys.executable).parent
    for name in args.names:
        folder = args.corpora / name
        files = [str(p) for p in sorted(folder.resolve().rglob("*.sql")) if not re.search(r"down\.sql$", p.name)]
        ours = [sys.executable, "-m", "migslint", "check", str(folder), "--format", "json", "--rerun", "off"]
        if corpora()[name] == "supabase":
            ours += ["--layout", "supabase"]
        best = {"squawk": 9e9, "migslint": 9e9}
        for _ in range(5):
            for label, command in (
                ("squawk", [str(bin_folder / "squawk"), "--reporter", "gcc", *files]),
                ("migslint", ours),
            ):
                started = time.perf_counter()
                subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
                best[label] = min(best[label], time.perf_counter() - started)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(
            f"{name}: squawk {best['squawk'] * 1000:.0f} ms, migslint {best['migslint'] * 1000:.0f} ms, ratio "
            f"{best['migslint'] / best['squawk']:.1f}, largest child so far {peak} MB"
        )


def blocks(args: argparse.Namespace) -> None:
    """How many DO blocks are run to the end without an unknown."""
    from migslint.engine import Request, begin, uncollected
    from migslint.folder import open_folder
    from migslint.replay.run import Replay

    all_known = all_steps = 0
    for name in args.names:
        platform = corpora()[name]
        folder = open_folder(str(args.corpora / name), layout="supabase" if platform == "supabase" else None)
        version = 15 if platform == "supabase" else 17
        session = begin(folder, Request(platform=platform, pg_version=version))
        replay = Replay(session, psql=folder.layout.psql, placeholders=folder.layout.placeholders)
        one = folder.layout.one_transaction
        uncollected(lambda r=replay, f=folder, o=one: r.migrations(f.migrations, one_transaction=o))  # type: ignore[misc]
        steps = [s for s in replay.steps if s.statement.tag == "DoStmt"]
        known = [s for s in steps if not s.unknowns and s.unknown is None]
        certain = [s for s in steps if not s.doubts and s.unknown is None]
        all_known, all_steps = all_known + len(known), all_steps + len(steps)
        share = f"{100 * len(known) / len(steps):5.1f} %" if steps else "      –"
        print(
            f"{name:10} {len(steps):4} blocks  {len(known):4} without an unknown ({share})  {len(certain):4} without a "
            f"doubt  {sum(s.unknown is not None for s in steps):4} of unknown verdict"
        )
        for step in steps if args.show else ():
            if step.unknowns or step.unknown is not None:
                line = step.statement.source.position(step.statement.span.start)[0]
                why = ", ".join(dict.fromkeys(step.unknowns))
                print(
                    f"    {step.migration.relpath}:{line}: {why} (verdict: {step.unknown}; doubts: {bool(step.doubts)})"
                )
    print(f"{all_known} of {all_steps} blocks without an unknown")


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("folders", "mutants", "speed", "blocks"))
    parser.add_argument("names", nargs="*")
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--phase", choices=("apply", "rerun"), default="apply")
    parser.add_argument("--dsn", default="host=127.0.0.1 user=postgres")
    parser.add_argument("--template", default="baseline")
    parser.add_argument("--seeds", default="1-40")
    parser.add_argument("--pg-version", type=int, default=15)
    args = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if not args.names:
        plain = [n for n, p in corpora().items() if p == "postgres"]
        args.names = {"mutants": plain, "speed": ["liam", "lemmy"]}.get(args.what, list(corpora()))
    {"folders": folders, "mutants": mutants, "speed": speed, "blocks": blocks}[args.what](args)


if __name__ == "__main__":
    main()
