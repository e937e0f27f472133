"""Statements that may raise what the replay cannot foretell: the words of a RAISE, and errors that hang on rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from migslint.explain.message import Said
from migslint.history.life import Lives
from migslint.replay.step import Step
from migslint.source import Place, Span

#: characters of a format besides its placeholders that make it telling
TELLING = 8

_RAISE = re.compile(r"\bRAISE\s+(?:EXCEPTION\s+)?'((?:[^']|'')*)'", re.IGNORECASE)

#: what the server says of rows that a constraint refuses (execMain.c, nbtinsert.c, ri_triggers.c)
_ROWS = re.compile(r"violates|contains null values|could not create unique index|is violated by some row")
_RELATION = re.compile(r'\b(?:relation|table) "((?:[^"]|"")+)"')
_CONSTRAINT = re.compile(r'\b(?:constraint|index) "((?:[^"]|"")+)"')
_WRITERS = frozenset(("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "CopyStmt"))
_CHECKERS = frozenset(("AlterTableStmt", "IndexStmt"))


class Fit(msgspec.Struct, frozen=True, eq=False):
    """A statement that may raise an error: `place` is what fits in it, `why` says how."""

    step: Step
    place: Place
    why: str


def fits(steps: list[Step], lives: Lives, said: Said) -> list[Fit]:
    """The statements that may raise an error, in the order of the folder."""
    found = list(_raises(steps, said))
    if not found and _ROWS.search(said.message):
        found = list(_writers(steps, _relations(lives, said), said.message))
    return found


def _raises(steps: list[Step], said: Said) -> Iterator[Fit]:
    for step in steps:
        statement = step.statement
        if statement.tag not in ("DoStmt", "CreateFunctionStmt"):
            continue
        for found in _RAISE.finditer(statement.text):
            words = found[1].replace("''", "'").partition("\n")[0].split("%")
            if sum(map(len, words)) >= TELLING and any(_could_be(words, r) for r in said.readings):
                start = statement.span.start
                place = Place(statement.source, Span(start + found.start(), start + found.end()), statement.base)
                yield Fit(step, place, "a RAISE with these words")


def _could_be(words: list[str], message: str) -> bool:
    """Whether a message could come from a format, cut at its placeholders."""
    first, *rest = words
    if not rest:
        return first == message
    at = len(first)
    last = rest.pop()
    if not message.startswith(first) or not message.endswith(last):
        return False
    for piece in rest:
        found = message.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return at <= len(message) - len(last)


def _relations(lives: Lives, said: Said) -> set[str]:
    """The names of the tables whose rows an error speaks of."""
    names = {found.replace('""', '"') for found in _RELATION.findall(said.message)}
    if not names:
        for name in _CONSTRAINT.findall(said.message):
            for life in lives.named(name.replace('""', '"')):
                index = getattr(life.obj, "index", None)
                table = getattr(life.obj, "relation", None) or getattr(index, "table", None)
                if table is not None:
                    names.add(table.name)
    return names


def _writers(steps: list[Step], names: set[str], message: str) -> Iterator[Fit]:
    """What writes rows of a table, and what checks those that are there, if it names the constraint."""
    constraints = _CONSTRAINT.findall(message)
    of_table = "violates" not in message
    for step in steps:
        statement = step.statement
        if step.refusal is None and (
            statement.tag in (_CHECKERS if of_table else _WRITERS)
            or (statement.tag in _CHECKERS and any(name in statement.text for name in constraints))
        ):
            table = (statement.node.get("relation") or {}).get("relname")
            if table in names:
                place = Place(statement.source, statement.span, statement.base)
                yield Fit(step, place, f'it hangs on the rows of "{table}"')
            statement.release()
