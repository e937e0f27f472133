"""format(), concat() and quoting (`utils/adt/varlena.c`, `utils/adt/quote.c`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from migslint.catalog.errors import PgError
from migslint.catalog.namespace import quote_identifier
from migslint.executor.text import output, text
from migslint.executor.values import SOMETHING, UNKNOWN, Unknowable, Value

if TYPE_CHECKING:
    from migslint.executor.run import Run

_SPEC = re.compile(
    r"%(?:(?P<position>\d+)\$)?(?P<minus>-?)(?:\*(?:(?P<star>\d+)\$)?|(?P<width>\d+))?(?P<type>.?)", re.S
)


def quote_literal(text: str) -> str:
    """`quote_literal_internal`."""
    quoted = "'" + text.replace("'", "''").replace("\\", "\\\\") + "'"
    return "E" + quoted if "\\" in text else quoted


def _format(run: Run, args: list[Value]) -> Value:
    """`text_format`."""
    if args[0] is None or isinstance(args[0], Unknowable):
        return args[0]
    template, values = str(args[0]), args[1:]
    parts: list[Value] = []
    at, next_value = 0, 0
    while True:
        start = template.find("%", at)
        if start < 0:
            parts.append(template[at:])
            break
        parts.append(template[at:start])
        if template[start : start + 2] == "%%":
            parts.append("%")
            at = start + 2
            continue
        spec = _SPEC.match(template, start)
        assert spec is not None
        at = spec.end()
        width: Value = int(spec["width"]) if spec["width"] else 0
        if "*" in spec[0]:
            index = int(spec["star"]) - 1 if spec["star"] else next_value
            next_value = index + 1
            width = _argument(values, index)
        index = int(spec["position"]) - 1 if spec["position"] else next_value
        kind = spec["type"]
        if not kind:
            raise PgError(
                "22023",
                "unterminated format() type specifier",
                hint='For a single "%" use "%%".',
                reason="value",
            )
        if kind not in "sIL":
            raise PgError(
                "22023",
                f'unrecognized format() type specifier "{kind}"',
                hint='For a single "%" use "%%".',
                reason="value",
            )
        if spec["position"] == "0":
            raise PgError("22023", "format specifies argument 0, but arguments are numbered from 1", reason="value")
        shown = _one(run, kind, _argument(values, index))
        next_value = index + 1
        if not isinstance(shown, str) or not isinstance(width, int):
            return SOMETHING
        left = bool(spec["minus"]) or width < 0
        parts.append(shown.ljust(abs(width)) if left else shown.rjust(width))
    return "".join(parts)


def _argument(values: list[Value], index: int) -> Value:
    if index >= len(values):
        raise PgError("22023", "too few arguments for format()", reason="value")
    return values[index]


def _one(run: Run, kind: str, value: Value) -> Value:
    if value is UNKNOWN:
        return UNKNOWN
    if value is None:
        if kind == "I":
            raise PgError("22004", "null values cannot be formatted as an SQL identifier", reason="value")
        return "NULL" if kind == "L" else ""
    shown = output(run.session, value)
    if not isinstance(shown, str):
        return shown
    return quote_identifier(shown) if kind == "I" else quote_literal(shown) if kind == "L" else shown


def _quote_ident(run: Run, args: list[Value]) -> Value:
    shown = text(run.session, args[0])
    return quote_identifier(shown) if isinstance(shown, str) else shown


def _quote_literal(run: Run, args: list[Value]) -> Value:
    shown = text(run.session, args[0])
    return quote_literal(shown) if isinstance(shown, str) else shown


def _quote_nullable(run: Run, args: list[Value]) -> Value:
    if args[0] is UNKNOWN:
        return SOMETHING
    return "NULL" if args[0] is None else _quote_literal(run, args)


def _joined(run: Run, separator: str, values: list[Value]) -> Value:
    shown = [output(run.session, v) for v in values if v is not None]
    if any(isinstance(s, Unknowable) for s in shown):
        return SOMETHING
    return separator.join(shown)


def _concat(run: Run, args: list[Value]) -> Value:
    return _joined(run, "", args)


def _concat_ws(run: Run, args: list[Value]) -> Value:
    if args[0] is None or isinstance(args[0], Unknowable):
        return args[0]
    return _joined(run, args[0], args[1:])


STRICT = {"quote_ident": _quote_ident, "quote_literal": _quote_literal}
LENIENT = {"format": _format, "quote_nullable": _quote_nullable, "concat": _concat, "concat_ws": _concat_ws}
