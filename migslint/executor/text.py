"""Values as text: what output functions print and casts to text give (`utils/adt/`)."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from migslint.catalog.describe import format_operator, format_procedure, relation_name
from migslint.catalog.namespace import find_procs, quote_identifier, quote_qualified
from migslint.catalog.objects import CatalogObject, Namespaced, Operator, Proc, Relation, Type
from migslint.catalog.session import Session
from migslint.catalog.typename import format_type
from migslint.executor.values import SOMETHING, Json, Oid, Row, Unknowable, Value, Vector, number_text


def output(session: Session | None, value: Value) -> Value:
    """The text that the output function of the value's type prints; NULL stays NULL.

    Without a session the names of objects (regclass and the like) are not known, for search_path shapes them.
    """
    if value is None or isinstance(value, Unknowable):
        return value
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (int, float, Decimal)):
        return number_text(value)
    if isinstance(value, Vector):
        parts = [output(session, v) for v in value]
        return SOMETHING if any(isinstance(p, Unknowable) for p in parts) else " ".join(parts)
    if isinstance(value, list):
        return _array(session, value)
    if isinstance(value, Row):
        return _row(session, value)
    if isinstance(value, Oid):
        return _oid(session, value)
    if isinstance(value, Json):
        return value.text if value.text is not None else json_text(value.value)
    return SOMETHING


def text(session: Session | None, value: Value) -> Value:
    """The value cast to text: as its output, but that booleans are written out."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return output(session, value)


def _array(session: Session | None, value: list[Value]) -> Value:
    """`array_out`."""
    parts: list[str] = []
    for item in value:
        if item is None:
            parts.append("NULL")
            continue
        shown = output(session, item)
        if isinstance(shown, Unknowable):
            return SOMETHING
        if isinstance(item, list) and not isinstance(item, Vector):
            parts.append(shown)
        elif not shown or shown.upper() == "NULL" or any(c in '{}",\\ \t\n\r\v\f' for c in shown):
            parts.append('"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"')
        else:
            parts.append(shown)
    return "{" + ",".join(parts) + "}"


def _row(session: Session | None, value: Row) -> Value:
    """`record_out`."""
    parts: list[str] = []
    for item in value.values:
        if item is None:
            parts.append("")
            continue
        shown = output(session, item)
        if isinstance(shown, Unknowable):
            return SOMETHING
        if not shown or any(c in '"\\(), \t\n\r\v\f' for c in shown):
            shown = '"' + shown.replace("\\", "\\\\").replace('"', '""') + '"'
        parts.append(shown)
    return "(" + ",".join(parts) + ")"


def _oid(session: Session | None, value: Oid) -> Value:
    """`regclassout`, `regtypeout` …; of a plain oid the number."""
    obj, kind = value.obj, value.kind
    if obj is None:
        if kind == "oid" or not value.number:
            return "-" if kind != "oid" else str(value.number)
        return SOMETHING  # the name of what has that number, if anything has
    if kind == "oid" or session is None or (obj.unknown and "self" in obj.unknown):
        number = value.value()
        return str(number) if number is not None and kind == "oid" else SOMETHING
    shown = name_of(session, kind, obj)
    return SOMETHING if shown is None else shown


def name_of(session: Session, kind: str, obj: CatalogObject) -> str | None:
    """What an alias type of oid prints for an object; None where it prints the number."""
    if kind == "regclass":
        return relation_name(session, obj) if isinstance(obj, Relation) else None
    if kind == "regtype":
        return format_type(session, obj) if isinstance(obj, Type) else None
    if kind == "regprocedure":
        return format_procedure(session, obj) if isinstance(obj, Proc) else None
    if kind == "regproc":
        if not isinstance(obj, Proc):
            return None
        found = find_procs(session, None, obj.name)
        if len(found) == 1 and found[0] is obj:
            return quote_identifier(obj.name)
        return quote_qualified(obj.namespace.name, obj.name)
    if kind == "regoperator":
        return format_operator(session, obj) if isinstance(obj, Operator) else None
    if kind in ("regrole", "regnamespace") and not isinstance(obj, Namespaced):
        return quote_identifier(obj.name)
    return None


def json_text(value: Any) -> str:
    """`jsonb_out`."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda k: (len(k.encode()), k.encode()))
        return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {json_text(value[k])}" for k in keys) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(json_text, value)) + "]"
    if isinstance(value, Decimal):
        return number_text(value)
    return json.dumps(value, ensure_ascii=False)
