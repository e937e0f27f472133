"""Statements of a source, with their spans, as PostgreSQL 18's grammar sees them.

One call of the parser for the whole text; only where that fails the text is cut into statements by the scanner and
each is parsed alone, so that one mistake costs one statement.
"""

from __future__ import annotations

from typing import Any

import msgspec

from migslint.source import Source, Span
from migslint.syntax import library
from migslint.syntax.problem import DEEPEST, SyntaxProblem, depth, from_failure, too_deep

#: a longer text is parsed chunk by chunk
CHUNK = 1024 * 1024

_NOTHING = msgspec.Raw(b"{}")
_BLANK = " \t\n\r\f\v"


class Statement(msgspec.Struct, eq=False):
    """One statement.

    `span` are the characters from its first token to its last (no blanks, comments or semicolon around it); `base` is
    the byte of `source.data` where the text given to the parser began: every `location` in the tree counts bytes from
    there.  `tag` is the kind of tree ("CreateStmt", …) and `raw` the JSON of its body; both are empty where `error`
    says why the server's grammar refuses the statement.  `placeholders` says that the text holds placeholders whose
    values are not known (see `meta`).
    """

    source: Source
    span: Span
    base: int
    tag: str
    raw: msgspec.Raw
    error: SyntaxProblem | None = None
    placeholders: bool = False
    _node: dict[str, Any] | None = None
    _opaque: bool = False

    @property
    def node(self) -> dict[str, Any]:
        """The body of the tree, decoded on first use; {} for a statement with an error and for an opaque one."""
        if self._node is None:
            self._decode()
        return self._node or {}

    @property
    def opaque(self) -> bool:
        """Whether the grammar takes the statement, but its tree is nested too deeply to be read: say nothing of it."""
        if self._node is None:
            self._decode()
        return self._opaque

    def _decode(self) -> None:
        raw = self.raw
        self._node = {}
        if self._opaque or (len(raw) > DEEPEST * 12 and depth(raw) > DEEPEST):  # 12: bytes that a level takes at least
            self._opaque = True
            return
        try:
            self._node = msgspec.json.decode(raw)
        except RecursionError:
            self._opaque = True

    @property
    def text(self) -> str:
        """The statement as it stands in the source."""
        return self.source.text[self.span.start : self.span.end]

    def char(self, location: int) -> int:
        """The character of the source at which a node with this `location` starts."""
        return self.source.char(self.base + location)


class _Raw(msgspec.Struct):
    stmt: dict[str, msgspec.Raw]
    stmt_location: int = 0
    stmt_len: int = 0


class _Tree(msgspec.Struct):
    stmts: list[_Raw] = []


_trees = msgspec.json.Decoder(_Tree)


def parse(source: Source, span: Span | None = None) -> list[Statement]:
    """The statements in `span` (the whole source if None), in order.  Never raises for any text.

    LibraryMissing where libpg_query is not installed.
    """
    if span is None:
        start, end = 0, len(source.data)
    else:
        start, end = source.byte(span.start), source.byte(span.end)
    out: list[Statement] = []
    while start < end:
        stop = end if end - start <= library.LONGEST else _chunk(source.data, start, end)
        start = _parse(source, start, stop, stop == end, out)
    return out


def _chunk(data: bytes, start: int, end: int) -> int:
    """Where to end a chunk of about CHUNK bytes: behind a line that ends in a semicolon, if there is one."""
    at = data.rfind(b";\n", start, start + CHUNK)
    if at < 0:
        at = data.find(b";\n", start + CHUNK, start + library.LONGEST - 2)
    return at + 2 if at >= 0 else min(start + library.LONGEST, end)


def _parse(source: Source, start: int, stop: int, last: bool, out: list[Statement]) -> int:
    """Add the statements of bytes `start` to `stop`; where to go on (`stop`, or before a statement cut off by it)."""
    data = source.data[start:stop]
    parsed = library.parse(data)
    if not isinstance(parsed, bytes):
        return _recover(source, start, data, last, out)
    try:
        found = _trees.decode(parsed).stmts
    except RecursionError:
        return _recover(source, start, data, last, out)
    if not last and found and not found[-1].stmt_len and found[-1].stmt_location:
        stop = start + found.pop().stmt_location
    ascii = len(source.data) == len(source.text)
    text, char = source.text, source.char
    for raw in found:
        at = start + raw.stmt_location
        until = at + raw.stmt_len if raw.stmt_len else stop
        first, end = (at, until) if ascii else (char(at), char(until))
        if text[first] in " \t\n\r\f\v-/" or text[end - 1] in _BLANK or _comment_at_end(text, first, end):
            first, end = _trim(source, at, until)
        for tag, body in raw.stmt.items():
            out.append(Statement(source, Span(first, end), start, tag, body))
    return stop


def _comment_at_end(text: str, first: int, end: int) -> bool:
    """Whether the last line of a statement may hold a comment behind the last token."""
    line = text.rfind("\n", first, end) + 1
    return text.find("--", max(line, first), end) >= 0 or text[end - 1] == "/"


def _trim(source: Source, start: int, stop: int) -> tuple[int, int]:
    """The characters from the first token to the last in a range of bytes."""
    from migslint.syntax import recovery

    tokens = recovery.tokens(source.data[start:stop])
    return source.char(start + tokens[0].start), source.char(start + tokens[-1].end)


def _recover(source: Source, start: int, data: bytes, last: bool, out: list[Statement]) -> int:
    """Add the statements of a text that does not parse as a whole, each parsed alone."""
    from migslint.syntax import recovery

    pieces = recovery.pieces(data)
    for i, (first, end, closed) in enumerate(pieces):
        if not last and not closed and i == len(pieces) - 1 and first:
            return start + first
        out.append(_alone(source, start + first, start + end))
    return start + len(data)


def _alone(source: Source, start: int, stop: int) -> Statement:
    """The one statement of bytes `start` to `stop`, which begin and end with a token."""
    span = Span(source.char(start), source.char(stop))
    text = source.data[start:stop]
    if len(text) > library.LONGEST:
        return Statement(source, span, start, "", _NOTHING, _opaque=True)
    parsed = library.parse(text)
    if not isinstance(parsed, bytes):
        return Statement(source, span, start, "", _NOTHING, from_failure(parsed, source, span))
    try:
        found = _trees.decode(parsed).stmts
    except RecursionError:
        if too_deep(parsed):
            return Statement(source, span, start, "", _NOTHING, SyntaxProblem.stack_depth(span))
        tag = parsed[parsed.index(b'{"stmt":{"') + 10 :].split(b'"', 1)[0].decode("ascii")
        return Statement(source, span, start, tag, _NOTHING, _opaque=True)
    ((tag, body),) = found[0].stmt.items()
    return Statement(source, span, start, tag, body)
