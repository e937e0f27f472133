"""LIKE, SIMILAR TO and regular expressions (`utils/adt/like.c`, `utils/adt/regexp.c`)."""

from __future__ import annotations

import re
from collections.abc import Callable

from migslint.catalog.errors import PgError
from migslint.executor.values import SOMETHING, Value

#: what Python's expressions and PostgreSQL's advanced ones read alike
_SAME = re.compile(
    r"(?:[^\\\[({*+?]|\\[.*+?()\[\]{}|^$\\/dwsDWS-]|\[\^?(?:[^\]\\\[]|\\[dws\\.-])+\]|\((?:\?:|(?!\?))|[*+?]\??|\{\d+(?:,\d*)?\})*\Z"
)


def like_pattern(pattern: str, escape: str = "\\") -> str:
    """The Python expression of a LIKE pattern; PgError 22025 if it ends with its escape character."""
    parts: list[str] = []
    at = 0
    while at < len(pattern):
        c = pattern[at]
        if escape and c == escape:
            at += 1
            if at >= len(pattern):
                raise PgError("22025", "LIKE pattern must not end with escape character", reason="value")
            parts.append(re.escape(pattern[at]))
        elif c == "%":
            parts.append(".*")
        elif c == "_":
            parts.append(".")
        else:
            parts.append(re.escape(c))
        at += 1
    return "".join(parts) + r"\Z"


def like(value: str, pattern: str) -> Value:
    """`textlike`."""
    return re.match(like_pattern(pattern), value, re.S) is not None


def ilike(value: str, pattern: str) -> Value:
    """`texticlike`, for letters of which every locale knows both cases."""
    if not (value.isascii() and pattern.isascii()):
        return SOMETHING
    return re.match(like_pattern(pattern), value, re.S | re.I | re.A) is not None


def compiled(pattern: str, flags: str = "") -> re.Pattern[str] | None:
    """A regular expression as Python has it; None where the two languages may differ."""
    if not _SAME.match(pattern) or len(pattern) > 1000 or set(flags) - set("ig"):
        return None
    if _mixes_greed(pattern):
        return None
    body = pattern.replace("\\/", "/")
    # $ is the very end here, and a dot takes newlines
    out, in_class, at = [], False, 0
    while at < len(body):
        c = body[at]
        if c == "\\":
            out.append(body[at : at + 2])
            at += 2
            continue
        if c == "[":
            in_class = True
        elif c == "]":
            in_class = False
        out.append(r"\Z" if c == "$" and not in_class else c)
        at += 1
    try:
        return re.compile("".join(out), re.S | re.A | (re.I if "i" in flags else 0))
    except re.error:
        return None


def _mixes_greed(pattern: str) -> bool:
    """The longest match is found by other rules where greedy and other quantifiers, or branches, meet."""
    lazy = re.search(r"(?<!\\)[*+?}]\?", pattern) is not None
    return lazy


def matches(value: str, pattern: str, flags: str = "") -> Value:
    """`textregexeq`."""
    if pattern.startswith("(?i)"):
        pattern, flags = pattern[4:], flags + "i"
    found = compiled(pattern, flags)
    if found is None or ("i" in flags and not (value.isascii() and pattern.isascii())) or not value.isascii():
        return SOMETHING
    return found.search(value) is not None


def _not(function: Callable[[str, str], Value]) -> Callable[[str, str], Value]:
    def run(value: str, pattern: str) -> Value:
        result = function(value, pattern)
        return not result if isinstance(result, bool) else result

    return run


def _imatches(value: str, pattern: str) -> Value:
    return matches(value, pattern, "i")


OPERATORS: dict[str, Callable[[str, str], Value]] = {
    "~~": like,
    "!~~": _not(like),
    "~~*": ilike,
    "!~~*": _not(ilike),
    "~": matches,
    "!~": _not(matches),
    "~*": _imatches,
    "!~*": _not(_imatches),
}
