"""Constants read by their type's input function at parse time, where that needs no rows (utils/adt/).

Only what the server refuses for certain is refused here; formats that depend on settings are let through.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.namespace import find_procs, find_relation, find_shared, find_type, split_name
from migslint.catalog.objects import Relation, Type
from migslint.catalog.session import Session
from migslint.catalog.typename import base_type, format_type

_SPACE = " \t\n\r\v\f"


def _invalid(
    shown: str, text: str, location: int | None, sqlstate: str = "22P02", detail: str | None = None
) -> PgError:
    return PgError(
        sqlstate,
        f'invalid input syntax for type {shown}: "{text}"',
        detail=detail,
        location=location,
        reason="value",
        kind="value",
        name=text,
    )


def check_literal(
    session: Session,
    text: str,
    type: Type,
    typmod: int | tuple[str, ...],
    location: int | None,
    explicit: bool = False,
) -> None:
    """Raise PgError if the input function of `type` refuses `text` (22P02, 22007, 22003, 42P01 for regclass …)."""
    type = base_type(type)
    if type.typtype == "e":
        _enum(session, text, type, location)
    elif type.is_array or type.typtype in "crm":
        _container(session, text, type, location)
    elif type.builtin and type.namespace.name == "pg_catalog":
        check = _CHECKS.get(type.name)
        if check is not None:
            check(session, text, type, location)


def _container(session: Session, text: str, type: Type, location: int | None) -> None:
    from migslint.analyze.adt import containers

    def element(session: Session, text: str, type: Type, location: int | None) -> None:
        check_literal(session, text, type, -1, location)

    if type.is_array:
        if type.element is not None and type.name not in ("int2vector", "oidvector"):
            containers.array(session, text, type, location, element)
        return
    {"c": containers.record, "r": containers.range_, "m": containers.multirange}[type.typtype](
        session, text, type, location, element
    )


def _enum(session: Session, text: str, type: Type, location: int | None) -> None:
    """`enum_in`, with the check that a label of this transaction is safe (55P04)."""
    if "label" in type.unknown:
        return
    if text not in type.labels:
        raise PgError(
            "22P02",
            f'invalid input value for enum {format_type(session, type)}: "{text}"',
            location=location,
            reason="value",
            kind="enum label",
            name=text,
            within=type.name,
            obj=type,
        )
    if type.fresh_labels.get(text) == session.transaction and session.in_block:
        raise PgError(
            "55P04",
            f'unsafe use of new value "{text}" of enum type {format_type(session, type)}',
            hint="New enum values must be committed before they can be used.",
            location=location,
            reason="transaction",
            kind="enum label",
            name=text,
            within=type.name,
            obj=type,
        )


#: the type's name, the least value, the first too great
_INT_RANGE = {
    "int2": ("smallint", -(1 << 15), 1 << 15),
    "int4": ("integer", -(1 << 31), 1 << 31),
    "int8": ("bigint", -(1 << 63), 1 << 63),
    "oid": ("oid", -(1 << 31), 1 << 32),
}


def _integer(session: Session, text: str, type: Type, location: int | None) -> None:
    shown, least, limit = _INT_RANGE[type.name]
    body = text.strip(_SPACE)
    sign = -1 if body.startswith("-") else 1
    digits = body[1:] if body[:1] in ("-", "+") else body
    if not (digits.isascii() and digits.isdigit()):
        if session.version >= 16 and digits.isascii():
            low = digits.lower()
            try:
                value = int(low, 0) if low[:2] in ("0x", "0o", "0b") else int(low)
            except ValueError:
                raise _invalid(shown, text, location) from None
            if low.endswith("_") or low.startswith("_"):
                raise _invalid(shown, text, location)
        else:
            raise _invalid(shown, text, location)
    else:
        value = int(digits) if len(digits) < 30 else limit
    value *= sign
    if not least <= value < limit:
        raise PgError("22003", f'value "{text}" is out of range for type {shown}', location=location, reason="value")


def _number(session: Session, text: str, type: Type, location: int | None) -> None:
    shown = {"numeric": "numeric", "float4": "real", "float8": "double precision"}[type.name]
    body = text.strip(_SPACE)
    low = body.lower().lstrip("+-") if len(body) - len(body.lstrip("+-")) <= 1 else "?"
    if low in ("nan", "infinity", "inf"):
        return
    if low[:2] in ("0x", "0o", "0b"):
        return
    if "_" in low and session.version >= 16:
        low = low.replace("_", "")
    try:
        if not low.isascii() or "_" in low or not low[:1] or low[0] not in ".0123456789":
            raise ValueError
        value = float(low)
    except ValueError:
        raise _invalid(shown, text, location) from None
    if type.name == "numeric":
        return
    greatest, least = (3.4028236e38, 7e-46) if type.name == "float4" else (math.inf, 4e-324)
    if value >= greatest or (value < least and any(c in "123456789" for c in low.partition("e")[0])):
        raise PgError("22003", f'"{body}" is out of range for type {shown}', location=location, reason="value")


def _boolean(session: Session, text: str, type: Type, location: int | None) -> None:
    body = text.strip(_SPACE).lower()
    if body in ("1", "0", "on", "of", "off"):
        return
    if body and any(word.startswith(body) for word in ("true", "false", "yes", "no")):
        return
    raise _invalid("boolean", text, location)


def _uuid(session: Session, text: str, type: Type, location: int | None) -> None:
    body = text[1:-1] if text.startswith("{") and text.endswith("}") else text
    groups = body.replace("-", "")
    ok = len(groups) == 32 and all(c in "0123456789abcdefABCDEF" for c in groups)
    if ok and "-" in body:
        at = 0
        for part in body.split("-"):
            at += len(part)
            if at % 4 or not part:
                ok = False
        ok = ok and not body.endswith("-")
    if not ok:
        raise _invalid("uuid", text, location)


def _lazily(module: str, name: str) -> Callable[[Session, str, Type, int | None], None]:
    """An input function of `adt`, imported when a constant first asks for it."""

    def run(session: Session, text: str, type: Type, location: int | None) -> None:
        from importlib import import_module

        getattr(import_module(f"migslint.analyze.adt.{module}"), name)(session, text, type, location)

    return run


def _regclass(session: Session, text: str, type: Type, location: int | None) -> None:
    """`regclassin`: a name must be that of a relation."""
    if text == "-" or text.isdigit():
        return
    names = split_name(text)
    if names is None or not names:
        raise PgError("42602", "invalid name syntax", location=location, reason="syntax")
    if len(names) > 3:
        message = f"improper relation name (too many dotted names): {'.'.join(names)}"
        raise PgError("42601", message, location=location, reason="syntax")
    schema = names[-2] if len(names) > 1 else None
    try:
        found = find_relation(session, schema, names[-1], location)
    except Unknown:
        return
    if found is None:
        raise PgError(
            "42P01",
            f'relation "{".".join(names)}" does not exist',
            location=location,
            reason="missing",
            kind="relation",
            name=names[-1],
            within=schema or "",
        )


def regclass(session: Session, text: str) -> Relation | None:
    """The relation that a constant of type regclass names, on which what contains it depends."""
    names = split_name(text)
    if not names:
        return None
    try:
        return find_relation(session, names[-2] if len(names) > 1 else None, names[-1])
    except (PgError, Unknown):
        return None


def _regrole(session: Session, text: str, type: Type, location: int | None) -> None:
    if text == "-" or text.isdigit():
        return
    names = split_name(text)
    if not names or len(names) != 1:
        raise PgError("42602", "invalid name syntax", location=location, reason="syntax")
    try:
        if find_shared(session, "role", names[0]) is None:
            raise PgError(
                "42704",
                f'role "{names[0]}" does not exist',
                location=location,
                reason="missing",
                kind="role",
                name=names[0],
            )
    except Unknown:
        return


def _regnamespace(session: Session, text: str, type: Type, location: int | None) -> None:
    if text == "-" or text.isdigit():
        return
    names = split_name(text)
    if not names or len(names) != 1:
        raise PgError("42602", "invalid name syntax", location=location, reason="syntax")
    catalog = session.catalog
    if names[0] not in catalog.namespaces and not catalog.doubtful("schema", "", names[0]):
        raise PgError(
            "3F000",
            f'schema "{names[0]}" does not exist',
            location=location,
            reason="missing",
            kind="schema",
            name=names[0],
        )


def _regproc(session: Session, text: str, type: Type, location: int | None) -> None:
    if text == "-" or text.isdigit():
        return
    names = split_name(text)
    if not names:
        raise PgError("42602", "invalid name syntax", location=location, reason="syntax")
    schema = names[-2] if len(names) > 1 else None
    try:
        found = find_procs(session, schema, names[-1], location)
    except (PgError, Unknown):
        return
    if not found:
        from migslint.catalog.namespace import procs_in_doubt

        if not procs_in_doubt(session, schema, names[-1]):
            raise PgError(
                "42883",
                f'function "{text}" does not exist',
                location=location,
                reason="missing",
                kind="function",
                name=names[-1],
            )
    elif len(found) > 1:
        raise PgError(
            "42725", f'more than one function named "{text}"', location=location, reason="ambiguous", kind="function"
        )


def _regtype(session: Session, text: str, type: Type, location: int | None) -> None:
    if text == "-" or text.isdigit() or not text.isidentifier() or text != text.lower():
        return
    from migslint.catalog.typename import SQL_NAMES

    try:
        aliases = ("int", "integer", "bigint", "smallint", "boolean", "decimal", "dec", "real", "float", "character")
        if text in aliases or text in SQL_NAMES.values():
            return
        if find_type(session, None, text, location) is None:
            raise PgError(
                "42704",
                f'type "{text}" does not exist',
                location=location,
                reason="missing",
                kind="type",
                name=text,
            )
    except Unknown:
        return


_CHECKS = {
    "int2": _integer,
    "int4": _integer,
    "int8": _integer,
    "numeric": _number,
    "float4": _number,
    "float8": _number,
    "bool": _boolean,
    "uuid": _uuid,
    "oid": _integer,
    "json": _lazily("json", "check"),
    "jsonb": _lazily("json", "check"),
    **dict.fromkeys(("date", "timestamp", "timestamptz", "time", "timetz", "interval"), _lazily("datetime", "check")),
    "inet": _lazily("misc", "check_network"),
    "cidr": _lazily("misc", "check_network"),
    **dict.fromkeys(("pg_lsn", "point", "box", "lseg", "macaddr", "money"), _lazily("misc", "check_form")),
    **dict.fromkeys(("bit", "varbit"), _lazily("misc", "check_bits")),
    "bytea": _lazily("texts", "check_bytea"),
    "tid": _lazily("texts", "check_tid"),
    "jsonpath": _lazily("texts", "check_jsonpath"),
    **dict.fromkeys(("regconfig", "regdictionary", "regcollation"), _lazily("texts", "check_object")),
    "regclass": _regclass,
    "regrole": _regrole,
    "regnamespace": _regnamespace,
    "regproc": _regproc,
    "regtype": _regtype,
}
