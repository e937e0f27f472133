"""A statement as a tree of pieces, so that one piece of it can be broken and its text be made again.

A `Node` of a kind that `faults` knows is a place where something can go wrong: a column, a relation, a function's name,
an argument, a type, a constant.  `type` is the type that an expression was made to have, "" where that says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Union

Part = Union[str, "Node"]


class Node:
    """A piece of SQL: strings and smaller pieces in order."""

    __slots__ = ("kind", "parts", "type")

    def __init__(self, kind: str, *parts: Part, type: str = "") -> None:
        self.kind = kind
        self.parts = list(parts)
        self.type = type

    def __str__(self) -> str:
        return "".join(map(str, self.parts))

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in the order of the text."""
        yield self
        for part in self.parts:
            if isinstance(part, Node):
                yield from part.walk()


def listing(kind: str, items: Iterable[Part], between: str = ", ") -> Node:
    """Items with a separator: items at the even places of `parts`, separators at the odd ones."""
    parts: list[Part] = []
    for item in items:
        if parts:
            parts.append(between)
        parts.append(item)
    return Node(kind, *parts)
