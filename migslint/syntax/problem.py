"""What the server's scanner and grammar say of a text that they refuse, as the server says it."""

from __future__ import annotations

import msgspec

from migslint.source import Source, Span
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
    """An error of the scanner or the grammar: SQLSTATE, message and hint are the server's.

    `start` and `end` are characters of the source: the offending token, or an empty range behind the last token.
    """

    sqlstate: str
    message: str
    hint: str | None
    start: int
    end: int

    @classmethod
    def stack_depth(cls, span: Span) -> SyntaxProblem:
        """The statement at `span` is nested more deeply than the server's stack bears."""
        return cls("54001", "stack depth limit exceeded", _STACK_HINT, span.start, span.end)


def from_failure(failure: Failure, source: Source, span: Span) -> SyntaxProblem:
    """The problem of a statement that was parsed alone and whose text is `span`."""
    at = span.start + failure.cursor - 1 if failure.cursor else span.start
    if failure.message.endswith("at end of input"):
        start = end = span.end
    else:
        start = end = min(at, span.end)
        near = failure.message.partition(' at or near "')[2][:-1]
        end = min(start + (len(near) or 1), span.end)
    return SyntaxProblem("42601", failure.message, None, start, end)


def depth(json: bytes | msgspec.Raw, enough: int = DEEPEST + 1) -> int:
    """How deeply the objects and arrays of a JSON text are nested; counting stops at `enough`."""
    brackets = _brackets(bytes(json))
    for level in range(enough):
        if not brackets:
            return level
        brackets = brackets.replace(b"{}", b"").replace(b"[]", b"")
    return enough


def too_deep(json: bytes) -> bool:
    """Whether any server would say that its stack is exhausted."""
    level = deepest = 0
    for byte in _brackets(json):
        if byte in b"{[":
            level += 1
            if level > deepest:
                deepest = level
        else:
            level -= 1
    return deepest > _HOPELESS


def _brackets(json: bytes) -> bytes:
    """Only the brackets outside strings."""
    kept = json.replace(b"\\\\", b"").replace(b'\\"', b"").translate(None, _OTHERS)
    return b"".join(kept.split(b'"')[::2])


_OTHERS = bytes(sorted(set(range(256)) - set(b'{}[]"')))
