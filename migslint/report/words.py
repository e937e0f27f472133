"""Words and characters that every face shares: counted nouns, and text from files made harmless for a terminal."""

from __future__ import annotations

import re
import unicodedata

#: control characters (C0, DEL, C1), marks that change the direction of text, line separators, halves of surrogate
#: pairs: a terminal would act on them, or an encoder refuse them; and characters that nobody can see
HARMFUL = (
    "[\\x00-\\x1f\\x7f-\\x9f\\xad\\u061c\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060\\u2066-\\u2069"
    "\\ufeff\\ufff9-\\ufffb\\ud800-\\udfff\\U000e0000-\\U000e007f]"
)


def plural(count: int, noun: str) -> str:
    """ "1 file", "2 files". The plural of a phrase is that of its last word."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def harmless(text: str) -> str:
    """The text with every character that a terminal would act on written as an escape ("\\x1b", "\\u202e")."""
    return text if text.isprintable() else re.sub(HARMFUL, _escape, text)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def width(text: str) -> int:
    """The columns that a harmless text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(char_width(char) for char in text)


def char_width(char: str) -> int:
    """The columns of one character: 2 for wide East Asian ones and emoji, 0 for marks that combine with the last."""
    if char < "\u0300":
        return 1
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
