"""The undo journal: the catalog is changed in place, and every change can be taken back.

A refused statement, a savepoint, a transaction, the second run, an EXCEPTION block and the proof of a fix are all the
same: `mark()` before, `rollback(mark)` after.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_MISSING = object()


class Journal:
    """Changes in the order they were made, each with what undoes it."""

    __slots__ = ("_undo",)

    def __init__(self) -> None:
        self._undo: list[tuple[Any, ...]] = []

    def mark(self) -> int:
        """A point to roll back to."""
        return len(self._undo)

    def rollback(self, mark: int) -> None:
        """Undo all changes made since `mark`, newest first."""
        undo = self._undo
        while len(undo) > mark:
            target, key, old = undo.pop()
            if key is _MISSING:
                target.clear()
                if isinstance(target, list):
                    target.extend(old)
                else:
                    target.update(old)
            elif isinstance(target, dict):
                if old is _MISSING:
                    target.pop(key, None)
                else:
                    target[key] = old
            else:
                setattr(target, key, old)

    def touched(self, mark: int) -> Iterator[tuple[Any, Any]]:
        """(object or container, attribute or key) of all changes since `mark`; a key of None for a whole list."""
        for target, key, old in self._undo[mark:]:
            if key is not _MISSING:
                yield target, key
            elif isinstance(target, dict):
                for each in old.keys() | target.keys():
                    yield target, each
            else:
                yield target, None

    def set(self, target: object, attribute: str, value: object) -> None:
        """`target.attribute = value`."""
        self._undo.append((target, attribute, getattr(target, attribute)))
        setattr(target, attribute, value)

    def put(self, target: dict[K, V], key: K, value: V) -> None:
        """`target[key] = value`."""
        self._undo.append((target, key, target.get(key, _MISSING)))
        target[key] = value

    def drop(self, target: dict[K, V], key: K) -> None:
        """`del target[key]`; an undone deletion puts the key at the end."""
        self._undo.append((target, key, target.pop(key)))

    def save(self, target: dict[K, V] | list[V]) -> None:
        """Remember the whole of a small container, its order too, before the caller changes it at will."""
        self._undo.append((target, _MISSING, target.copy()))
