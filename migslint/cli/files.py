"""`migslint files`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from migslint.cli import Failure, complain, parser
from migslint.cli.output import print_json, print_lines
from migslint.config import ConfigError
from migslint.folder import Folder, FolderError, find_folder, open_folder
from migslint.report.style import BOLD, DIM, Style, style_for
from migslint.report.words import harmless, plural, width


def add_arguments(to: parser.Parser) -> None:
    parser.add_folder_arguments(to)
    parser.add_format_argument(to)
    parser.add_color_argument(to)


def run(arguments: SimpleNamespace) -> int:
    try:
        config = parser.configuration(arguments)
        folder = open_folder(config.path or find_folder("."), layout=config.layout, platform=config.platform)
    except ConfigError as error:
        raise Failure(error.message, error.path, error.line) from None
    except FolderError as error:
        raise Failure(str(error)) from None
    if arguments.format == "json":
        print_json(as_json(folder))
    else:
        print_lines(render(folder, style_for(sys.stdout, arguments.color)))
    for problem in folder.problems:
        complain(str(Failure(problem.message, problem.path, problem.line or None)))
    return 2 if folder.problems else 0


def render(folder: Folder, style: Style) -> Iterator[str]:
    """The folder as a person reads it."""
    migrations = folder.migrations
    yield f"{style.paint(harmless(folder.root), BOLD)}: {folder.layout.title}, {plural(len(migrations), 'migration')}"
    digits = len(str(len(migrations)))
    ways = [migration.sends for migration in migrations]
    usual = max(sorted(set(ways)), key=ways.count, default="block")
    for number, migration in enumerate(migrations, 1):
        marks = ["repeatable"] if migration.repeatable else []
        if migration.sends != usual:
            marks.append("one transaction" if migration.sends in ("block", "pipeline") else "no transaction")
        mark = style.paint(f"  ({', '.join(marks)})", DIM) if marks else ""
        yield f"  {number:>{digits}}  {harmless(migration.relpath)}{mark}"
    if folder.skipped:
        yield ""
        yield "passed over:"
        names = [harmless(skipped.relpath) for skipped in folder.skipped]
        columns = max(map(width, names))
        for name, skipped in zip(names, folder.skipped, strict=True):
            yield f"  {name}{' ' * (columns - width(name))}  {harmless(skipped.reason)}"


def as_json(folder: Folder) -> dict[str, Any]:
    """The folder as a program reads it, in replay order."""
    return {
        "version": 1,
        "root": folder.root,
        "layout": folder.layout.name,
        "platform": folder.layout.platform,
        "files": [
            {
                "path": migration.path,
                "version": migration.version,
                "name": migration.name,
                "repeatable": migration.repeatable,
                "sends": migration.sends,
            }
            for migration in folder.migrations
        ],
        "skipped": [{"path": skipped.path, "reason": skipped.reason} for skipped in folder.skipped],
        "problems": [
            {"path": problem.path, "line": problem.line or None, "message": problem.message}
            for problem in folder.problems
        ],
    }
