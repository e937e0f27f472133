"""`migslint check`."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from migslint.cli import Failure, complain, parser
from migslint.config import ConfigError

if TYPE_CHECKING:
    from migslint.engine_report import Report


def add_arguments(to: argparse.ArgumentParser) -> None:
    parser.add_folder_arguments(to)
    parser.add_world_arguments(to)
    parser.add_rerun_arguments(to)
    to.add_argument(
        "--select", action="append", type=parser.selectors, metavar="CODES", help="only these rules, such as MD,MR02"
    )
    to.add_argument("--ignore", action="append", type=parser.selectors, metavar="CODES", help="all but these rules")
    to.add_argument("--all", action="store_true", help="show also what fails only because of another finding")
    parser.add_format_argument(to)
    parser.add_color_argument(to)
    to.add_argument("--no-progress", action="store_true", help="never draw a progress bar")


def run(arguments: argparse.Namespace) -> int:
    report = judge(arguments)
    if arguments.format == "json":
        from migslint.report import json

        sys.stdout.buffer.write(json.encode(report) + b"\n")
    else:
        from migslint.cli.output import print_lines
        from migslint.report.style import style_for
        from migslint.report.text import render

        print_lines(render(report, style_for(sys.stdout, arguments.color), everything=arguments.all))
    for problem in report.problems:
        complain(str(Failure(problem.message, problem.path, problem.line or None)))
    for fault in report.faults:
        complain(f"no verdict on a statement, by a mistake of migslint itself (please report it): {fault}")
    return 2 if report.problems else 1 if report.diagnostics else 0


def judge(arguments: argparse.Namespace) -> Report:
    """The engine's report on what the command line asks for. Raises Failure."""
    from migslint.engine import Request, check
    from migslint.folder import FolderError

    progress = None
    if sys.stderr.isatty() and not arguments.no_progress:
        from migslint.cli.progress import Progress

        progress = Progress(sys.stderr)
    try:
        config = parser.configuration(arguments)
        request = Request(
            path=config.path,
            layout=config.layout,
            platform=config.platform,
            pg_version=config.pg_version,
            baseline=config.baseline,
            rerun=config.rerun,
            config=config,
        )
        return check(request, progress)
    except ConfigError as error:
        raise Failure(error.message, error.path, error.line) from None
    except FolderError as error:
        raise Failure(str(error)) from None
    finally:
        if progress is not None:
            progress.close()
