"""A progress bar on a terminal, for runs that take longer than a second."""

from __future__ import annotations

from time import monotonic
from typing import TextIO

#: seconds before the bar appears, and between two drawings
PATIENCE, INTERVAL = 1.0, 0.1

#: columns of the bar
WIDTH = 30


class Progress:
    """Called with (files done, files in all); `close` wipes the bar away."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.next = monotonic() + PATIENCE
        self.drawn = False
        try:
            "█░".encode(stream.encoding or "ascii")
            self.full, self.empty = "█", "░"
        except (UnicodeEncodeError, LookupError):
            self.full, self.empty = "#", "."

    def __call__(self, done: int, total: int) -> None:
        now = monotonic()
        if now < self.next:
            return
        self.next = now + INTERVAL
        filled = WIDTH * done // max(total, 1)
        bar = self.full * filled + self.empty * (WIDTH - filled)
        self.stream.write(f"\r{bar} {done} of {total} files")
        self.stream.flush()
        self.drawn = True

    def close(self) -> None:
        if self.drawn:
            self.stream.write("\r\x1b[K")
            self.stream.flush()
            self.drawn = False
