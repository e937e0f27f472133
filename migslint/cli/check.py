"""`migslint check`."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, TypeVar

from migslint.cli import Failure, complain, fixes, parser, remark
from migslint.config import ConfigError
from migslint.report.formats import FORMATS, encode

if TYPE_CHECKING:
    from collections.abc import Callable

    from migslint.engine import Request
    from migslint.engine_report import Report

T = TypeVar("T")


def add_arguments(to: parser.Parser) -> None:
    parser.add_folder_arguments(to)
    parser.add_world_arguments(to)
    parser.add_rerun_arguments(to)
    to.add_argument(
        "--select", action="append", type=parser.selectors, metavar="CODES", help="only these rules, such as MD,MR02"
    )
    to.add_argument("--ignore", action="append", type=parser.selectors, metavar="CODES", help="all but these rules")
    to.add_argument("--all", action="store_true", help="show also what fails only because of another finding")
    to.add_argument("--known", metavar="FILE", help="findings that do not count; else migslint-baseline.json")
    to.add_argument("--no-known", action="store_true", help="count all findings")
    parser.add_format_argument(to, ("text", *FORMATS))
    to.add_argument(
        "--output",
        action="append",
        default=[],
        metavar="[FORMAT=]FILE",
        help="write the report to a file; with FORMAT= besides what is printed (may be given more than once)",
    )
    fixes.add_arguments(to)
    parser.add_color_argument(to)
    to.add_argument("--no-progress", action="store_true", help="never draw a progress bar")


def run(arguments: SimpleNamespace) -> int:
    files = outputs(arguments)
    if arguments.fix or arguments.diff:
        code = fix(arguments)
        if arguments.diff:
            return code
    report = judge(arguments)
    write(report, arguments, files.pop("", None))
    for name, path in files.items():
        save(path, encode(report, name))
    for note in report.notes:
        remark(note)
    for problem in report.problems:
        complain(str(Failure(problem.message, problem.path, problem.line or None)))
    for fault in report.faults:
        complain(f"no verdict on a statement, by a mistake of migslint itself (please report it): {fault}")
    return 2 if report.problems else 1 if report.diagnostics else 0


def fix(arguments: SimpleNamespace) -> int:
    """Make the fixes, or show them for `--diff`; 1 where there are any."""
    from migslint.engine_fix import fix as engine

    unsafe, applied = arguments.unsafe_fixes, arguments.fix_applied
    files = call(arguments, lambda request, told: engine(request, unsafe=unsafe, applied=applied, progress=told))
    if arguments.diff:
        from migslint.cli.output import print_lines

        print_lines(fixes.diff(files, harmlessly=sys.stdout.isatty()))
    else:
        fixes.write(files)
    if files:
        sys.stdout.flush()
        print(fixes.summary(files, done=not arguments.diff), file=sys.stderr)
    return 1 if files else 0


def outputs(arguments: SimpleNamespace) -> dict[str, str]:
    """The files to write, by format; "" is what would be printed. Raises Failure."""
    files: dict[str, str] = {}
    for value in arguments.output:
        name, _, path = value.partition("=")
        if name not in FORMATS or not path:
            name, path = "", value
        if name in files:
            what = f"the format {name}" if name else "what is printed"
            raise Failure(f"--output: two files for {what}: {files[name]} and {path}")
        files[name] = path
    return files


def write(report: Report, arguments: SimpleNamespace, path: str | None) -> None:
    """The report in the format that was asked for, to the standard output or to a file."""
    if arguments.format != "text":
        data = encode(report, arguments.format)
        if path is None:
            sys.stdout.buffer.write(data)
        else:
            save(path, data)
        return
    from migslint.report.style import Style, style_for
    from migslint.report.text import render

    if path is None:
        from migslint.cli.output import print_lines

        print_lines(render(report, style_for(sys.stdout, arguments.color), everything=arguments.all))
    else:
        lines = render(report, Style(arguments.color == "always"), everything=arguments.all)
        save(path, "".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))


def save(path: str, data: bytes) -> None:
    """Write a file whose directory exists."""
    with open(path, "wb") as file:
        file.write(data)


def judge(arguments: SimpleNamespace) -> Report:
    """The engine's report on what the command line asks for. Raises Failure."""
    from migslint.engine import check

    return call(arguments, check)


def known_file(arguments: SimpleNamespace) -> str:
    """Where the known findings of a project stand, whether they are there or not. Raises Failure."""
    try:
        config = parser.configuration(arguments)
    except ConfigError as error:
        raise Failure(error.message, error.path, error.line) from None
    from migslint.known import beside

    return config.known or beside(config)


def call(arguments: SimpleNamespace, engine: Callable[[Request, Callable[[int, int], None] | None], T]) -> T:
    """A call of the engine with what the command line asks for and a progress bar. Raises Failure."""
    from migslint.engine import requested
    from migslint.folder import FolderError

    progress = None
    if sys.stderr.isatty() and not arguments.no_progress:
        from migslint.cli.progress import Progress

        progress = Progress(sys.stderr)
    try:
        request = requested(parser.configuration(arguments))
        # a command may have none of these options
        request.since = getattr(arguments, "since", None)
        request.staged = getattr(arguments, "staged", False)
        if getattr(arguments, "no_known", True):
            request.known = None
        return engine(request, progress)
    except ConfigError as error:
        raise Failure(error.message, error.path, error.line) from None
    except FolderError as error:
        raise Failure(str(error)) from None
    finally:
        if progress is not None:
            progress.close()
