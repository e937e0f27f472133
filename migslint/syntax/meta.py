"""Text in a migration that is not SQL: byte order marks, invalid bytes, psql's language, COPY data, placeholders.

All of it is masked by as many bytes, so that every position stays; what became of it is remembered beside the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from migslint.lazy import pattern

if TYPE_CHECKING:
    import re

BOM = b"\xef\xbb\xbf"

#: what the walk stops at; a plain string and a line's comment are passed over in one step
_STOPS = pattern(
    rb"""(?<![eE])'[^']*'|--[^\n]*|['"\\;$]|/\*|(?<!:):(?=['"A-Za-z_\x80-\xff])""",
)
_VARIABLE = pattern(rb"""(?<!:):['"A-Za-z_\x80-\xff]""")
_PLACEHOLDER = pattern(rb"\$\{[^{}\s'\"]+\}")
_NAME = pattern(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*")
_IN_NAME = pattern(rb"[\w$\x80-\xff]")
_DOLLAR = pattern(rb"\$(?:[A-Za-z_\x80-\xff][A-Za-z_0-9\x80-\xff]*)?\$")
_ESCAPED = pattern(rb"(?s)(?:[^'\\]|''|\\.)*'")
_COMMENT = pattern(rb"/\*|\*/")
_COPY = pattern(rb"(?is)(?:\s|--[^\n]*(?:\n|\Z)|/\*.*?\*/|\*/)*copy\b.*\bfrom\s+stdin\b")
_COPY_END = pattern(rb"(?m)^\\\.\r?$")
_NUL = pattern(rb"\0")
_SURROGATE = pattern(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_NOT_NEWLINE = pattern(rb"[^\r\n]")
_NOT_WORD = pattern(rb"[^\w\x80-\xff]")
#: psql's commands that send what was typed before them
_SENDS = pattern(rb"\\(?:g|gx|gexec|gset|gdesc|bind|crosstabview|watch|parse)\b")


class Masked(msgspec.Struct):
    """A text as the parser may read it, as long as the original; positions are bytes of it.

    `invalid` are (position, message) of bytes for which the server says 22021; `copied` the (start, end) of COPY data
    that only psql reads as such; `placeholders` the (start, end) of text whose value is not known here.
    """

    data: bytes
    invalid: list[tuple[int, str]] = []
    copied: list[tuple[int, int]] = []
    placeholders: list[tuple[int, int]] = []


def mask(data: bytes, start: int, end: int, *, psql: bool, placeholders: bool) -> Masked:
    """Mask bytes `start` to `end` of a file.

    `psql`: the file is run by psql, which reads meta-commands, `:variables` and COPY data.  `placeholders`: the tool
    replaces `${name}` before it sends the text.
    """
    out = Masked(data)
    text = bytearray(data)
    if not start and data.startswith(BOM):
        text[:3] = b"   "
    if data.find(b"\0", start, end) >= 0:
        _invalid(out, text, start, end, _NUL)
    if data.find(b"\xed", start, end) >= 0:
        _invalid(out, text, start, end, _SURROGATE)
    if placeholders:
        for match in _PLACEHOLDER.finditer(data, start, end):
            out.placeholders.append(match.span())
            text[match.start() : match.end()] = _NOT_WORD.sub(b"_", match.group())
    if data.find(b"\n\\.", start, end) >= 0 or (
        psql and (data.find(b"\\", start, end) >= 0 or _VARIABLE.search(data, start, end))
    ):
        _Walk(out, text, end, psql).walk(start)
    out.data = bytes(text)
    return out


def _blank(text: bytearray, start: int, end: int) -> None:
    text[start:end] = _NOT_NEWLINE.sub(b" ", text[start:end])


def _invalid(out: Masked, text: bytearray, start: int, end: int, what: re.Pattern[bytes]) -> None:
    for match in what.finditer(out.data, start, end):
        shown = " ".join(f"0x{byte:02x}" for byte in match.group())
        out.invalid.append((match.start(), f'invalid byte sequence for encoding "UTF8": {shown}'))
        _blank(text, *match.span())


class _Walk:
    """One walk over the text as psql's lexer walks over it: quotes, comments and dollar quotes are passed over."""

    def __init__(self, out: Masked, text: bytearray, end: int, psql: bool) -> None:
        self.out, self.text, self.end, self.psql = out, text, end, psql

    def walk(self, at: int) -> None:
        first = at  # of the statement
        while match := _STOPS.search(self.text, at, self.end):
            start, at = match.span()
            what = self.text[start]
            if what == 39 and at == start + 1:
                at = self.string(start)
            elif what == 34:
                at = self.behind(b'"', at)
            elif what == 36:
                at = self.dollar(start)
            elif what == 47:
                at = self.comment(at)
            elif what == 59:
                if self.is_copy(first, start):
                    at = self.copied(at)
                first = at
            elif what == 58 and self.psql:
                at = self.variable(start)
            elif what == 92 and self.psql:
                at = self.command(start)
                if self.text[start] == 59:
                    first = at

    def behind(self, what: bytes, at: int) -> int:
        found = self.text.find(what, at, self.end)
        return found + len(what) if found >= 0 else self.end

    def string(self, quote: int) -> int:
        text = self.text
        if bytes(text[quote - 1 : quote]) in (b"e", b"E") and not (quote > 1 and _IN_NAME.match(text, quote - 2)):
            match = _ESCAPED.match(text, quote + 1, self.end)
            return match.end() if match else self.end
        return self.behind(b"'", quote + 1)

    def dollar(self, at: int) -> int:
        match = _DOLLAR.match(self.text, at, self.end)
        if not match or (at and _IN_NAME.match(self.text, at - 1)):
            return at + 1
        return self.behind(match.group(), match.end())

    def comment(self, at: int) -> int:
        level = 1
        while level:
            match = _COMMENT.search(self.text, at, self.end)
            if not match:
                return self.end
            level += 1 if match.group() == b"/*" else -1
            at = match.end()
        return at

    def is_copy(self, first: int, semicolon: int) -> bool:
        """Whether data follows this statement: it is COPY … FROM stdin."""
        said = self.text[first:semicolon]
        return b"stdin" in said.lower() and _COPY.match(said) is not None

    def copied(self, at: int) -> int:
        """Mask the data of COPY from the line behind byte `at` to the line `\\.`; nothing where no such line is."""
        first = self.behind(b"\n", at)
        match = _COPY_END.search(self.text, first, self.end)
        if not match or self.text[at:first].strip():
            return at
        stop = match.end()
        if not self.psql:
            self.out.copied.append((first, stop))
        _blank(self.text, first, stop)
        return stop

    def variable(self, colon: int) -> int:
        """Mask the colon of `:name`, `:'name'` and `:"name"`, but not that of an array's slice."""
        text = self.text
        quote = bytes(text[colon + 1 : colon + 2])
        if quote in (b"'", b'"'):
            stop, by = self.behind(quote, colon + 2), b" "
        else:
            line = text.rfind(b"\n", 0, colon) + 1
            if text.rfind(b"[", line, colon) > text.rfind(b"]", line, colon):
                return colon + 1
            match = _NAME.match(text, colon + 1, self.end)
            stop, by = match.end() if match else colon + 1, b"_"
        self.out.placeholders.append((colon, stop))
        text[colon : colon + 1] = by
        return stop

    def command(self, at: int) -> int:
        """Mask a meta-command to the end of its line; one that sends the text before it becomes a semicolon."""
        text = self.text
        if text[at + 1 : at + 2] == b";":
            text[at : at + 2] = b"; "
            return at + 2
        stop = text.find(b"\n", at, self.end)
        stop = stop if stop >= 0 else self.end
        sends = _SENDS.match(text, at, self.end)
        _blank(text, at, stop)
        if sends:
            text[at] = 59
        return stop
