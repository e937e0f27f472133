"""Casts (`parser/parse_coerce.c` decides which there are, the functions of `utils/adt/` what they give)."""

from __future__ import annotations

import json
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from migslint.analyze.literals import check_literal
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import Type, TypeRef
from migslint.catalog.session import Session
from migslint.executor.regproc import REG, reg_in
from migslint.executor.text import text
from migslint.executor.values import SOMETHING, UNKNOWN, Json, Oid, Row, Typed, Unknowable, Value, Vector

_SPACE = " \t\n\r\v\f"
_INTEGERS = {
    "int2": ("smallint", -(1 << 15), 1 << 15),
    "int4": ("integer", -(1 << 31), 1 << 31),
    "int8": ("bigint", -(1 << 63), 1 << 63),
}
_STRINGS = frozenset(("text", "varchar", "bpchar", "name", "char", "cstring", "unknown"))
_UUID = re.compile(r"[0-9a-f]{32}\Z")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_TIMESTAMP = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})\Z")


def cast(session: Session, value: Value, target: Type | TypeRef) -> Value:
    """`value::target`: PgError where the server would refuse the value (22P02, 22003, 42P01 …)."""
    ref = target if isinstance(target, TypeRef) else TypeRef(target)
    type, typmod = ref.type, ref.typmod
    if type.typtype == "d" and type.base is not None:
        result = cast(session, value, type.base)
        if type.notnull and result is None:
            raise PgError(
                "23502",
                f"domain {type.name} does not allow null values",
                reason="value",
                kind="type",
                name=type.name,
            )
        return UNKNOWN if type.constraints or type.unknown else result
    if value is None or isinstance(value, Unknowable):
        return value
    if type.typtype == "?" or "self" in type.unknown:
        return SOMETHING
    if type.is_array and type.element is not None:
        return _to_array(session, value, type, typmod)
    if type.typtype == "e":
        if isinstance(value, Typed) and value.type is type:
            return value
        if not isinstance(value, str) or "label" in type.unknown:
            return SOMETHING
        check_literal(session, value, type, -1, None)
        return Typed(value, type)
    if not type.builtin or type.namespace.name != "pg_catalog":
        return SOMETHING
    return _to_builtin(session, value, type, typmod)


def _to_builtin(session: Session, value: Value, type: Type, typmod: int | tuple[str, ...]) -> Value:
    name = type.name
    if name in _STRINGS:
        return _to_string(text(session, value), name, typmod)
    if name in _INTEGERS:
        return to_integer(session, value, type)
    if name == "numeric":
        return _to_numeric(session, value, type, typmod)
    if name in ("float8", "float4"):
        return _to_float(session, value, type)
    if name == "bool":
        return to_bool(session, value)
    if name == "oid" or name in REG:
        return _to_oid(session, value, name)
    if name in ("json", "jsonb"):
        return _to_json(session, value, type)
    if name == "record" and isinstance(value, Row):
        return value
    if name in ("int2vector", "oidvector"):
        return value if isinstance(value, Vector) else SOMETHING
    if isinstance(value, Typed) and value.type is type:
        return value
    if type.typtype == "b" and isinstance(value, str) and not isinstance(value, Typed):
        check_literal(session, value, type, typmod, None)
        return _keep(value, type, typmod)
    return SOMETHING


def _keep(value: str, type: Type, typmod: int | tuple[str, ...]) -> Value:
    """A value of a type that is kept as text, where its canonical form is plain to see."""
    body = value.strip(_SPACE)
    if type.name == "uuid":
        bare = body.strip("{}").replace("-", "").lower()
        if _UUID.match(bare):
            return Typed("-".join((bare[:8], bare[8:12], bare[12:16], bare[16:20], bare[20:])), type)
    elif type.name == "date" and _DATE.match(body):
        return Typed(body, type)
    elif type.name == "timestamp" and typmod == -1 and (found := _TIMESTAMP.match(body)):
        return Typed(f"{found[1]} {found[2]}", type)
    return SOMETHING


def _to_string(shown: Value, name: str, typmod: int | tuple[str, ...]) -> Value:
    if not isinstance(shown, str):
        return shown
    if name == "name":
        return shown.encode("utf-8", "surrogatepass")[:63].decode("utf-8", "ignore")
    if name == "char":
        return shown[:1]
    if name in ("varchar", "bpchar") and isinstance(typmod, int) and typmod > 4:
        shown = shown[: typmod - 4]
        return SOMETHING if name == "bpchar" and len(shown) < typmod - 4 else shown
    return shown


def to_integer(session: Session, value: Value, type: Type) -> Value:
    """A value of type smallint, integer or bigint: 22P02, 22003."""
    shown, least, limit = _INTEGERS[type.name]
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        check_literal(session, value, type, -1, None)
        number = _read_integer(value.strip(_SPACE))
    elif isinstance(value, (float, Decimal)):
        if value != value or value in (float("inf"), float("-inf")):
            return UNKNOWN
        number = round(value) if isinstance(value, float) else int(value.to_integral_value(ROUND_HALF_UP))
    elif isinstance(value, Oid):
        at = value.value()
        return SOMETHING if at is None else at
    elif isinstance(value, int):
        number = value
    else:
        return SOMETHING
    if not least <= number < limit:
        raise PgError("22003", f"{shown} out of range", reason="value")
    return number


def _read_integer(body: str) -> int:
    sign = -1 if body.startswith("-") else 1
    digits = body.lstrip("+-").lower()
    return sign * (int(digits, 0) if digits[:2] in ("0x", "0o", "0b") else int(digits))


def _to_numeric(session: Session, value: Value, type: Type, typmod: int | tuple[str, ...]) -> Value:
    if isinstance(value, str):
        check_literal(session, value, type, -1, None)
        try:
            number = Decimal(value.strip(_SPACE).replace("_", ""))
        except InvalidOperation:
            return SOMETHING
    elif isinstance(value, float):
        number = Decimal(repr(value))
    elif isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        number = Decimal(value)
    else:
        return SOMETHING
    if isinstance(typmod, int) and typmod >= 4 and number.is_finite():
        scale = (((typmod - 4) & 0x7FF) ^ 1024) - 1024
        precision = (typmod - 4) >> 16 & 0xFFFF
        number = number.quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP)
        if abs(number) >= Decimal(10) ** (precision - scale):
            raise PgError("22003", "numeric field overflow", reason="value")
    return number


def _to_float(session: Session, value: Value, type: Type) -> Value:
    if isinstance(value, str):
        check_literal(session, value, type, -1, None)
        try:
            number = float(value.strip(_SPACE))
        except ValueError:
            return SOMETHING
    elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        number = float(value)
    else:
        return SOMETHING
    return number if type.name == "float8" or number == int(number) else SOMETHING


def to_bool(session: Session, value: Value) -> Value:
    """A value of type boolean."""
    if isinstance(value, (bool, Unknowable)) or value is None:
        return value
    if isinstance(value, str):
        check_literal(session, value, session.catalog.builtin_type("bool"), -1, None)
        body = value.strip(_SPACE).lower()
        return body in ("1", "on") or "true".startswith(body) or "yes".startswith(body)
    return value != 0 if isinstance(value, int) else SOMETHING


def _to_oid(session: Session, value: Value, kind: str) -> Value:
    if isinstance(value, Oid):
        return Oid(kind, value.obj, value.number)
    if isinstance(value, int):
        if value < 0 or value >= 1 << 32:
            raise PgError("22003", "OID out of range", reason="value")
        return Oid(kind, None, value)
    if not isinstance(value, str):
        return SOMETHING
    body = value.strip(_SPACE)
    if kind == "oid" or body.isdigit():
        check_literal(session, value, session.catalog.builtin_type("oid"), -1, None)
        return Oid(kind, None, int(body) % (1 << 32)) if body.lstrip("-+").isdigit() else SOMETHING
    try:
        found = reg_in(session, kind, value)
    except Unknown:
        return SOMETHING
    return found if isinstance(found, Unknowable) else Oid(kind, found)


def _to_json(session: Session, value: Value, type: Type) -> Value:
    binary = type.name == "jsonb"
    if isinstance(value, Json):
        if not binary:
            return Json(value.value, False, text(session, value))
        return Json(value.value, True)
    if not isinstance(value, str):
        return SOMETHING
    check_literal(session, value, type, -1, None)
    try:
        found = json.loads(value, parse_float=Decimal)
    except (ValueError, RecursionError):
        return SOMETHING
    return Json(found, binary, None if binary else str(value))


def _to_array(session: Session, value: Value, type: Type, typmod: int | tuple[str, ...]) -> Value:
    element = TypeRef(type.element, typmod) if type.element is not None else None
    assert element is not None
    if type.name in ("int2vector", "oidvector"):
        return value if isinstance(value, Vector) else SOMETHING
    if isinstance(value, list):
        return [
            _to_array(session, v, type, typmod) if isinstance(v, list) else cast(session, v, element) for v in value
        ]
    if not isinstance(value, str):
        return SOMETHING
    check_literal(session, value, type, -1, None)
    items = split_array(value)
    if items is None:
        return SOMETHING
    return [None if v is None else cast(session, v, element) for v in items]


def split_array(value: str) -> list[str | None] | None:
    """`array_in` of one dimension: the texts of the elements; None where it is not so plain."""
    body = value.strip(_SPACE)
    if not (body.startswith("{") and body.endswith("}")):
        return None
    items: list[str | None] = []
    at, end = 1, len(body) - 1
    if not body[1:end].strip(_SPACE):
        return []
    while True:
        while at < end and body[at] in _SPACE:
            at += 1
        word, quoted = "", False
        if body[at : at + 1] == '"':
            quoted = True
            at += 1
            while at < end and body[at] != '"':
                if body[at] == "\\":
                    at += 1
                word += body[at]
                at += 1
            at += 1
            while at < end and body[at] in _SPACE:
                at += 1
        else:
            while at < end and body[at] != ",":
                if body[at] in '{}"':
                    return None
                if body[at] == "\\":
                    at += 1
                word += body[at]
                at += 1
            word = word.rstrip(_SPACE)
        if not quoted and not word:
            return None
        items.append(None if not quoted and word.upper() == "NULL" else word)
        if at >= end:
            return items
        if body[at] != ",":
            return None
        at += 1


def type_named(session: Session, name: str) -> Type | None:
    """A type by a bare name, for functions that take one as text."""
    try:
        return ns.find_type(session, None, name)
    except (PgError, Unknown):
        return None
