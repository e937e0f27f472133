"""`migslint history NAME`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from migslint.cli import Failure, check, complain, parser
from migslint.cli.output import print_json, print_lines
from migslint.report.style import BOLD, DIM, Style, style_for
from migslint.report.words import harmless, width

if TYPE_CHECKING:
    from migslint.engine_ask import History
    from migslint.history.life import Life, Moment

_STATES = {
    "there": "",
    "gone": "gone",
    "unknown": "it may be there or not",
    "never": "no statement has made it",
}


def add_arguments(to: parser.Parser) -> None:
    to.add_argument("name", metavar="NAME", help="a table, column (t.c), policy, function, …, with or without schema")
    parser.add_folder_arguments(to)
    parser.add_world_arguments(to)
    parser.add_format_argument(to)
    parser.add_color_argument(to)
    to.add_argument("--no-progress", action="store_true", help="never draw a progress bar")


def run(arguments: SimpleNamespace) -> int:
    from migslint.engine_ask import history

    name = arguments.name
    if not name.strip():
        raise Failure("the name is empty")
    found = check.call(arguments, lambda request, told: history(request, name, told))
    if arguments.format == "json":
        print_json(as_json(found))
    else:
        print_lines(render(found, style_for(sys.stdout, arguments.color)))
    for problem in found.problems:
        complain(str(Failure(problem.message, problem.path, problem.line or None)))
    return 2 if found.problems else 0 if found.lives else 1


def render(history: History, style: Style) -> Iterator[str]:
    """The lives as a person reads them."""
    if not history.lives:
        near = " or ".join(harmless(name) for name in history.nearest)
        hint = f"; did you mean {near}?" if near else ""
        yield f'no migration speaks of "{harmless(history.name)}"{hint}'
    for number, life in enumerate(history.lives):
        if number:
            yield ""
        yield from draw(life, style)


def draw(life: Life, style: Style) -> Iterator[str]:
    """One life: what it is, and a line for each moment."""
    state = _STATES[life.state]
    if not life.moments:
        state = state or "there before the first migration"
    shown = style.paint(harmless(f"{life.kind} {life.name}"), BOLD)
    yield f"{shown}: {state}" if state else shown
    rows = [(m.kind, place(m), m.statement, m.note) for m in life.moments]
    columns = [max((width(harmless(row[i])) for row in rows), default=0) for i in range(3)]
    for row in rows:
        cells = [harmless(text) + " " * (w - width(harmless(text))) for text, w in zip(row, columns)]
        cells.append(style.paint(harmless(row[3]), DIM) if row[3] else "")
        yield f"  {'  '.join(cells)}".rstrip()


def place(moment: Moment) -> str:
    """Where a moment is, as an editor opens it."""
    return str(moment.place) if moment.place is not None else "before the first migration"


def as_json(history: History) -> dict[str, Any]:
    """The lives as a program reads them."""
    return {
        "version": 1,
        "name": history.name,
        "objects": [life_as_json(life) for life in history.lives],
        "nearest": history.nearest,
    }


def life_as_json(life: Life) -> dict[str, Any]:
    """A life as a program reads it."""
    return {"kind": life.kind, "name": life.name, "state": life.state, "life": [_moment(m) for m in life.moments]}


def _moment(moment: Moment) -> dict[str, Any]:
    return {
        "event": moment.kind,
        "path": moment.place.source.path if moment.place is not None else None,
        "line": moment.place.line if moment.place is not None else None,
        "statement": moment.statement or None,
        "note": moment.note or None,
    }
