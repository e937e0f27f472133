"""Statements of a source, with their spans, as PostgreSQL 18's grammar sees them.

One call of the parser for the whole text; only where that fails the text is cut into statements by the scanner and
each is parsed alone, so that one mistake costs one statement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from migslint.source import Source, Span
from migslint.syntax import library
from migslint.syntax.problem import DEEPEST, SyntaxProblem, depth, from_failure, too_deep

if TYPE_CHECKING:
    from collections.abc import Callable

    from migslint.syntax.ahead import Ahead
    from migslint.syntax.library import Token
    from migslint.syntax.meta import Masked

#: a text that is longer than library.LONGEST is parsed in chunks of about so many bytes
CHUNK = 1024 * 1024

_NOTHING = b"{}"
_FIRST_WORDS = {b"INSERT": "InsertStmt", b"UPDATE": "UpdateStmt", b"DELETE": "DeleteStmt", b"SELECT": "SelectStmt"}
_NO_TOKEN = " \t\n\r\f\v-/"
_BLANK = " \t\n\r\f\v"


class Statement(msgspec.Struct, eq=False):
    """One statement.

    `span` are the characters from its first token to its last (no blanks, comments or semicolon around it); `base` is
    the byte of `source.data` where the text given to the parser began: every `location` in the tree counts bytes from
    there.  `tag` is the kind of tree ("CreateStmt", …) and `raw` the JSON of its body; both are empty where `error`
    says why the server's grammar refuses the statement.  `placeholders` says that the text holds placeholders whose
    values are not known here (see `meta`): names that begin with `_` may stand for anything.
    """

    source: Source
    span: Span
    base: int
    tag: str
    raw: bytes
    error: SyntaxProblem | None = None
    placeholders: bool = False
    _node: dict[str, Any] | None = None
    _opaque: bool = False
    _tokens: list[Token] | None = None

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

    def hide(self) -> None:
        """Make the statement opaque: its tree is not known."""
        self.tag, self.raw, self._node, self._opaque = "", _NOTHING, {}, True

    def release(self) -> None:
        """Forget the decoded tree and the tokens; whoever asks for them again pays again."""
        self._node = None
        self._tokens = None

    @property
    def text(self) -> str:
        """The statement as it stands in the source."""
        return self.source.text[self.span.start : self.span.end]

    @property
    def tokens(self) -> list[Token]:
        """The tokens without comments; bytes are counted from `base`, as in the tree."""
        if self._tokens is None:
            from migslint.syntax import recovery

            first, stop = self.source.byte(self.span.start), self.source.byte(self.span.end)
            data = self.source.data
            if self.placeholders:
                from migslint.syntax.meta import mask

                data = mask(data, first, stop, psql=False, placeholders=True).data
            self._tokens = recovery.shifted(recovery.tokens(data[first:stop]), first - self.base)
        return self._tokens

    def word(self, token: Token) -> str:
        """The text of a token as it stands in the source."""
        return self.source.data[self.base + token.start : self.base + token.end].decode("utf-8", "replace")

    def place(self, location: int | None) -> Span:
        """The characters of the token at a node's `location`; the whole statement's for None and -1."""
        if location is None or location < 0:
            return self.span
        return self._span(location, location + 1, qualified=False)

    def place_name(self, location: int | None) -> Span:
        """Like `place`, but of a whole name that begins there: `public . "users"`."""
        if location is None or location < 0:
            return self.span
        return self._span(location, location + 1, qualified=True)

    def _span(self, start: int, end: int, *, qualified: bool) -> Span:
        from bisect import bisect_right

        tokens = self.tokens
        i = bisect_right(tokens, start, key=_start) - 1
        if i >= 0:
            start, end = tokens[i].start, tokens[i].end
            while qualified and i + 2 < len(tokens) and tokens[i + 1].kind == library.DOT:
                i += 2
                end = tokens[i].end
        char, base = self.source.char, self.base
        return Span(char(base + start), char(base + end))

    def find(self, name: str, after: int = 0) -> Span | None:
        """The characters of the first token from `after` on (a location) that spells the identifier or string `name`.

        For what the tree names without a location, such as the policy of CREATE POLICY.
        """
        from migslint.syntax.names import value

        for token in self.tokens:
            if token.start >= after and value(self.word(token)) == name:
                return Span(self.source.char(self.base + token.start), self.source.char(self.base + token.end))
        return None


def _start(token: Token) -> int:
    return token.start


def _cut(parsed: bytes) -> list[tuple[str, bytes, int, int]]:
    """The statements in libpg_query's answer: tag, JSON of the body, location and length in bytes (0: to the end).

    Cut at what stands between two statements and nowhere else: no other node has a field `stmt`, and in a string the
    quotes would be escaped.
    """
    out: list[tuple[str, bytes, int, int]] = []
    for piece in parsed.split(b'{"stmt":{"')[1:]:
        stop = piece.rfind(b'},"stmt_l')
        numbers = {b'"stmt_location"': 0, b'"stmt_len"': 0}
        if stop >= 0:
            for field in piece[stop + 2 :].split(b",")[:2]:
                name, _, number = field.partition(b":")
                if number:
                    numbers[name] = int(number.rstrip(b"}]"))
        else:  # it is the only one
            stop = piece.rindex(b"}}]}")
        tag, _, _ = piece[:64].partition(b'"')
        out.append(
            (tag.decode("ascii"), piece[len(tag) + 2 : stop], numbers[b'"stmt_location"'], numbers[b'"stmt_len"'])
        )
    return out


def parse(
    source: Source,
    span: Span | None = None,
    *,
    pg_version: int = 18,
    psql: bool = False,
    placeholders: bool = False,
    ahead: Ahead | None = None,
) -> list[Statement]:
    """The statements in `span` (the whole source if None), in order.  Never raises for any text.

    `pg_version`: the major version (14 to 18) whose grammar decides.  `psql`: the file is run by psql, not by a
    driver: its meta-commands, its `:variables` and the data behind COPY … FROM stdin are no part of the SQL.
    `placeholders`: the tool puts values for `${name}`, as Flyway does.
    `ahead` has the text parsed already, or will have when it is asked.
    LibraryMissing where libpg_query is not installed.
    """
    data = source.data
    start, end = (0, len(data)) if span is None else (source.byte(span.start), source.byte(span.end))
    masked = None
    if psql or (placeholders and b"${" in data) or _is_odd(source):
        from migslint.syntax import meta

        masked = meta.mask(data, start, end, psql=psql, placeholders=placeholders)
        data = masked.data
    reader = _Reader(source, data, library.parse if ahead is None else ahead.parse)
    size = CHUNK
    while start < end:
        stop = end if end - start <= library.LONGEST else _chunk(data, start, size)
        at = reader.read(start, stop, stop == end) if stop else start
        if at == start and stop and size < library.LONGEST:
            size = library.LONGEST
            continue
        start, size = at if at > start else reader.skip(start, end), CHUNK
    if masked is not None:
        _judge(reader, masked)
    if pg_version < 18:
        from migslint.syntax import features

        features.fit(reader.out, pg_version)
    return reader.out


def _is_odd(source: Source) -> bool:
    """Whether there may be something in a text that is not SQL: a cheap look."""
    data = source.data
    if b"\n\\." in data or b"\0" in data or data.startswith(b"\xef\xbb\xbf"):
        return True
    try:
        return b"\xed" in data and not source.text.encode()  # 0xed begins a surrogate
    except UnicodeEncodeError:
        return True


def _chunk(data: bytes, start: int, size: int) -> int:
    """Where to end a chunk of about `size` bytes: behind a line that ends in a semicolon; 0 where there is none."""
    at = data.rfind(b";\n", start, start + size)
    if at < 0:
        at = data.find(b";\n", start + size, start + library.LONGEST - 2)
    return at + 2 if at >= 0 else 0


class _Reader:
    """Statements of one source in the making; `data` is the source's, masked, so that all bytes keep their places."""

    def __init__(
        self, source: Source, data: bytes, parser: Callable[[bytes], bytes | library.Failure] = library.parse
    ) -> None:
        self.source, self.data, self.parser = source, data, parser
        self.ascii = len(data) == len(source.text)
        self.out: list[Statement] = []

    def read(self, start: int, stop: int, last: bool) -> int:
        """Add the statements of bytes `start` to `stop`.

        Gives where to go on: `stop`, or where a statement begins that the end of this chunk, not the `last`, cuts.
        """
        data = self.data[start:stop]
        parsed = self.parser(data)
        if not isinstance(parsed, bytes):
            return self.recover(start, data, last)
        found = _cut(parsed)
        if not last and found and not found[-1][3]:  # the semicolon at the end of the chunk is in a comment
            stop = start + found.pop()[2]
        out, ascii, char, text = self.out, self.ascii, self.source.char, self.source.text
        for tag, raw, location, length in found:
            at = start + location
            until = at + length if length else stop
            first, end = (at, until) if ascii else (char(at), char(until))
            if text[first] in _NO_TOKEN or text[end - 1] in _BLANK or _comment_at_end(text, first, end):
                first, end = self.trim(at, until)
            out.append(self.statement(Span(first, end), start, tag, raw))
        return stop

    def trim(self, start: int, stop: int) -> tuple[int, int]:
        """The characters from the first token to the last in a range of bytes."""
        first, end = library.extent(self.data[start:stop])
        return self.source.char(start + first), self.source.char(start + end)

    def recover(self, start: int, data: bytes, last: bool) -> int:
        """Add the statements of a text that does not parse as a whole, each parsed alone."""
        from migslint.syntax import recovery

        pieces = recovery.pieces(data)
        for i, (first, end, closed) in enumerate(pieces):
            if not last and not closed and i == len(pieces) - 1:
                return start + first
            self.out.append(self.alone(start + first, start + end))
        return start + len(data)

    def skip(self, start: int, end: int) -> int:
        """Add the statement at byte `start` as an opaque one if it is too long for the parser; where to go on."""
        length = library.first_end(self.data[start:end])
        if length <= library.LONGEST:
            self.recover(start, self.data[start : start + length], last=True)
            return start + length
        from migslint.syntax import recovery

        begins = recovery.tokens(self.data[start : start + CHUNK])
        first = start + begins[0].start if begins else start
        stop = start + len(self.data[start : start + length].rstrip())
        span = Span(self.source.char(first), self.source.char(stop))
        tag = _FIRST_WORDS.get(self.data[first : first + 6].upper(), "")
        self.out.append(Statement(self.source, span, first, tag, _NOTHING, _opaque=True))
        return start + length

    def alone(self, start: int, stop: int) -> Statement:
        """The one statement of bytes `start` to `stop`, which begin and end with a token."""
        source = self.source
        span = Span(source.char(start), source.char(stop))
        parsed = library.parse(self.data[start:stop])
        if not isinstance(parsed, bytes):
            return Statement(source, span, start, "", _NOTHING, from_failure(parsed, source, span))
        return self.statement(span, start, *_cut(parsed)[0][:2])

    def statement(self, span: Span, base: int, tag: str, raw: bytes) -> Statement:
        """A statement that the grammar takes."""
        if too_deep(raw):
            return Statement(self.source, span, base, "", _NOTHING, SyntaxProblem.stack_depth(span))
        return Statement(self.source, span, base, tag, raw)


def _comment_at_end(text: str, first: int, end: int) -> bool:
    """Whether the last line of a statement may hold a comment behind the last token."""
    line = text.rfind("\n", first, end) + 1
    return text.find("--", line or first, end) >= 0 or text[end - 1] == "/"


def _judge(reader: _Reader, masked: Masked) -> None:
    """Tell the statements what the mask took from their text."""
    source, out = reader.source, reader.out
    for start, stop in masked.copied:
        if alone := _copied(reader.source, start, stop):
            out.append(alone)
    out.sort(key=lambda statement: statement.span.start)
    for start, _ in masked.placeholders:
        if statement := _at(out, source.char(start)):
            statement.placeholders = True
    for start, message in reversed(masked.invalid):
        at = source.char(start)
        problem = SyntaxProblem.invalid_bytes(message, at)
        statement = _at(out, at)
        if statement is None:
            statement = Statement(source, Span(at, at + 1), start, "", _NOTHING, problem)
            out.append(statement)
            out.sort(key=lambda statement: statement.span.start)
        statement.tag, statement.raw, statement.error = "", _NOTHING, problem


def _copied(source: Source, start: int, stop: int) -> Statement | None:
    """The data of a COPY, as a driver sends it: a statement that the server refuses."""
    from migslint.syntax import recovery

    original = _Reader(source, source.data)
    tokens = recovery.tokens(original.data[start:stop])
    return original.alone(start + tokens[0].start, start + tokens[-1].end) if tokens else None


def _at(statements: list[Statement], char: int) -> Statement | None:
    """The statement in whose span a character is."""
    from bisect import bisect_right

    i = bisect_right(statements, char, key=lambda statement: statement.span.start) - 1
    return statements[i] if i >= 0 and char < statements[i].span.end else None
