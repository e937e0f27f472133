"""Functions of texts and numbers (`utils/adt/varlena.c`, `oracle_compat.c`, `regexp.c`, `numeric.c`)."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from migslint.catalog.errors import PgError
from migslint.executor import pattern
from migslint.executor.text import text
from migslint.executor.values import SOMETHING, Unknowable, Value

if TYPE_CHECKING:
    from migslint.executor.run import Run


def _texts(function: Callable[..., Value]) -> Callable[[Run, list[Value]], Value]:
    """A function of texts and integers; anything else is first written as text."""

    def run_it(run: Run, args: list[Value]) -> Value:
        shown = [a if isinstance(a, int) and not isinstance(a, bool) else text(run.session, a) for a in args]
        if any(isinstance(a, Unknowable) for a in shown):
            return SOMETHING
        try:
            return function(*shown)
        except (TypeError, AttributeError):
            return SOMETHING

    return run_it


def _cased(function: Callable[[str], str]) -> Callable[[str], Value]:
    """Letters of which every locale knows the other case."""
    return lambda value: function(value) if value.isascii() else SOMETHING


def _initcap(value: str) -> Value:
    if not value.isascii():
        return SOMETHING
    return re.sub(r"[A-Za-z0-9]+", lambda m: m[0][0].upper() + m[0][1:].lower(), value)


def _strip(left: bool, right: bool) -> Callable[..., Value]:
    def strip(value: str, chars: str = " ") -> Value:
        if not chars:
            return value
        if left:
            value = value.lstrip(chars)
        return value.rstrip(chars) if right else value

    return strip


def _left(value: str, n: int) -> str:
    return value[:n] if n >= 0 else value[: max(len(value) + n, 0)]


def _right(value: str, n: int) -> str:
    if n == 0:
        return ""
    return value[-n:] if n > 0 else value[min(-n, len(value)) :]


def _substring(value: str, start: int | str, length: int | str | None = None) -> Value:
    if isinstance(start, str):
        if isinstance(length, str):
            return SOMETHING  # SQL regular expressions
        return _regexp_substr(value, start)
    if length is None:
        return value[max(start - 1, 0) :]
    assert isinstance(length, int)
    if length < 0:
        raise PgError("22011", "negative substring length not allowed", reason="value")
    return value[max(start - 1, 0) : max(start - 1 + length, 0)]


def _regexp_substr(value: str, expression: str) -> Value:
    found = _compiled(value, expression)
    if found is None:
        return SOMETHING
    match = found.search(value)
    if match is None:
        return None
    return match[1] if found.groups else match[0]


def _compiled(value: str, expression: str, flags: str = "") -> re.Pattern[str] | None:
    """The expression, if it surely finds the same as in PostgreSQL: the longest match is Python's without branches."""
    if not value.isascii() or "|" in expression:
        return None
    return pattern.compiled(expression, flags)


def _strpos(value: str, part: str) -> int:
    return value.find(part) + 1


def _replace(value: str, old: str, new: str) -> str:
    return value.replace(old, new) if old else value


def _split_part(value: str, separator: str, n: int) -> Value:
    if n == 0:
        raise PgError("22023", "field position must not be zero", reason="value")
    parts = value.split(separator) if separator else [value]
    at = n - 1 if n > 0 else len(parts) + n
    return parts[at] if 0 <= at < len(parts) else ""


def _translate(value: str, old: str, new: str) -> str:
    table: dict[int, str | None] = {}
    for i, c in enumerate(old):
        table.setdefault(ord(c), new[i] if i < len(new) else None)
    return value.translate(table)


def _pad(left: bool) -> Callable[..., Value]:
    def pad(value: str, length: int, fill: str = " ") -> Value:
        if len(value) >= length or not fill:
            return value[: max(length, 0)]
        missing = length - len(value)
        padding = (fill * (missing // len(fill) + 1))[:missing]
        return padding + value if left else value + padding

    return pad


def _repeat(value: str, n: int) -> Value:
    return value * max(n, 0) if len(value) * n < 1 << 20 else SOMETHING


def _regexp_replace(value: str, expression: str, replacement: str, flags: str | int = "") -> Value:
    if not isinstance(flags, str):
        return SOMETHING
    found = _compiled(value, expression, flags)
    if found is None:
        return SOMETHING

    def put(match: re.Match[str]) -> str:
        def one(part: re.Match[str]) -> str:
            c = part[1]
            if c == "&":
                return match[0]
            if c.isdigit() and c != "0":
                return (match[int(c)] or "") if int(c) <= (match.re.groups or 0) else ""
            return c if c == "\\" else part[0]

        return re.sub(r"\\(.)", one, replacement, flags=re.S)

    return found.sub(put, value, count=0 if "g" in flags else 1)


def _regexp_match(value: str, expression: str, flags: str = "") -> Value:
    found = _compiled(value, expression, flags)
    if found is None or "g" in flags:
        return SOMETHING
    match = found.search(value)
    if match is None:
        return None
    return list(match.groups()) if found.groups else [match[0]]


def _regexp_like(value: str, expression: str, flags: str = "") -> Value:
    return pattern.matches(value, expression, flags)


def _regexp_count(value: str, expression: str) -> Value:
    found = _compiled(value, expression)
    return SOMETHING if found is None else sum(1 for _ in found.finditer(value))


def _regexp_split(value: str, expression: str) -> Value:
    found = _compiled(value, expression)
    if found is None or found.groups or found.match("") is not None:
        return SOMETHING
    return found.split(value)


def _string_to_array(run: Run, args: list[Value]) -> Value:
    if args[0] is None or isinstance(args[0], Unknowable):
        return args[0]
    if any(isinstance(a, Unknowable) for a in args):
        return SOMETHING
    value, separator = args[0], args[1]
    null = args[2] if len(args) > 2 else None
    if not value:
        return []
    parts = list(value) if separator is None else value.split(separator) if separator else [value]
    return [None if null is not None and p == null else p for p in parts]


def _chr(n: int) -> Value:
    return chr(n) if 0 < n < 0xD800 else SOMETHING


def _md5(value: str) -> str:
    return hashlib.md5(value.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def _length(run: Run, args: list[Value]) -> Value:
    return len(args[0]) if isinstance(args[0], str) and len(args) == 1 else SOMETHING


def _octet_length(value: str) -> int:
    return len(value.encode("utf-8", "surrogatepass"))


def _like_escape(value: str, escape: str) -> Value:
    """`like_escape`: the pattern with a backslash for its escape character."""
    if escape == "\\":
        return value
    out, at = [], 0
    while at < len(value):
        c = value[at]
        if escape and c == escape:
            at += 1
            out.append("\\" + value[at : at + 1])
        else:
            out.append("\\\\" if c == "\\" else c)
        at += 1
    return "".join(out)


def _similar_escape(value: str, escape: str = "\\") -> Value:
    """`similar_escape_internal`: the regular expression of a SIMILAR TO pattern."""
    if escape != "\\":
        return SOMETHING
    out, at, in_class = ["^(?:"], 0, False
    while at < len(value):
        c = value[at]
        if c == "\\":
            at += 1
            out.append("\\" + value[at : at + 1])
        elif in_class:
            in_class = c != "]"
            out.append(c)
        elif c == "[":
            in_class = True
            out.append(c)
        elif c == "%":
            out.append(".*")
        elif c == "_":
            out.append(".")
        elif c == "(":
            out.append("(?:")
        elif c in ".^$":
            out.append("\\" + c)
        else:
            out.append(c)
        at += 1
    return "".join([*out, ")$"])


# --- numbers ---


def _number(function: Callable[..., Value]) -> Callable[[Run, list[Value]], Value]:
    def run_it(run: Run, args: list[Value]) -> Value:
        if any(isinstance(a, (bool, str)) or not isinstance(a, (int, float, Decimal)) for a in args):
            return SOMETHING
        try:
            return function(*args)
        except (TypeError, ValueError, ArithmeticError):
            return SOMETHING

    return run_it


def _round(value: Any, digits: int = 0) -> Value:
    if isinstance(value, float):
        return float(round(value)) if not digits else SOMETHING
    return Decimal(value).quantize(Decimal(1).scaleb(-digits) if digits > 0 else Decimal(1), ROUND_HALF_UP)


def _floor(value: Any) -> Value:
    return float(math.floor(value)) if isinstance(value, float) else Decimal(math.floor(value))


def _ceil(value: Any) -> Value:
    return float(math.ceil(value)) if isinstance(value, float) else Decimal(math.ceil(value))


def _mod(a: Any, b: Any) -> Value:
    from migslint.executor.operators import operate

    return operate(None, "%", a, b)  # type: ignore[arg-type]


STRICT: dict[str, Callable[[Any, list[Value]], Value]] = {
    "lower": _texts(_cased(str.lower)),
    "upper": _texts(_cased(str.upper)),
    "initcap": _texts(_initcap),
    "btrim": _texts(_strip(True, True)),
    "ltrim": _texts(_strip(True, False)),
    "rtrim": _texts(_strip(False, True)),
    "left": _texts(_left),
    "right": _texts(_right),
    "substring": _texts(_substring),
    "substr": _texts(_substring),
    "strpos": _texts(_strpos),
    "position": _texts(_strpos),
    "replace": _texts(_replace),
    "split_part": _texts(_split_part),
    "translate": _texts(_translate),
    "lpad": _texts(_pad(True)),
    "rpad": _texts(_pad(False)),
    "repeat": _texts(_repeat),
    "reverse": _texts(lambda value: value[::-1]),
    "starts_with": _texts(lambda value, start: value.startswith(start)),
    "regexp_replace": _texts(_regexp_replace),
    "regexp_match": _texts(_regexp_match),
    "regexp_like": _texts(_regexp_like),
    "regexp_count": _texts(_regexp_count),
    "regexp_substr": _texts(_regexp_substr),
    "regexp_split_to_array": _texts(_regexp_split),
    "ascii": _texts(lambda value: ord(value[0]) if value else 0),
    "chr": _texts(_chr),
    "md5": _texts(_md5),
    "length": _length,
    "char_length": _length,
    "character_length": _length,
    "octet_length": _texts(_octet_length),
    "like_escape": _texts(_like_escape),
    "similar_to_escape": _texts(_similar_escape),
    "to_hex": _texts(lambda n: format(n & 0xFFFFFFFF if -(1 << 31) <= n < 0 else n, "x")),
    "abs": _number(abs),
    "sign": _number(lambda v: Decimal((v > 0) - (v < 0)) if not isinstance(v, float) else float((v > 0) - (v < 0))),
    "round": _number(_round),
    "floor": _number(_floor),
    "ceil": _number(_ceil),
    "ceiling": _number(_ceil),
    "mod": _number(_mod),
    "power": _number(lambda a, b: math.pow(a, b) if isinstance(a, float) or isinstance(b, float) else SOMETHING),
}
LENIENT: dict[str, Callable[[Any, list[Value]], Value]] = {"string_to_array": _string_to_array}
