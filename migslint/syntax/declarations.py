"""The types that a PL/pgSQL body declares, found by its tokens (`pl_gram.y, decl_sect`).

libpg_query's compiler has no catalog: it stumbles over types that it does not know.  What this module finds can be
looked up by those who have a catalog, and replaced by a type that the compiler knows.
"""

from __future__ import annotations

import msgspec

from migslint.syntax import recovery
from migslint.syntax.library import Token

_OPEN, _CLOSE = (40, 91), (41, 93)


class Declaration(msgspec.Struct, frozen=True):
    """A type in a DECLARE section: bytes `start` to `end` of the body, in 1-based `line`; `name` as it is spelt."""

    name: str
    start: int
    end: int
    line: int


def declarations(body: bytes) -> list[Declaration]:
    """The types of all variables and cursor arguments, in order; what is not understood is left out."""
    if b"declare" not in body.lower():
        return []
    tokens = recovery.tokens(body)
    words = [body[t.start : t.end].lower() for t in tokens]
    out: list[Declaration] = []
    i = 0
    while i < len(tokens):
        if words[i] == b"declare" and _is_section(words, i):
            i = _section(body, tokens, words, i + 1, out)
        else:
            i += 1
    return out


def _is_section(words: list[bytes], i: int) -> bool:
    """Whether DECLARE at `i` begins a block: not a name, nor the word of another statement."""
    before = words[i - 1] if i else b";"
    if before in (b">", b">>") or before.startswith(b"#") or b"variable_conflict" in words[max(i - 2, 0) : i]:
        return True
    return before in (b";", b"begin", b"then", b"else", b"loop")


def _section(body: bytes, tokens: list[Token], words: list[bytes], i: int, out: list[Declaration]) -> int:
    """Read declarations up to BEGIN; the index behind them."""
    while i < len(tokens) and words[i] not in (b"begin", b"<<", b"<"):
        if words[i] == b"declare":
            i += 1
            continue
        i = _declaration(body, tokens, words, i, out)
    return i


def _declaration(body: bytes, tokens: list[Token], words: list[bytes], i: int, out: list[Declaration]) -> int:
    """Read `name [CONSTANT] type … ;`; the index behind the semicolon."""
    name = body[tokens[i].start : tokens[i].end].decode("utf-8", "replace")
    end = i
    depth = 0
    while end < len(tokens) and (words[end] != b";" or depth > 0):
        depth += tokens[end].kind in _OPEN
        depth -= tokens[end].kind in _CLOSE
        end += 1
    at = i + 1
    if at < end and words[at] == b"constant":
        at += 1
    if at >= end or words[at] == b"alias":
        return end + 1
    if words[at] in (b"cursor", b"no", b"scroll"):
        _cursor(body, tokens, words, at, end, out)
        return end + 1
    stop = _type_end(tokens, words, at, end)
    if stop > at:
        out.append(_found(body, name, tokens[at], tokens[stop - 1]))
    return end + 1


def _type_end(tokens: list[Token], words: list[bytes], at: int, end: int) -> int:
    """`read_datatype`: the index of the token that ends a type."""
    depth = 0
    for i in range(at, end):
        depth += tokens[i].kind in _OPEN
        depth -= tokens[i].kind in _CLOSE
        if depth == 0 and words[i] in (b":=", b"=", b"default", b"collate", b"not"):
            return i
    return end


def _cursor(body: bytes, tokens: list[Token], words: list[bytes], at: int, end: int, out: list[Declaration]) -> None:
    """The argument types of `CURSOR (name type, …) FOR`."""
    while at < end and words[at] != b"cursor":
        at += 1
    at += 1
    if at >= end or tokens[at].kind != 40:
        return
    depth, first = 1, at + 1
    for i in range(at + 1, end):
        kind = tokens[i].kind
        depth += kind in _OPEN
        depth -= kind in _CLOSE
        if depth == 0 or (depth == 1 and kind == 44):
            if i - first > 1:
                name = body[tokens[first].start : tokens[first].end].decode("utf-8", "replace")
                out.append(_found(body, name, tokens[first + 1], tokens[i - 1]))
            first = i + 1
            if depth == 0:
                return


def _found(body: bytes, name: str, first: Token, last: Token) -> Declaration:
    return Declaration(name, first.start, last.end, body.count(b"\n", 0, first.start) + 1)
