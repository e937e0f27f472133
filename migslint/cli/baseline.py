"""`migslint baseline`."""

from __future__ import annotations

import os
from types import SimpleNamespace

from migslint.cli import Failure, check, complain, parser
from migslint.config import ConfigError
from migslint.report.words import harmless, plural


def add_arguments(to: parser.Parser) -> None:
    parser.add_folder_arguments(to)
    parser.add_world_arguments(to)
    to.add_argument("--known", metavar="FILE", help="the file to write; else migslint-baseline.json")
    to.add_argument("--no-progress", action="store_true", help="never draw a progress bar")


def run(arguments: SimpleNamespace) -> int:
    from migslint import known
    from migslint.engine import check as engine

    arguments.rerun, arguments.since, arguments.staged = "all", None, False
    path, arguments.known, arguments.no_known = check.known_file(arguments), None, True
    try:
        before = known.read(path) if os.path.exists(path) else known.Baseline()
    except ConfigError as error:
        raise Failure(error.message, error.path) from None
    report = check.call(arguments, engine)
    for problem in report.problems:
        complain(str(Failure(problem.message, problem.path, problem.line or None)))
    if report.problems:
        return 2
    now = known.take(report)
    check.save(path, known.encode(now))
    old, new = ({k.fingerprint for k in b.findings} for b in (before, now))
    print(
        f"{harmless(path)}: {plural(len(new), 'finding')}, {len(new - old)} of them new; {len(old - new)} that are gone"
    )
    return 0
