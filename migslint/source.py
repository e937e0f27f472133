"""Text: byte, character, line and column, and the spans between them.

The one place that counts bytes.  libpg_query speaks of byte offsets into the UTF-8 form of what it was given; people,
editors and reports speak of characters, lines and columns.  Everything after this room holds a `Span`.
"""

from __future__ import annotations

from bisect import bisect_right

import msgspec

#: what every comment that speaks to migslint holds
MARK = "migslint:"

#: the bytes of UTF-8 that begin no character
_CONTINUATION = bytes(range(0x80, 0xC0))


class Span(msgspec.Struct, frozen=True, order=True):
    """A half-open range of characters of one source's text: 0 <= start <= end <= len(text)."""

    start: int
    end: int


class Place(msgspec.Struct, frozen=True):
    """A span in a file: what objects remember of where they were born, altered and dropped.

    `base` is the byte of the file where the text began that was parsed.
    """

    source: Source
    span: Span
    base: int = 0

    @property
    def line(self) -> int:
        """The 1-based line of the start."""
        return self.source.position(self.span.start)[0]

    def __str__(self) -> str:
        return f"{self.source.path}:{self.line}"


class Source:
    """One file's text, decoded once.

    `path` is the path as a user would open it; `text` its characters with line ends as they stand in the file.
    """

    __slots__ = ("_blocks", "_data", "_lines", "path", "text")

    #: characters between two entries of the byte table of a text that is not ASCII
    STRIDE = 512

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._data: bytes | None = None
        self._lines: list[int] | None = None
        self._blocks: list[int] | None = None

    @property
    def data(self) -> bytes:
        """The text as UTF-8, as the parser reads it."""
        if self._data is None:
            self._data = self.text.encode("utf-8", "surrogatepass")
        return self._data

    def between(self, span: Span) -> bytes:
        """The bytes of `data` that a span is."""
        return self.data[self.byte(span.start) : self.byte(span.end)]

    def char(self, byte: int) -> int:
        """The character offset of a byte offset into `data`; offsets past the end are the end."""
        data = self.data
        if len(data) == len(self.text):
            return min(byte, len(data))
        blocks = self._table()
        block = bisect_right(blocks, byte) - 1
        start = blocks[block]
        # as many characters as bytes that begin one
        begun = len(data[start:byte].translate(None, _CONTINUATION))
        return min(block * self.STRIDE + begun, len(self.text))

    def byte(self, char: int) -> int:
        """The byte offset into `data` of a character offset."""
        if len(self.data) == len(self.text):
            return char
        block = min(char, len(self.text)) // self.STRIDE
        rest = self.text[block * self.STRIDE : char]
        return self._table()[block] + len(rest.encode("utf-8", "surrogatepass"))

    def _table(self) -> list[int]:
        """The byte offset of every STRIDEth character."""
        if self._blocks is None:
            self._blocks = [0]
            text, at = self.text, 0
            for i in range(0, len(text), self.STRIDE):
                at += len(text[i : i + self.STRIDE].encode("utf-8", "surrogatepass"))
                self._blocks.append(at)
        return self._blocks

    @property
    def lines(self) -> list[int]:
        """The character offset at which each line starts."""
        if self._lines is None:
            starts, at = [0], self.text.find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = self.text.find("\n", at + 1)
            self._lines = starts
        return self._lines

    def position(self, char: int) -> tuple[int, int]:
        """The 1-based (line, column) of a character offset, the column in characters."""
        line = bisect_right(self.lines, char)
        return line, char - self.lines[line - 1] + 1

    def line_text(self, line: int) -> str:
        """The text of a 1-based line without its line end."""
        start = self.lines[line - 1]
        end = self.lines[line] if line < len(self.lines) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def __repr__(self) -> str:
        return f"Source({self.path!r})"
