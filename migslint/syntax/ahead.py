"""Parsing ahead: another thread has the texts of a run parsed while this one loads the catalog and replays.

libpg_query works without the interpreter's lock, so that its time costs nothing where there is a second processor.
Whoever asks first for the tree of a text parses it: nothing waits for its turn, and an error is met where it belongs.
"""

from __future__ import annotations

import _thread
from time import sleep
from typing import TYPE_CHECKING

from migslint.syntax import library

if TYPE_CHECKING:
    from collections.abc import Iterable

#: longer texts are not parsed ahead: the stack of the thread is made for the longest one
LONGEST = 256 * 1024

#: bytes of trees that lie ready and of texts that wait, beyond which no more are made
ENOUGH = 16 * 1024 * 1024


class Ahead:
    """Texts on their way through the parser."""

    def __init__(self, texts: Iterable[bytes]) -> None:
        self._waiting: dict[bytes, None] = {}
        self._begun: dict[bytes, _Answer] = {}
        self._ready = 0
        size = 0
        for text in texts:
            size += len(text)
            if size > ENOUGH:
                break
            if len(text) <= LONGEST:
                self._waiting[text] = None

    def start(self) -> None:
        """Begin; where no thread is to be had, nothing is parsed ahead."""
        if self._waiting and not library.begin(self._work, max(map(len, self._waiting))):
            self._waiting.clear()

    def stop(self) -> None:
        """Parse no more of them."""
        self._waiting.clear()
        self._ready = 0

    def parse(self, text: bytes) -> bytes | library.Failure:
        """See `library.parse`."""
        self._waiting.pop(text, None)
        answer = self._begun.pop(text, None)
        if answer is None:
            return library.parse(text)
        answer.done.acquire()
        tree = answer.tree
        if isinstance(tree, bytes):
            self._ready -= len(tree)
        return library.parse(text) if tree is None else tree

    def _work(self) -> None:
        for text in list(self._waiting):
            while self._ready > ENOUGH and self._waiting:
                sleep(0.001)
            answer = self._begun[text] = _Answer()
            try:
                # whoever took the text meanwhile parses it and does not come back for an answer
                if text in self._waiting:
                    del self._waiting[text]
                    answer.tree = library.parse_here(text)
                    if isinstance(answer.tree, bytes):
                        self._ready += len(answer.tree)
                else:
                    self._begun.pop(text, None)
            except (KeyError, MemoryError):
                self._begun.pop(text, None)
            finally:
                answer.done.release()


class _Answer:
    __slots__ = ("done", "tree")

    def __init__(self) -> None:
        self.tree: bytes | library.Failure | None = None
        self.done = _thread.allocate_lock()
        self.done.acquire()
