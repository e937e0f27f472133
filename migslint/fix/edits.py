"""Edits of one text: together, without overlap, and what they do to the spans around them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from migslint.diagnostic import Edit
from migslint.source import Span


def compatible(edits: Iterable[Edit], others: Iterable[Edit]) -> bool:
    """Whether two sets of edits can be made together: they touch no common character and do not insert at one place."""
    return not any(_meet(one.span, other.span) for one in edits for other in others)


def _meet(one: Span, other: Span) -> bool:
    if one.start == one.end or other.start == other.end:
        return one.start <= other.end and other.start <= one.end
    return one.start < other.end and other.start < one.end


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; edits that insert at one place are made in the order given."""
    parts, at = [], 0
    for edit in sorted(edits, key=lambda e: e.span):
        parts += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*parts, text[at:]])


class Shift:
    """Where the characters of a text are after edits."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        self._ends: list[int] = []
        self._sums: list[int] = []
        total = 0
        for edit in sorted(edits, key=lambda e: e.span):
            total += len(edit.text) - (edit.span.end - edit.span.start)
            self._ends.append(edit.span.end)
            self._sums.append(total)

    def end(self, char: int) -> int:
        """Where an end is: behind what is inserted there."""
        i = bisect_right(self._ends, char) - 1
        return char + (self._sums[i] if i >= 0 else 0)

    def start(self, char: int) -> int:
        """Where a start is: before what is inserted there."""
        i = bisect_right(self._ends, char - 1) - 1
        return char + (self._sums[i] if i >= 0 else 0)

    def span(self, span: Span) -> Span:
        """Where a span is: with what is inserted at its edges."""
        return Span(self.start(span.start), self.end(span.end))
