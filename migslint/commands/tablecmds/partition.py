"""Partition keys and bounds (`partitioning/partbounds.c`, `commands/tablecmds.c, ComputePartitionAttrs`)."""

from __future__ import annotations

from typing import Any

import msgspec

from migslint.analyze import api
from migslint.analyze.parse_type import names_of
from migslint.analyze.types import UNSURE
from migslint.catalog.errors import PgError
from migslint.catalog.heap import SYSTEM_COLUMNS
from migslint.catalog.objects import Attribute, PartitionKey, Relation, Type, TypeRef
from migslint.catalog.session import Session
from migslint.catalog.typename import base_type, format_type
from migslint.commands import opclass
from migslint.commands.equal import mentions_row
from migslint.commands.parse_utilcmd import lookup_collation
from migslint.syntax.tree import walk

STRATEGIES = {"PARTITION_STRATEGY_LIST": "l", "PARTITION_STRATEGY_RANGE": "r", "PARTITION_STRATEGY_HASH": "h"}
NAMES = {"l": "list", "r": "range", "h": "hash"}


class Datum(msgspec.Struct, eq=False):
    """One value of a bound.

    `infinite` is -1 for MINVALUE, 1 for MAXVALUE.  `key` is comparable with the keys of the same type, None where the
    value, or how it sorts, is not known; `exact` where keys only tell whether two values are equal.
    """

    text: str = ""
    key: Any = None
    infinite: int = 0
    null: bool = False
    exact: bool = False
    location: int | None = None


class PartitionBound(msgspec.Struct, eq=False):
    """pg_class.relpartbound, evaluated as far as constants go."""

    strategy: str
    default: bool = False
    modulus: int = 0
    remainder: int = 0
    values: list[Datum] = []
    lower: list[Datum] = []
    upper: list[Datum] = []
    node: Any = None


def define_key(session: Session, rel: Relation, spec: Any) -> None:
    """`transformPartitionSpec`, `ComputePartitionAttrs`, `StorePartitionKey`."""
    strategy = STRATEGIES[spec["strategy"]]
    params = [p["PartitionElem"] for p in spec["partParams"]]
    if len(params) > 32:
        raise PgError("54011", "cannot partition using more than 32 columns", reason="definition")
    if strategy == "l" and len(params) != 1:
        message = 'cannot use "list" partition strategy with more than one column'
        raise PgError("42P17", message, reason="definition")
    cooked = [
        api.cook(session, p["expr"], "partition_expression", [(rel.name, rel)]) if "expr" in p else None for p in params
    ]
    keys: list[Attribute | None] = []
    types: list[Type] = []
    for number, expr in enumerate(cooked, 1):
        if expr is not None and expr.type.type.typtype == "p":
            message = f"partition key column {number} has pseudo-type {format_type(session, expr.type.type)}"
            raise PgError("42P16", message, reason="type")
        if expr is not None and expr.collation == "?" and expr.type.type.collatable:
            raise PgError(
                "42P16",
                f"no collation was derived for partition key column {number} with collatable type "
                f"{format_type(session, expr.type.type)}",
                hint="Use the COLLATE clause to set the collation explicitly.",
                reason="type",
            )
    for param, expr in zip(params, cooked):
        column, type = _key(session, rel, param, expr)
        keys.append(column)
        types.append(type)
        if param.get("collation"):
            lookup_collation(session, names_of(param["collation"]), param.get("location"))
            if not type.collatable and type is not UNSURE:
                raise PgError(
                    "42804", f"collations are not supported by type {format_type(session, type)}", reason="type"
                )
        _opclass(session, names_of(param.get("opclass", [])), type, "hash" if strategy == "h" else "btree")
        if expr is not None:
            for obj in expr.depends:
                if not (isinstance(obj, Attribute) and obj.relation is rel):
                    session.catalog.depend(rel, obj)
    columns = [k for k in keys if k is not None]
    for expr in cooked:
        columns.extend(o for o in (expr.depends if expr else ()) if isinstance(o, Attribute) and o.relation is rel)
    session.journal.set(rel, "partition_key", PartitionKey(strategy, keys, types, columns))
    for column in columns:
        session.catalog.depend(column, rel, "i")


def _key(session: Session, rel: Relation, param: Any, cooked: api.Cooked | None) -> tuple[Attribute | None, Type]:
    location = param.get("location")
    name = param.get("name", "")
    if cooked is not None:
        ref = param["expr"].get("ColumnRef")
        if ref is not None and len(ref["fields"]) == 1 and "String" in ref["fields"][0]:
            name = ref["fields"][0]["String"].get("sval", "")
    if name:
        column = rel.attributes.get(name)
        if column is None:
            if name in SYSTEM_COLUMNS:
                message = f'cannot use system column "{name}" in partition key'
                raise PgError("42P17", message, location=location, reason="definition")
            if "column" in rel.unknown:
                return None, UNSURE
            if cooked is None:
                raise PgError(
                    "42703",
                    f'column "{name}" named in partition key does not exist',
                    location=location,
                    reason="missing",
                    kind="column",
                    name=name,
                    within=rel.name,
                    obj=rel,
                )
            return None, cooked.type.type
        if column.generated:
            raise _generated(column, location)
        return column, column.type
    assert cooked is not None
    own = [o for o in cooked.depends if isinstance(o, Attribute) and o.relation is rel]
    for column in rel.attributes.values() if mentions_row(rel, param["expr"]) else own:
        if column.generated:
            raise _generated(column, location)
    if cooked.volatility != "i":
        message = "functions in partition key expression must be marked IMMUTABLE"
        raise PgError("42P17", message, location=location, reason="definition")
    if not own and cooked.certain and _is_constant(param["expr"]):
        message = "cannot use constant expression as partition key"
        raise PgError("42P17", message, location=location, reason="definition")
    return None, cooked.type.type


def _generated(column: Attribute, location: int | None) -> PgError:
    return PgError(
        "42P17",
        "cannot use generated column in partition key",
        detail=f'Column "{column.name}" is a generated column.',
        location=location,
        reason="definition",
        kind="column",
        name=column.name,
    )


def _is_constant(expr: Any) -> bool:
    """Whether the planner makes a constant of an expression of immutable functions."""
    return all(tag != "ColumnRef" for tag, _ in walk(expr))


def _opclass(session: Session, names: list[str], type: Type, method: str) -> None:
    if names:
        opclass.resolve(session, names, type, method)
    elif type is not UNSURE and type.typtype != "?" and opclass.default_opclass(session, type, method) is None:
        raise PgError(
            "42704",
            f'data type {format_type(session, type)} has no default operator class for access method "{method}"',
            hint=f"You must specify a {method} operator class or define a default {method} operator class for the "
            "data type.",
            reason="missing",
            kind="operator class",
        )


def define_bound(session: Session, rel: Relation, parent: Relation, node: Any) -> None:
    """The part of `DefineRelation` that deals with FOR VALUES."""
    if parent.relkind != "p":
        raise PgError(
            "42P17",
            f'"{parent.name}" is not partitioned',
            reason="kind",
            kind="relation",
            name=parent.name,
            obj=parent,
        )
    bound = transform_bound(session, parent, node)
    check_new_bound(session, rel.name, parent, bound)
    session.journal.set(rel, "partition_bound", bound)


def _invalid(message: str, location: int | None = None, sqlstate: str = "42P16") -> PgError:
    return PgError(sqlstate, message, location=location, reason="definition")


def transform_bound(session: Session, parent: Relation, node: Any) -> PartitionBound:
    """`transformPartitionBound`."""
    key = parent.partition_key
    location = node.get("location")
    if key is None:
        return PartitionBound(node.get("strategy", "r"), node.get("is_default", False), node=node)
    strategy = key.strategy
    bound = PartitionBound(strategy, node=node)
    if node.get("is_default"):
        if strategy == "h":
            raise _invalid("a hash-partitioned table may not have a default partition")
        bound.default = True
        return bound
    if node.get("strategy") != strategy:
        raise _invalid(f"invalid bound specification for a {NAMES[strategy]} partition", location)
    if strategy == "h":
        bound.modulus, bound.remainder = node.get("modulus", 0), node.get("remainder", 0)
        if bound.modulus <= 0:
            raise _invalid("modulus for hash partition must be an integer value greater than zero")
        if bound.remainder >= bound.modulus:
            raise _invalid("remainder for hash partition must be less than modulus")
    elif strategy == "l":
        bound.values = [_value(session, key, 0, v) for v in node.get("listdatums", ())]
    else:
        for field, word in (("lowerdatums", "FROM"), ("upperdatums", "TO")):
            if len(node.get(field, ())) != len(key.keys):
                raise _invalid(f"{word} must specify exactly one value per partitioning column")
        for field, out in (("lowerdatums", bound.lower), ("upperdatums", bound.upper)):
            for i, value in enumerate(node[field]):
                out.append(_range_value(session, key, i, value))
            _check_infinite(out)
    return bound


def _range_value(session: Session, key: PartitionKey, i: int, node: Any) -> Datum:
    ref = node.get("ColumnRef")
    if ref is not None and len(ref["fields"]) == 1 and "String" in ref["fields"][0]:
        name = ref["fields"][0]["String"].get("sval", "")
        if name in ("minvalue", "maxvalue"):
            return Datum(name.upper(), infinite=-1 if name == "minvalue" else 1, location=ref.get("location"))
    datum = _value(session, key, i, node)
    if datum.null:
        raise _invalid("cannot specify NULL in range bound", sqlstate="42P17")
    return datum


def _check_infinite(data: list[Datum]) -> None:
    """`validateInfiniteBounds`."""
    kind = 0
    for datum in data:
        if kind and datum.infinite != kind:
            word = "MINVALUE" if kind < 0 else "MAXVALUE"
            message = f"every bound following {word} must also be {word}"
            raise PgError("42804", message, location=datum.location, reason="definition")
        kind = kind or datum.infinite


def _value(session: Session, key: PartitionKey, i: int, node: Any) -> Datum:
    """`transformPartitionBoundValue`, and the value of a constant."""
    column = key.keys[i]
    type = key.types[i]
    name = column.name if column is not None else "?"
    typmod = column.typmod if column is not None else -1
    api.cook(session, node, "partition_bound", (), TypeRef(type, typmod), name)
    return evaluate(node, base_type(type))


def evaluate(node: Any, type: Type) -> Datum:
    """A constant as a value of the type."""
    location = None
    text: str | None = None
    negative = False
    while True:
        ((tag, body),) = node.items()
        location = body.get("location") if location is None else location
        if tag == "TypeCast":
            node = body["arg"]
        elif tag == "A_Expr" and "lexpr" not in body and names_of(body.get("name", [])) == ["-"]:
            node, negative = body["rexpr"], not negative
        else:
            break
    if tag == "A_Const":
        if body.get("isnull"):
            return Datum("NULL", null=True, location=location)
        if "ival" in body:
            text = str(body["ival"].get("ival", 0))
        elif "fval" in body:
            text = body["fval"].get("fval", "0")
        elif "sval" in body:
            text = body["sval"].get("sval", "")
        elif "boolval" in body:
            text = "true" if body["boolval"].get("boolval") else "false"
    if text is None:
        return Datum(location=location)
    if negative:
        text = text[1:] if text.startswith("-") else "-" + text
    key, exact = _comparable(text, type)
    if type.name in ("timestamp", "timestamptz") and isinstance(key, tuple):
        text = "{:04}-{:02}-{:02} {:02}:{:02}:{:02}".format(*key[:6]) + ("+00" if type.name == "timestamptz" else "")
    shown = text if type.category == "N" else "'" + text.replace("'", "''") + "'"
    return Datum(shown, key, exact=exact, location=location)


_NUMBERS = frozenset(("int2", "int4", "int8", "numeric", "float4", "float8", "oid"))
_DATES = frozenset(("date", "timestamp", "timestamptz"))


def _comparable(text: str, type: Type) -> tuple[Any, bool]:
    """(a key that sorts as the type does, or None; whether it is only good for equality)."""
    if not type.builtin:
        if type.typtype == "e" and text in type.labels:
            return type.labels.index(text), False
        return None, True
    if type.name in _NUMBERS:
        from decimal import Decimal, InvalidOperation

        try:
            return Decimal(text.strip().replace("_", "")), False
        except InvalidOperation:
            return None, True
    if type.name in _DATES:
        return _timestamp(text, type.name), False
    if type.name in ("text", "varchar", "bpchar", "name"):
        return (text.rstrip(" ") if type.name == "bpchar" else text), True
    if type.name == "bool":
        return text.lower()[:1] in ("t", "1", "y") or text.lower() == "on", False
    if type.name == "uuid":
        return text.lower().replace("-", "").strip("{}"), False
    return None, True


def _timestamp(text: str, name: str) -> Any:
    import re

    found = re.fullmatch(
        r"\s*(\d{4,6})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?"
        r"\s*(Z|[+-]\d{2}(?::?\d{2})?)?\s*",
        text,
    )
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(g) if g else 0 for g in found.groups()[:6])
    micro = int((found.group(7) or "0").ljust(6, "0"))
    zone = found.group(8)
    if name == "date":
        return (year, month, day)
    shift = 0
    if name == "timestamptz" and zone and zone != "Z":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        shift = (int(digits[:2]) * 60 + int(digits[2:])) * (1 if zone[0] == "+" else -1)
    if shift:
        from datetime import datetime, timedelta

        try:
            moved = datetime(year, month, day, hour, minute, second, micro) - timedelta(minutes=shift)
        except ValueError:
            return None
        year, month, day, hour, minute, second = moved.timetuple()[:6]
    return (year, month, day, hour, minute, second, micro)


def _compare(a: list[Datum], b: list[Datum]) -> int | None:
    """`partition_rbound_cmp` without the inclusiveness: below 0, 0 or above 0; None if that is not known."""
    for x, y in zip(a, b):
        if x.infinite or y.infinite:
            if x.infinite != y.infinite:
                return x.infinite - y.infinite
            return 0
        if x.key is None or y.key is None:
            return None
        if x.key != y.key:
            if x.exact or y.exact:
                return _compare_texts(x.key, y.key)
            return -1 if x.key < y.key else 1
    return 0


def _compare_texts(a: str, b: str) -> int | None:
    """How two strings sort in any collation: only digits of one length, or letters of one case, are certain."""
    digits = a.isdigit() and b.isdigit() and len(a) == len(b)
    if digits or (a.isalpha() and b.isalpha() and a.islower() and b.islower()):
        return -1 if a < b else 1
    return None


def bounds(parent: Relation) -> list[tuple[Relation, PartitionBound]]:
    """The partitions of a table, those of which something is known."""
    return [(c, c.partition_bound) for c in parent.children if isinstance(c.partition_bound, PartitionBound)]


def check_new_bound(session: Session, name: str, parent: Relation, bound: PartitionBound) -> None:
    """`check_new_partition_bound`."""
    location = bound.node.get("location") if bound.node else None
    others = bounds(parent)
    if bound.default:
        for other, theirs in others:
            if theirs.default:
                message = f'partition "{name}" conflicts with existing default partition "{other.name}"'
                raise PgError("42P17", message, location=location, reason="definition", obj=other)
        return
    others = [(c, b) for c, b in others if not b.default]
    if bound.strategy == "h":
        _check_hash(name, bound, others, location)
    elif bound.strategy == "l":
        for value in bound.values:
            for other, theirs in others:
                if any(_equal(value, v) for v in theirs.values):
                    raise _overlap(name, other, value.location)
    else:
        order = _compare(bound.lower, bound.upper)
        if order is not None and order >= 0:
            low, high = (", ".join(d.text for d in side) for side in (bound.lower, bound.upper))
            raise PgError(
                "42P17",
                f'empty range bound specified for partition "{name}"',
                detail=f"Specified lower bound ({low}) is greater than or equal to upper bound ({high}).",
                location=bound.lower[0].location,
                reason="definition",
            )
        found: Relation | None = None
        first: list[Datum] = []
        for other, theirs in others:
            before, after = _compare(bound.lower, theirs.upper), _compare(theirs.lower, bound.upper)
            if before is not None and after is not None and before < 0 and after < 0:
                if found is None or (_compare(theirs.lower, first) or 0) < 0:
                    found, first = other, theirs.lower
        if found is not None:
            raise _overlap(name, found, bound.lower[0].location)


def _equal(a: Datum, b: Datum) -> bool:
    if a.null or b.null:
        return a.null and b.null
    return a.key is not None and b.key is not None and bool(a.key == b.key)


def _overlap(name: str, other: Relation, location: int | None) -> PgError:
    return PgError(
        "42P17",
        f'partition "{name}" would overlap partition "{other.name}"',
        location=location,
        reason="definition",
        kind="relation",
        name=name,
        obj=other,
    )


def _check_hash(
    name: str, bound: PartitionBound, others: list[tuple[Relation, PartitionBound]], location: int | None
) -> None:
    ordered = sorted(others, key=lambda o: (o[1].modulus, o[1].remainder))
    smaller = [o for o in ordered if (o[1].modulus, o[1].remainder) <= (bound.modulus, bound.remainder)]
    larger = [o for o in ordered if o not in smaller]
    message = "every hash partition modulus must be a factor of the next larger modulus"
    if smaller:
        other, theirs = smaller[-1]
        if bound.modulus % theirs.modulus:
            detail = (
                f"The new modulus {bound.modulus} is not divisible by {theirs.modulus}, the modulus of existing "
                f'partition "{other.name}".'
            )
            raise PgError("42P17", message, detail=detail, reason="definition", obj=other)
    if larger:
        other, theirs = larger[0]
        if theirs.modulus % bound.modulus:
            detail = (
                f"The new modulus {bound.modulus} is not a factor of {theirs.modulus}, the modulus of existing "
                f'partition "{other.name}".'
            )
            raise PgError("42P17", message, detail=detail, reason="definition", obj=other)
    for other, theirs in ordered:
        small, big = sorted((bound, theirs), key=lambda b: b.modulus)
        if big.remainder % small.modulus == small.remainder:
            raise _overlap(name, other, location)


def clone_indexes(session: Session, rel: Relation, parent: Relation, attaching: bool = False) -> None:
    """`DefineRelation`, `AttachPartitionEnsureIndexes`: each index of the parent has a part on the partition."""
    from migslint.commands.index import attach, cloned, same_index
    from migslint.commands.indexcmds import define_index
    from migslint.commands.parse_utilcmd_index import owning_constraint

    for index in list(parent.indexes.values()):
        assert index.index is not None
        if "column" in index.unknown:
            session.catalog.obscure(rel, "index", "constraint")
            continue
        if rel.relkind == "f":
            if index.index.unique:
                if attaching:
                    message = (
                        f'cannot attach foreign table "{rel.name}" as partition of partitioned table "{parent.name}"'
                    )
                    detail = f'Partitioned table "{parent.name}" contains unique indexes.'
                else:
                    message = f'cannot create foreign partition of partitioned table "{parent.name}"'
                    detail = f'Table "{parent.name}" contains indexes that are unique.'
                raise PgError("42809", message, detail=detail, reason="kind", obj=parent)
            continue
        theirs = owning_constraint(index)
        for candidate in list(rel.indexes.values()):
            mine = owning_constraint(candidate)
            if candidate.parents or not same_index(candidate, index):
                continue
            if theirs is not None and (mine is None or mine.contype != theirs.contype):
                continue
            attach(session, candidate, index)
            break
        else:
            define_index(session, rel, cloned(index, session), parent=index)
