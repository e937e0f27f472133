"""The SQL inside a body, parsed once for each text."""

from __future__ import annotations

from functools import lru_cache

from migslint.source import Source, Span
from migslint.syntax import recovery
from migslint.syntax.statements import Statement, parse


@lru_cache(maxsize=512)
def statements_of(text: str) -> list[Statement]:
    """The statements of an inner text."""
    return parse(Source("", text), Span(0, len(text)))


@lru_cache(maxsize=512)
def assignment(text: str) -> tuple[str, str]:
    """(target, expression) of `target := expression` or `target = expression` (`plpgsql.h, PLASSIGN`)."""
    data = text.encode("utf-8", "replace")
    depth = 0
    for token in recovery.tokens(data):
        depth += token.kind in (40, 91)
        depth -= token.kind in (41, 93)
        if depth == 0 and data[token.start : token.end] in (b":=", b"="):
            return data[: token.start].decode().strip(), data[token.end :].decode()
    return "", text
