"""The orders in which tools run files."""

from __future__ import annotations

import os

Token = tuple[int, int, str]

INT64 = 2**63 - 1
UINT64 = 2**64 - 1

#: the printable ASCII characters in the order of the Unicode collation's root, which Intl and String.localeCompare use
_COLLATION = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz"
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WEIGHTS = str.maketrans(_COLLATION + _UPPER, "".join(map(chr, (*range(33, 101), *range(75, 101)))))


def byte_key(name: str) -> bytes:
    """Sorts as Go, Rust and C compare strings: by the bytes of the name on disk."""
    return os.fsencode(name)


def natural_key(path: str) -> tuple[tuple[Token, ...], ...]:
    """Sorts as people read: folder by folder, runs of digits as numbers ("2_b" before "10_a"), the rest as text.

    A total order: numbers that are equal ("1" and "01") are told apart by their length, after everything else.
    """
    parts = path.split("/")
    return (*(_tokens(part) for part in parts), tuple((2, len(part), part) for part in parts))


def _tokens(part: str) -> tuple[Token, ...]:
    out: list[Token] = []
    at, n = 0, len(part)
    while at < n:
        end = at
        if "0" <= part[at] <= "9":
            while end < n and "0" <= part[end] <= "9":
                end += 1
            digits = part[at:end].lstrip("0")
            # numbers compare by length first: no conversion, so that no length is too long
            out.append((0, len(digits), digits))
        else:
            while end < n and not "0" <= part[end] <= "9":
                end += 1
            out.append((1, 0, part[at:end]))
        at = end
    return tuple(out)


def locale_key(name: str) -> tuple[str, str]:
    """Sorts ASCII names as JavaScript's `localeCompare` does: punctuation, digits, letters; case decides ties only.

    Characters beyond ASCII sort after letters by code point, which is not what a locale does.
    """
    return name.translate(_WEIGHTS), name.swapcase()


def number(digits: str, limit: int | None = None) -> int | None:
    """The number that `digits` spells, or None: ASCII digits only, at most `limit` (4,000 digits without one)."""
    if not digits.isascii() or not digits.isdigit() or len(digits) > 4000:
        return None
    value = int(digits)
    return value if limit is None or value <= limit else None


def utc_milliseconds(stamp: str) -> int | None:
    """The milliseconds since 1970 of YYYYMMDDHHMMSS in UTC, or None for anything else."""
    if len(stamp) != 14 or number(stamp) is None:
        return None
    import calendar
    import time

    try:
        return calendar.timegm(time.strptime(stamp, "%Y%m%d%H%M%S")) * 1000
    except ValueError:
        return None
