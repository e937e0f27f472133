"""The types of variables (`pl_gram.y, read_datatype`; `pl_comp.c`)."""

from __future__ import annotations

from typing import Any

import msgspec

from migslint.analyze.parse_type import lookup_typename
from migslint.analyze.types import UNSURE_REF
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown, undefined_column
from migslint.catalog.objects import TypeRef
from migslint.catalog.session import Session
from migslint.commands.plpgsqlbody import find_relation
from migslint.plpgsql.check.names import Names, Record, field_type
from migslint.syntax import library


def declared_type(names: Names, text: str) -> TypeRef:
    """The type that a declaration names; UNSURE_REF where it cannot be known, PgError where there is none."""
    try:
        if "%" in text:
            try:
                return _percent(names, text)
            except PgError:
                if names.session.version < 17 and not text.lower().endswith("rowtype"):
                    raise PgError("42601", 'syntax error at or near "%"', reason="type") from None
                raise
        node = _typename(text)
        return lookup_typename(names.session, node) if node is not None else UNSURE_REF
    except Unknown:
        return UNSURE_REF


def _typename(text: str) -> Any:
    parsed = library.parse(f"SELECT NULL::{text}".encode("utf-8", "replace"))
    if isinstance(parsed, library.Failure):
        return None
    tree: Any = msgspec.json.decode(parsed)
    if len(tree["stmts"]) != 1:
        return None
    targets = tree["stmts"][0]["stmt"]["SelectStmt"].get("targetList", [])
    cast = targets[0]["ResTarget"].get("val", {}).get("TypeCast") if len(targets) == 1 else None
    return cast["typeName"] if cast is not None else None


def _percent(names: Names, text: str) -> TypeRef:
    """`plpgsql_parse_wordtype`, `plpgsql_parse_cwordtype`, `plpgsql_parse_wordrowtype` …"""
    before, _, kind = text.rpartition("%")
    words = ns.split_name(before.strip())
    kind = kind.strip().lower()
    if words is None or not kind.startswith(("type", "rowtype")):
        return UNSURE_REF
    if kind.startswith("rowtype"):
        relation = find_relation(names.session, words)
        found = TypeRef(relation.rowtype) if relation.rowtype is not None else UNSURE_REF
    else:
        found = _of_variable(names, words) or _of_column(names.session, words)
    if kind not in ("type", "rowtype"):  # an array of it
        found = TypeRef(found.type.array) if found.type.array is not None else UNSURE_REF
    return found


def _of_variable(names: Names, words: list[str]) -> TypeRef | None:
    found = names.lookup(words)
    if found is None:
        return None
    datum, used = found
    if used < len(words):
        return field_type(datum, words[-1], None) if isinstance(datum, Record) and used == len(words) - 1 else None
    return datum.type if datum.type is not None else UNSURE_REF


def _of_column(session: Session, words: list[str]) -> TypeRef:
    if len(words) < 2:
        return UNSURE_REF
    relation = find_relation(session, words[:-1])
    attribute = relation.attributes.get(words[-1])
    if attribute is None:
        if "column" in relation.unknown:
            raise Unknown(words[-1])
        raise undefined_column(words[-1], relation.name, None, relation)
    return TypeRef(attribute.type, attribute.typmod)
