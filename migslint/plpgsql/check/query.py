"""The SQL inside a body: parsed once, analysed among the variables."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from migslint.catalog.errors import PgError
from migslint.plpgsql.check.nodes import Text
from migslint.syntax import library, recovery
from migslint.syntax.problem import DEEPEST, depth

QUERIES = ("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt")

_SELECT = b"SELECT "

#: what the tree of a SELECT has that does nothing but evaluate expressions
_PLAIN = frozenset(("targetList", "limitOption", "op"))

_SPEAKS = {
    "definition": re.compile(rb"\b(?:create|alter|drop|rename)\b", re.I),
    "routine": re.compile(rb"\b(?:function|procedure|routine|aggregate|operator|extension|schema)\b", re.I),
}


class Parsed(msgspec.Struct, eq=False):
    """A statement of the body, which begins at byte `first` of it.

    `shift` bytes are to be added to a location in the tree for a place in the body.
    """

    tag: str
    node: Any
    shift: int
    first: int

    @property
    def value(self) -> Any:
        """The one expression that a SELECT without more evaluates; {} where it is no such SELECT."""
        targets: Any = self.node.get("targetList", ()) if self.tag == "SelectStmt" else ()
        if len(targets) != 1 or not self.node.keys() <= _PLAIN:
            return {}
        return targets[0]["ResTarget"]["val"]

    def place(self, error: PgError) -> int | None:
        """Where in the body an error points."""
        return None if error.location is None else max(error.location + self.shift, self.first)


class Texts:
    """The parsed texts of one body."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.parsed: dict[tuple[int, int, bytes], Parsed | None] = {}
        self._spoken: dict[str, bool] = {}

    def speaks_of(self, what: str) -> bool:
        """Whether some string of the body looks like a part of a definition: of anything, or of a routine."""
        if what not in self._spoken:
            strings = (self.data[t.start : t.end] for t in recovery.tokens(self.data) if t.kind == library.SCONST)
            self._spoken[what] = any(_SPEAKS[what].search(s) is not None for s in strings)
        return self._spoken[what]

    def statement(self, text: Text) -> Parsed | None:
        """A statement; None where it cannot be read."""
        return self._parse(text, b"", b"")

    def expression(self, text: Text) -> Parsed | None:
        """An expression, as the SELECT that evaluates it."""
        return self._parse(text, _SELECT, b"")

    def wrapped(self, text: Text, before: bytes, after: bytes) -> Parsed | None:
        """An expression between other words."""
        return self._parse(text, before, after)

    def _parse(self, text: Text, before: bytes, after: bytes) -> Parsed | None:
        key = (text.start, text.end, before)
        if key not in self.parsed:
            self.parsed[key] = self._read(text, before, after)
        return self.parsed[key]

    def _read(self, text: Text, before: bytes, after: bytes) -> Parsed | None:
        data = self.data[text.start : text.end]
        if text.blank is not None:
            start, end = text.blank[0] - text.start, text.blank[1] - text.start
            data = data[:start] + b" " * (end - start) + data[end:]
        found = library.parse(before + data + after)
        if isinstance(found, library.Failure) or depth(found) > DEEPEST:
            return None
        statements = msgspec.json.decode(found).get("stmts", [])
        if len(statements) != 1:
            return None
        ((tag, node),) = statements[0]["stmt"].items()
        return Parsed(tag, node, text.start - len(before), text.start)
