"""From bytes of a function's body to characters of the file in which CREATE FUNCTION stands."""

from __future__ import annotations

import re
from bisect import bisect_right

from migslint.catalog.objects import FunctionBody
from migslint.source import Place, Source, Span
from migslint.syntax import recovery
from migslint.syntax.library import DOT, SCONST, Token
from migslint.syntax.names import value
from migslint.syntax.statements import parse

_NAME = re.compile(rb'(?:"[^"]*"|[\w$\x80-\xff]+)(?:\.(?:"[^"]*"|[\w$\x80-\xff]+))*|.', re.S)


class Placer:
    """Finds the places of one body; `whole` is the string of AS, or the statement where there is none such."""

    def __init__(self, place: Place, body: FunctionBody) -> None:
        self.source: Source = place.source
        self.whole = place.span
        self._first = -1
        self._text = body.text or ""
        self._doubled = False
        self._tokens: list[Token] | None = None
        self._find(place, body)

    def _find(self, place: Place, body: FunctionBody) -> None:
        source = place.source
        for statement in parse(source, place.span):
            if statement.tag != "CreateFunctionStmt" or body.location is None:
                return
            options = [o["DefElem"] for o in statement.node.get("options", ())]
            own = next((o for o in options if o["defname"] == "as"), None)
            if own is None:
                return
            at = own.get("location", 0)
            token = next((t for t in statement.tokens if t.kind == SCONST and t.start >= at), None)
            if token is None:
                return
            first, end = statement.base + token.start, statement.base + token.end
            self.whole = Span(source.char(first), source.char(end))
            word = source.data[first:end].decode("utf-8", "replace")
            if value(word) != self._text:
                return
            self._doubled = word.startswith("'") and "''" in word[1:-1]
            self._first = first + (word.index("$", 1) + 1 if word.startswith("$") else 1)

    def span(self, at: int | None) -> Span:
        """The token at a byte of the body, with the names that are joined to it by dots."""
        if at is None or self._first < 0:
            return self.whole
        if self._tokens is None:
            self._tokens = recovery.tokens(self._text.encode("utf-8", "surrogatepass"))
        tokens = self._tokens
        i = bisect_right(tokens, at, key=lambda t: t.start) - 1
        if i < 0:
            return self.whole
        start, end = tokens[i].start, tokens[i].end
        if at > start and tokens[i].kind == SCONST:  # of a statement in a string
            data = self._text.encode("utf-8", "surrogatepass")
            word = _NAME.match(data, at)
            return Span(self._char(at), self._char(word.end() if word is not None else end))
        while i + 2 < len(tokens) and tokens[i + 1].kind == DOT:
            i += 2
            end = tokens[i].end
        return Span(self._char(start), self._char(end))

    def _char(self, at: int) -> int:
        """The character of the file at which a byte of the body stands."""
        if self._doubled:
            at += self._text.encode("utf-8", "surrogatepass").count(b"'", 0, at)
        return self.source.char(self._first + at)
