"""`migslint explain ERROR`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from migslint.cli import Failure, check, complain, parser
from migslint.cli.output import print_json, print_lines
from migslint.report.style import BOLD, Style, style_for
from migslint.report.words import harmless, plural

if TYPE_CHECKING:
    from migslint.explain.answer import Answer, Raised

#: statements that raise one error and are shown with their text
SHOWN = 3


def add_arguments(to: parser.Parser) -> None:
    to.add_argument("error", metavar="ERROR", help="what a server, a tool, a log or an API said; - reads it from stdin")
    parser.add_folder_arguments(to)
    parser.add_world_arguments(to)
    parser.add_format_argument(to)
    parser.add_color_argument(to)
    to.add_argument("--no-progress", action="store_true", help="never draw a progress bar")


def run(arguments: SimpleNamespace) -> int:
    from migslint.engine_ask import explain
    from migslint.explain.message import LONGEST, read

    text = arguments.error
    if text == "-":
        text = sys.stdin.buffer.read(LONGEST * 4).decode("utf-8", "replace")
    errors = read(text)
    if not errors:
        raise Failure("there is no error in an empty text")
    answers, problems = check.call(arguments, lambda request, told: explain(request, errors, told))
    if arguments.format == "json":
        print_json({"version": 1, "errors": [as_json(answer) for answer in answers]})
    else:
        print_lines(render(answers, style_for(sys.stdout, arguments.color)))
    for problem in problems:
        complain(str(Failure(problem.message, problem.path, problem.line or None)))
    return 2 if problems else 0 if any(answer.found for answer in answers) else 1


def render(answers: list[Answer], style: Style) -> Iterator[str]:
    """The answers as a person reads them."""
    for number, answer in enumerate(answers):
        if number:
            yield ""
        if answer.raised:
            yield from _raised(answer, style)
        else:
            yield from _not_raised(answer, style)


def _raised(answer: Answer, style: Style) -> Iterator[str]:
    from migslint.report.text import draw

    first = answer.raised[0].step.phase
    alike = [raised for raised in answer.raised if raised.step.phase == first]
    shown = alike if len(alike) <= SHOWN + 1 else alike[:SHOWN]
    for number, raised in enumerate(shown):
        if number:
            yield ""
        if raised.why:
            yield harmless(raised.why + (f": {' or '.join(raised.near)}" if raised.near else ""))
        yield from draw(raised.diagnostic, style)
    rest = answer.raised[len(shown) :]
    if rest:
        yield ""
        yield f"{plural(len(rest), 'more statement')} that {'raises' if len(rest) == 1 else 'raise'} it:"
    for raised in rest:
        when = "" if raised.step.phase == first else _WHEN[raised.step.phase]
        yield f"  {harmless(raised.diagnostic.path)}:{raised.line}{when}"


_WHEN = {"apply": "", "call": "  when the function is called", "rerun": "  when the file is run again"}


def _not_raised(answer: Answer, style: Style) -> Iterator[str]:
    from migslint.cli.history import draw
    from migslint.history.life import command

    yield f"{style.paint(harmless(answer.said.message), BOLD)}: no statement of the folder raises it here"
    if answer.fits:
        yield "what may raise it:"
        for fit in answer.fits:
            yield f"  {harmless(str(fit.place))}  {harmless(command(fit.step.statement.text))}: {harmless(fit.why)}"
    if answer.lives:
        yield "what it speaks of:"
        for life in answer.lives:
            yield from draw(life, style)
    elif answer.fits:
        return
    elif answer.nearest:
        yield f"no migration makes what it speaks of; did you mean {' or '.join(map(harmless, answer.nearest))}?"
    else:
        yield "no migration makes what it speaks of"


def as_json(answer: Answer) -> dict[str, Any]:
    """An answer as a program reads it."""
    from migslint.cli.history import life_as_json

    return {
        "message": answer.said.message,
        "sqlstate": answer.said.sqlstate,
        "raised": [_raised_as_json(raised) for raised in answer.raised],
        "may_raise": [
            {
                "path": fit.place.source.path,
                "line": fit.step.statement.source.position(fit.step.statement.span.start)[0],
                "at_line": fit.place.line,
                "why": fit.why,
            }
            for fit in answer.fits
        ],
        "objects": [life_as_json(life) for life in answer.lives],
        "nearest": answer.nearest,
    }


def _raised_as_json(raised: Raised) -> dict[str, Any]:
    import msgspec

    from migslint.report.json import as_json as finding

    diagnostic = raised.diagnostic
    found = msgspec.to_builtins(finding(diagnostic))
    del found["fingerprint"]
    cause = diagnostic.cause
    found["caused_by"] = cause and {"path": cause.path, "line": cause.source.position(cause.span.start)[0]}
    found["advice"] = diagnostic.advice
    return {
        "path": diagnostic.path,
        "line": raised.line,
        "reason": raised.reason,
        "why": raised.why or None,
        "near": raised.near,
        "finding": found,
    }
