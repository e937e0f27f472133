"""Cutting a text that does not parse into statements, so that a mistake costs one statement.

Works on the scanner's tokens.  A semicolon ends a statement unless it stands in parentheses (CREATE RULE … DO (…; …))
or in a body BEGIN ATOMIC … END.  Where a parenthesis is never closed, a semicolon before a line that begins like a
statement, as far to the left as this one, ends it all the same.
"""

from __future__ import annotations

import re

from migslint.syntax import library
from migslint.syntax.library import C_COMMENT, SQL_COMMENT, Token

_OPEN, _CLOSE, _SEMICOLON = 40, 41, 59

#: kind of a token that the scanner refuses
JUNK = 0

#: how many mistakes of the scanner in one text are passed over; behind the last one all is one token
_PATIENCE = 100

_STARTS = frozenset(
    b"ABORT ALTER ANALYZE BEGIN CALL CHECKPOINT CLOSE CLUSTER COMMENT COMMIT COPY CREATE DEALLOCATE DECLARE DELETE "
    b"DISCARD DO DROP EXECUTE EXPLAIN FETCH GRANT IMPORT INSERT LISTEN LOAD LOCK MERGE MOVE NOTIFY PREPARE REASSIGN "
    b"REFRESH REINDEX RELEASE RESET REVOKE ROLLBACK SAVEPOINT SECURITY SELECT SET SHOW START TRUNCATE UNLISTEN UPDATE "
    b"VACUUM VALUES WITH".split()
)


def tokens(data: bytes) -> list[Token]:
    """The tokens of any text without comments; what the scanner refuses is a token of kind JUNK."""
    out: list[Token] = []
    at = 0
    for _ in range(_PATIENCE):
        rest = data[at:]
        found = library.scan(rest)
        if isinstance(found, list):
            out += shifted(found, at)
            return out
        start, end = _refused(rest, found)
        before = library.scan(rest[:start])
        if isinstance(before, list):
            out += shifted(before, at)
        out.append(Token(at + start, at + end, JUNK, 0))
        at += end
    out.append(Token(at, len(data), JUNK, 0))
    return out


def shifted(found: list[Token], by: int) -> list[Token]:
    """Tokens without comments, `by` bytes further on."""
    return [
        Token(t.start + by, t.end + by, t.kind, t.keyword) if by else t
        for t in found
        if t.kind != SQL_COMMENT and t.kind != C_COMMENT
    ]


def _refused(data: bytes, failure: library.Failure) -> tuple[int, int]:
    """The bytes of the token that the scanner refuses."""
    text = data.decode("utf-8", "replace")
    at = len(text[: failure.cursor - 1].encode()) if failure.cursor else _shortest(data, failure.message)
    near = failure.message.partition(' at or near "')[2][:-1]
    if near and "Unicode" not in failure.message:
        return at, max(at + 1, min(at + len(near.encode()), len(data)))
    # an escape inside the string E'…' that ends behind byte `at`
    match = re.compile(rb"(?:[^'\\]|\\.|'')*(?:'|\Z)", re.S).match(data, at)
    start = at
    while (start := max(data.rfind(b"e'", 0, start), data.rfind(b"E'", 0, start))) >= 0:
        if library.complains(data[:start]) is None:
            break
    return max(start, 0), max(at + 1, match.end() if match else len(data))


def _shortest(data: bytes, message: str) -> int:
    """The last byte of the shortest text with which `data` begins and that the scanner refuses with `message`."""
    low, high = 0, len(data)
    while low < high:
        middle = (low + high) // 2
        if library.complains(data[:middle]) == message:
            high = middle
        else:
            low = middle + 1
    return low - 1


def pieces(data: bytes) -> list[tuple[int, int, bool]]:
    """Statements as (first byte, byte behind the last token, whether a semicolon ended it); empty ones are left out."""
    out: list[tuple[int, int, bool]] = []
    found = tokens(data)
    i = 0
    while i < len(found):
        end = _end(data, found, i)
        if end > i:
            out.append((found[i].start, found[end - 1].end, end < len(found)))
        i = end + 1
    if found and found[-1].kind == JUNK and out and not out[-1][2]:
        first, stop, _ = out.pop()
        out += _unterminated(data, first, stop)
    return out


def _unterminated(data: bytes, first: int, stop: int) -> list[tuple[int, int, bool]]:
    """The last statement (bytes `first` to `stop`), which the scanner refuses, and what can be saved behind it.

    A quote too many or too few turns all behind it inside out.  Where a semicolon ends a line, the next line begins
    like a statement, and the scanner has no complaint from there on, the text has come right again.
    """
    lines = re.compile(rb";[ \t]*\r?\n(?:\s|--[^\n]*\n)*([A-Za-z]+)").finditer(data, first)
    for _, match in zip(range(_PATIENCE), lines, strict=False):
        word = match.start(1)
        if (
            match.group(1).upper() in _STARTS
            and data[word - 1 : word] == b"\n"
            and library.complains(data[word:]) is None
        ):
            rest = [(start + word, end + word, closed) for start, end, closed in pieces(data[word:])]
            return [(first, match.start(), True), *rest]
    return [(first, stop, False)]


def _end(data: bytes, found: list[Token], first: int) -> int:
    """The index of the semicolon that ends the statement whose first token is `first`; len(found) if none does."""
    level = cases = 0
    atomic = False
    cut = -1
    for i in range(first, len(found)):
        token = found[i]
        kind = token.kind
        if kind == _SEMICOLON:
            if not level and not atomic:
                return i
            if cut < 0 and _begins(data, found, first, i + 1):
                cut = i
                if level and not _is_rule(data, found, first):
                    return cut
        elif kind == _OPEN:
            level += 1
        elif kind == _CLOSE:
            level -= level > 0
        elif token.keyword:
            word = data[token.start : token.end].upper()
            if word == b"ATOMIC" and i > first and data[found[i - 1].start : found[i - 1].end].upper() == b"BEGIN":
                atomic = True
            elif atomic and word == b"CASE":
                cases += 1
            elif atomic and word == b"END":
                atomic = cases > 0
                cases -= cases > 0
    return cut if cut >= 0 else len(found)


def _begins(data: bytes, found: list[Token], first: int, i: int) -> bool:
    """Whether token `i` looks like the first of a statement: such a keyword on a line of its own, not indented more
    than token `first`."""
    if i >= len(found):
        return False
    token = found[i]
    if not token.keyword or data[token.start : token.end].upper() not in _STARTS:
        return False
    margin = data[data.rfind(b"\n", 0, token.start) + 1 : token.start]
    indent = found[first].start - (data.rfind(b"\n", 0, found[first].start) + 1)
    return not margin.strip() and len(margin) <= indent


def _is_rule(data: bytes, found: list[Token], first: int) -> bool:
    words = [data[t.start : t.end].upper() for t in found[first : first + 4]]
    return words[:2] == [b"CREATE", b"RULE"] or words == [b"CREATE", b"OR", b"REPLACE", b"RULE"]
