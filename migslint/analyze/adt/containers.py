"""Arrays, rows, ranges and multiranges (`arrayfuncs.c, rowtypes.c, rangetypes.c, multirangetypes.c`).

`check` is `literals.check_literal`, by which their elements are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from migslint.catalog.errors import PgError
from migslint.catalog.objects import Type
from migslint.catalog.session import Session
from migslint.catalog.typename import base_type

_SPACE = " \t\n\r\v\f"
_DIMENSION = re.compile(r"\s*\[\s*([+-]?\d+)(?::([+-]?\d+))?\s*\]")
MAXDIM = 6

Check = Callable[[Session, str, Type, int | None], None]


def _malformed(what: str, text: str, detail: str, location: int | None) -> PgError:
    return PgError(
        "22P02",
        f'malformed {what} literal: "{text}"',
        detail=detail,
        location=location,
        reason="value",
        kind="value",
        name=text,
    )


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


# --- arrays ---


def array(session: Session, text: str, type: Type, location: int | None, check: Check) -> None:
    """`array_in`."""
    assert type.element is not None
    delimiter = ";" if type.element.name == "box" and type.element.builtin else ","
    at, dimensions = _dimensions(text, location)
    if dimensions:
        if not text.startswith("=", at):
            raise _malformed("array", text, 'Missing "=" after array dimensions.', location)
        at = _skip(text, at + 1)
        if not text.startswith("{", at):
            raise _malformed("array", text, 'Array contents must start with "{".', location)
    elif not text.startswith("{", at):
        detail = 'Array value must start with "{" or dimension information.'
        raise _malformed("array", text, detail, location)
    reader = _ArrayReader(text, at, delimiter, location)
    late: list[str] = []
    element = type.element
    if session.version >= 17:
        end = reader.read(dimensions, lambda value: check(session, value, element, location))
    else:
        end = reader.read(dimensions, late.append)
    if text[end:].strip(_SPACE):
        raise _malformed("array", text, "Junk after closing right brace.", location)
    for value in late:
        check(session, value, element, location)


def _dimensions(text: str, location: int | None) -> tuple[int, list[int]]:
    """`ReadArrayDimensions`."""
    at = _skip(text, 0)
    out: list[int] = []
    while text.startswith("[", at):
        found = _DIMENSION.match(text, at)
        if found is None:
            rest = text[_skip(text, at + 1) :]
            if not re.match(r"[+-]?\d", rest):
                detail = '"[" must introduce explicitly-specified array dimensions.'
            elif re.match(r"[+-]?\d+:(?![+-]?\d)", rest):
                detail = "Missing array dimension value."
            else:
                detail = 'Missing "]" after array dimensions.'
            raise _malformed("array", text, detail, location)
        if len(out) >= MAXDIM:
            message = f"number of array dimensions exceeds the maximum allowed ({MAXDIM})"
            raise PgError("54000", message, location=location, reason="value")
        low, high = (int(found[1]), int(found[2])) if found[2] is not None else (1, int(found[1]))
        if high < low:
            raise PgError(
                "2202E", "upper bound cannot be less than lower bound", location=location, reason="value", name=text
            )
        out.append(high - low + 1)
        at = found.end()
    return _skip(text, at), out


class _ArrayReader:
    """`ReadArrayStr` over `ReadArrayToken`."""

    def __init__(self, text: str, at: int, delimiter: str, location: int | None) -> None:
        self.text = text
        self.at = at
        self.delimiter = delimiter
        self.location = location

    def refuse(self, detail: str) -> PgError:
        return _malformed("array", self.text, detail, self.location)

    def read(self, dimensions: list[int], element: Callable[[str], None]) -> int:
        """Read from the first brace to the last; returns the place after it."""
        sizes = [*dimensions, *[-1] * (MAXDIM - len(dimensions))]
        depth = len(dimensions)
        frozen = bool(dimensions)
        counts: list[int] = []
        expect_delimiter = False
        detail = (
            "Specified array dimensions do not match array contents."
            if dimensions
            else "Multidimensional arrays must have sub-arrays with matching dimensions."
        )
        while True:
            kind, value = self.token()
            if kind == "{":
                if expect_delimiter:
                    raise self.refuse('Unexpected "{" character.')
                if len(counts) >= MAXDIM:
                    message = f"number of array dimensions exceeds the maximum allowed ({MAXDIM})"
                    raise PgError("54000", message, location=self.location, reason="value")
                counts.append(0)
                if len(counts) > depth:
                    if frozen:
                        raise self.refuse(detail)
                    depth = len(counts)
            elif kind == "}":
                if counts[-1] > 0 and not expect_delimiter:
                    raise self.refuse('Unexpected "}" character.')
                count = counts.pop()
                level = len(counts)
                if level:
                    counts[-1] += 1
                if sizes[level] < 0:
                    sizes[level] = count
                elif count != sizes[level]:
                    raise self.refuse(detail)
                if not level:
                    return self.at
                expect_delimiter = True
            elif kind == self.delimiter:
                if not expect_delimiter:
                    raise self.refuse(f'Unexpected "{self.delimiter}" character.')
                expect_delimiter = False
            else:
                if expect_delimiter:
                    raise self.refuse("Unexpected array element.")
                if kind == "element":
                    element(value)
                frozen = True
                if len(counts) != depth:
                    raise self.refuse(detail)
                counts[-1] += 1
                expect_delimiter = True

    def token(self) -> tuple[str, str]:
        """(one of the signs, "element" or "null"; the element's text)."""
        text = self.text
        at = _skip(text, self.at)
        if at >= len(text):
            raise self.refuse("Unexpected end of input.")
        c = text[at]
        if c in "{}" or c == self.delimiter:
            self.at = at + 1
            return c, ""
        return self.quoted(at + 1) if c == '"' else self.unquoted(at)

    def quoted(self, at: int) -> tuple[str, str]:
        text = self.text
        out: list[str] = []
        while at < len(text):
            c = text[at]
            if c == '"':
                at = _skip(text, at + 1)
                if text[at : at + 1] not in (self.delimiter, "{", "}"):
                    raise self.refuse("Incorrectly quoted array element.")
                self.at = at
                return "element", "".join(out)
            if c == "\\":
                at += 1
                if at >= len(text):
                    break
                c = text[at]
            out.append(c)
            at += 1
        raise self.refuse("Unexpected end of input.")

    def unquoted(self, at: int) -> tuple[str, str]:
        text = self.text
        out: list[str] = []
        keep = 0
        escaped = False
        while at < len(text):
            c = text[at]
            if c == self.delimiter or c == "}":
                self.at = at
                value = "".join(out[:keep])
                return ("null", "") if not escaped and value.upper() == "NULL" else ("element", value)
            if c == "{":
                raise self.refuse('Unexpected "{" character.')
            if c == '"':
                raise self.refuse("Incorrectly quoted array element.")
            if c == "\\":
                escaped = True
                at += 1
                if at >= len(text):
                    break
                c = text[at]
                out.append(c)
                keep = len(out)
            else:
                out.append(c)
                if c not in _SPACE:
                    keep = len(out)
            at += 1
        raise self.refuse("Unexpected end of input.")


# --- rows and ranges ---


def _field(what: str, text: str, at: int, ends: str, location: int | None) -> tuple[int, str | None]:
    """One value up to a comma or a closing sign, quotes and backslashes taken off; None where there is nothing."""
    if text[at : at + 1] and text[at] in ends:
        return at, None
    out: list[str] = []
    quoted = False
    while quoted or not (at < len(text) and text[at] in ends):
        if at >= len(text):
            raise _malformed(what, text, "Unexpected end of input.", location)
        c = text[at]
        at += 1
        if c == "\\":
            if at >= len(text):
                raise _malformed(what, text, "Unexpected end of input.", location)
            out.append(text[at])
            at += 1
        elif c != '"':
            out.append(c)
        elif not quoted:
            quoted = True
        elif text.startswith('"', at):
            out.append(c)
            at += 1
        else:
            quoted = False
    return at, "".join(out)


def record(session: Session, text: str, type: Type, location: int | None, check: Check) -> None:
    """`record_in`."""
    relation = type.relation
    if relation is None or relation.unknown:
        return
    at = _skip(text, 0)
    if not text.startswith("(", at):
        raise _malformed("record", text, "Missing left parenthesis.", location)
    at += 1
    for i, attribute in enumerate(a for a in relation.attributes.values() if a.number > 0):
        if i:
            if not text.startswith(",", at):
                raise _malformed("record", text, "Too few columns.", location)
            at += 1
        at, value = _field("record", text, at, ",)", location)
        if value is not None:
            check(session, value, attribute.type, location)
    if not text.startswith(")", at):
        raise _malformed("record", text, "Too many columns.", location)
    if text[at + 1 :].strip(_SPACE):
        raise _malformed("record", text, "Junk after right parenthesis.", location)


def range_(session: Session, text: str, type: Type, location: int | None, check: Check) -> None:
    """`range_in`, `range_parse`."""
    at = _skip(text, 0)
    if text[at : at + 5].lower() == "empty":
        if text[at + 5 :].strip(_SPACE):
            raise _malformed("range", text, 'Junk after "empty" key word.', location)
        return
    if text[at : at + 1] not in ("[", "("):
        raise _malformed("range", text, "Missing left parenthesis or bracket.", location)
    at, low = _field("range", text, at + 1, ",)]", location)
    if not text.startswith(",", at):
        raise _malformed("range", text, "Missing comma after lower bound.", location)
    at, high = _field("range", text, at + 1, ",)]", location)
    if text[at] == ",":
        raise _malformed("range", text, "Too many commas.", location)
    if text[at + 1 :].strip(_SPACE):
        raise _malformed("range", text, "Junk after right parenthesis or bracket.", location)
    if type.subtype is None:
        return
    for value in (low, high):
        if value is not None:
            check(session, value, type.subtype, location)
    if low is not None and high is not None and _greater(base_type(type.subtype), low, high):
        message = "range lower bound must be less than or equal to range upper bound"
        raise PgError("22000", message, location=location, reason="value", kind="value", name=text)


_ISO = re.compile(r"\d{4}-\d\d-\d\d\Z")


def _greater(type: Type, low: str, high: str) -> bool:
    """Whether the first value is surely the greater one."""
    if not type.builtin:
        return False
    if type.name in ("int4", "int8", "numeric", "float8", "int2", "float4"):
        from decimal import Decimal, InvalidOperation

        try:
            a, b = Decimal(low.strip(_SPACE)), Decimal(high.strip(_SPACE))
        except InvalidOperation:
            return False
        return a > b if not (a.is_nan() or b.is_nan()) else a.is_nan() and not b.is_nan()
    if type.name in ("date", "timestamp", "timestamptz") and _ISO.match(low) and _ISO.match(high):
        return low > high
    return False


def multirange(session: Session, text: str, type: Type, location: int | None, check: Check) -> None:
    """`multirange_in`."""
    at = _skip(text, 0)
    if not text.startswith("{", at):
        raise _malformed("multirange", text, "Missing left brace.", location)
    at = _skip(text, at + 1)
    seen = 0
    while True:
        if at >= len(text):
            raise _malformed("multirange", text, "Unexpected end of input.", location)
        if text[at] == "}" and not seen:
            break
        if text[at] in "[(":
            end = _range_end(text, at, location)
            if type.range is not None:
                range_(session, text[at:end], type.range, location, check)
            at = end
        elif text[at : at + 5].lower() == "empty":
            at += 5
        else:
            raise _malformed("multirange", text, "Expected range start.", location)
        seen += 1
        at = _skip(text, at)
        if at >= len(text):
            raise _malformed("multirange", text, "Unexpected end of input.", location)
        if text[at] == "}":
            break
        if text[at] != ",":
            raise _malformed("multirange", text, "Expected comma or end of multirange.", location)
        at = _skip(text, at + 1)
    if text[at + 1 :].strip(_SPACE):
        raise _malformed("multirange", text, "Junk after closing right brace.", location)


def _range_end(text: str, at: int, location: int | None) -> int:
    """The place after the range that begins at `at`."""
    quoted = False
    at += 1
    while at < len(text):
        c = text[at]
        if c == "\\":
            at += 1
        elif c == '"':
            quoted = not quoted
        elif not quoted and c in ")]":
            return at + 1
        at += 1
    raise _malformed("multirange", text, "Unexpected end of input.", location)
