"""Writing to standard output, whatever its encoding."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from typing import Any

#: characters between two writes
BLOCK = 1 << 16


def print_lines(lines: Iterable[str]) -> None:
    """Print lines; characters that the encoding of standard output lacks are written as escapes."""
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(errors="backslashreplace")
    held: list[str] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size > BLOCK:
            out.write("\n".join(held) + "\n")
            held.clear()
            size = 0
    if held:
        out.write("\n".join(held) + "\n")


def print_json(value: Any) -> None:
    """Print a value as JSON; halves of surrogate pairs, from file names that are not UTF-8, become "?"."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
