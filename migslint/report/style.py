"""How a report may be drawn where it is going: colours, box-drawing characters, columns."""

from __future__ import annotations

import os
from typing import Literal, TextIO

import msgspec

#: columns of an excerpt where the output is no terminal
WIDTH = 120

BOLD, DIM, RED, GREEN, YELLOW, BLUE, CYAN = 1, 2, 31, 32, 33, 34, 36
SEVERITY = {"error": RED, "warning": YELLOW, "info": CYAN}


class Style(msgspec.Struct, frozen=True):
    """With colours or without, with box-drawing characters or ASCII, and how wide (columns)."""

    color: bool = False
    unicode: bool = True
    columns: int = WIDTH

    def paint(self, text: str, *codes: int) -> str:
        """The text in a colour (codes of SGR), as it is where no colour is wanted."""
        return f"\x1b[{';'.join(map(str, codes))}m{text}\x1b[0m" if self.color and text else text


def style_for(stream: TextIO, color: Literal["auto", "always", "never"] = "auto") -> Style:
    """The style that suits a stream. `auto` colours a terminal, unless NO_COLOR forbids it; FORCE_COLOR colours all."""
    terminal = stream.isatty()
    if color != "auto":
        colored = color == "always"
    elif os.environ.get("NO_COLOR"):
        colored = False
    elif os.environ.get("FORCE_COLOR", "") not in ("", "0"):
        colored = True
    else:
        colored = terminal and os.environ.get("TERM") != "dumb"
    columns = WIDTH
    if terminal:
        try:
            columns = max(os.get_terminal_size(stream.fileno()).columns, 40)
        except (OSError, ValueError):
            pass
    try:
        "│├╰…".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return Style(colored, False, columns)
    return Style(colored, True, columns)
