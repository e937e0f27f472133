"""What the server's scanner and grammar say of a text that they refuse, as the server says it."""

from __future__ import annotations

import msgspec

from migslint.source import Source, Span
from migslint.syntax import library
from migslint.syntax.library import Failure

#: trees nested more deeply (counted in JSON objects and arrays) are not decoded
DEEPEST = 500
#: PostgreSQL 18 takes a chain of 3,000 operators and says 54001 for 5,000 with its usual stack of 2 MB; a chain takes
#: two levels of JSON an operator.  Nested so deeply, no server is left in doubt.
_HOPELESS = 40_000

_STACK_HINT = (
    'Increase the configuration parameter "max_stack_depth" (currently 2048kB), '
    "after ensuring the platform's stack depth limit is adequate."
)


class SyntaxProblem(msgspec.Struct, frozen=True):
    """An error of the scanner or the grammar: SQLSTATE, message, hint and detail are the server's.

    `start` and `end` are characters of the source: the offending token; an empty range behind the last token for
    "at end of input"; the whole statement where the server gives no position.
    """

    sqlstate: str
    message: str
    hint: str | None
    start: int
    end: int
    detail: str | None = None

    @classmethod
    def stack_depth(cls, span: Span) -> SyntaxProblem:
        """The statement at `span` is nested more deeply than the server's stack bears."""
        return cls("54001", "stack depth limit exceeded", _STACK_HINT, span.start, span.end)

    @classmethod
    def invalid_bytes(cls, message: str, start: int) -> SyntaxProblem:
        """A character at `start` that no server with encoding UTF8 takes."""
        return cls("22021", message, None, start, start + 1)


def from_failure(failure: Failure, source: Source, span: Span) -> SyntaxProblem:
    """The problem of a statement that was parsed alone and whose text is `span`.

    libpg_query tells the message and the position of an error, not its SQLSTATE, detail and hint: those follow from
    the message, as scan.l, gram.y and parser.c have them.
    """
    message = failure.message
    start, end = span.start, span.end
    if message.endswith(" at end of input"):
        start = end
    elif failure.cursor:
        start = min(start + failure.cursor - 1, end)
        near = message.partition(' at or near "')[2]
        end = min(start + len(near) - 1, end) if near else _token_end(source.text[start:end]) + start
    sqlstate, detail, hint = "42601", None, None
    if message == "invalid Unicode escape":  # in E'…' from the scanner, in U&'…' from parser.c
        if failure.function != "str_udeescape":
            sqlstate = "22025"
        hint = _UNICODE_HINTS[failure.function == "str_udeescape"]
    elif ' at or near "' not in message:
        sqlstate = next((state for words, state in _STATES.items() if words in message), sqlstate)
        hint = next((text for words, text in _HINTS.items() if words in message), None)
        if message == "invalid publication object list":
            detail = "One of TABLE or TABLES IN SCHEMA must be specified before a standalone table or schema name."
    return SyntaxProblem(sqlstate, message, hint, start, end, detail)


def _token_end(text: str) -> int:
    """The length in characters of the token that starts a text."""
    data = text.encode("utf-8", "surrogatepass")
    found = library.scan(data)
    return len(data[: found[0].end].decode("utf-8", "surrogatepass")) if isinstance(found, list) and found else 1


#: words of a message to its SQLSTATE, where that is not 42601
_STATES = {
    "invalid byte sequence for encoding": "22021",
    "unsafe use of \\' in": "22P06",
    "UNENCRYPTED PASSWORD is no longer supported": "0A000",
    "CREATE SCHEMA IF NOT EXISTS cannot include schema elements": "0A000",
    "current database cannot be changed": "0A000",
    "constraints cannot be altered to be NOT VALID": "0A000",
    "MATCH PARTIAL not yet implemented": "0A000",
    "is only supported for ON DELETE actions": "0A000",
    "CREATE EXTENSION ... FROM is no longer supported": "0A000",
    "CREATE OR REPLACE CONSTRAINT TRIGGER is not supported": "0A000",
    "CREATE ASSERTION is not yet implemented": "0A000",
    "aggregates cannot have output arguments": "0A000",
    "WITH CHECK OPTION not supported on recursive views": "0A000",
    "UNIQUE predicate is not yet implemented": "0A000",
    "an ordered-set aggregate with a VARIADIC direct argument must have": "0A000",
    " constraints cannot be marked ": "0A000",
    "column number must be in range from 1 to": "22023",
    "precision for type float must be": "22023",
    "unrecognized partitioning strategy": "22023",
    "unrecognized JSON encoding": "22023",
    "for hash partition provided more than once": "42710",
    "cannot be used as a role name here": "42939",
    'role name "': "42939",
    "frame start": "42P20",
    "frame end cannot be UNBOUNDED PRECEDING": "42P20",
}

_HINTS = {
    "unsafe use of \\' in": "Use '' to write quotes in strings. \\' is insecure in client-only encodings.",
    "UNENCRYPTED PASSWORD is": "Remove UNENCRYPTED to store the password in encrypted form instead.",
    "unrecognized row security option": "Only PERMISSIVE or RESTRICTIVE policies are supported currently.",
    "missing argument": "Use NONE to denote the missing argument of a unary operator.",
    "LIMIT #,# syntax is not supported": "Use separate LIMIT and OFFSET clauses.",
}

_UNICODE_HINTS = ("Unicode escapes must be \\uXXXX or \\UXXXXXXXX.", "Unicode escapes must be \\XXXX or \\+XXXXXX.")


def depth(json: bytes, enough: int = DEEPEST + 1) -> int:
    """How deeply the objects and arrays of a JSON text are nested; counting stops at `enough`."""
    brackets = _brackets(json)
    for level in range(enough):
        if not brackets:
            return level
        brackets = brackets.replace(b"{}", b"")
    return enough


def too_deep(json: bytes) -> bool:
    """Whether any server would say that its stack is exhausted."""
    if len(json) < _HOPELESS * 2 or depth(json) <= DEEPEST:
        return False
    level = deepest = 0
    for byte in _brackets(json):
        if byte == 123:
            level += 1
            if level > deepest:
                deepest = level
        else:
            level -= 1
    return deepest > _HOPELESS


def _brackets(json: bytes) -> bytes:
    """Only the brackets outside strings, all of them made braces."""
    kept = json.replace(b"\\\\", b"").replace(b'\\"', b"").translate(_BRACES, _OTHERS)
    return b"".join(kept.split(b'"')[::2])


_BRACES = bytes.maketrans(b"[]", b"{}")
_OTHERS = bytes(sorted(set(range(256)) - set(b'{}[]"')))
