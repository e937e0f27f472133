"""Target lists (`parser/parse_target.c`)."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import msgspec

from migslint.analyze import parse_coerce as co
from migslint.analyze import parse_relation as rel
from migslint.analyze.parse_collate import derived
from migslint.analyze.parse_column import select_field
from migslint.analyze.parse_expr import transform
from migslint.analyze.parse_node import array_index, check_dimensions, check_jsonb_subscript, container_element
from migslint.analyze.parse_type import names_of
from migslint.analyze.state import RangeEntry, Scope
from migslint.analyze.types import UNSURE, Expr, RangeColumn, is_record, is_unknown
from migslint.catalog.errors import PgError, undefined_column
from migslint.catalog.objects import Attribute, Type, TypeRef
from migslint.catalog.typename import base_ref, base_type, format_type


class Target(msgspec.Struct, eq=False):
    """A target entry; `node` is the raw expression (None for what a `*` brought).

    `calls` are the aggregates ("agg") and window functions ("window") of this query level in it, with their places.
    """

    name: str
    expr: Expr
    node: Any = None
    junk: bool = False
    calls: list[tuple[str, int | None]] = []


class StarOverUnknown(Exception):
    """A `*` over a table whose columns are not known."""


def transform_list(scope: Scope, nodes: Any, kind: str) -> tuple[list[Target], bool]:
    """`transformTargetList`: (targets, whether all are known)."""
    found: list[Target] = []
    complete = True
    for node in nodes:
        res = node["ResTarget"]
        value = res["val"]
        if "ColumnRef" in value and "A_Star" in value["ColumnRef"]["fields"][-1]:
            columns = expand_star(scope, value["ColumnRef"])
            if columns is None:
                complete = False
            else:
                found += [Target(name, expr) for name, expr in columns]
            continue
        if "A_Indirection" in value and "A_Star" in value["A_Indirection"]["indirection"][-1]:
            fields = _expand_row(scope, value["A_Indirection"])
            if fields is None:
                complete = False
            else:
                found += [Target(name, expr) for name, expr in fields]
            continue
        start = len(scope.trace)
        expr = transform(scope, value, kind)
        calls = [(k, at) for k, depth, at in scope.trace[start:] if k in ("agg", "window") and depth == scope.depth]
        found.append(Target(res.get("name") or figure_name(value), expr, value, calls=sorted(calls)))
    return found, complete


def expand_star(scope: Scope, ref: Any) -> list[tuple[str, Expr]] | None:
    """`ExpandColumnRefStar`: the columns that a `*` stands for; None where they are not all known."""
    location = ref.get("location", 0)
    fields = ref["fields"]
    if len(fields) == 1:
        entries = [(scope, e) for e in scope.namespace if e.columns_visible and not e.lateral_only]
        if not entries:
            if scope.namespace or scope.unsure[0]:
                return None if scope.unsure[0] else []
            raise PgError("42601", "SELECT * with no tables specified is not valid", location=location, reason="syntax")
    else:
        names = names_of(fields[:-1])
        schema = names[-2] if len(names) > 1 else None
        found = rel.find_entry(scope, schema, names[-1], location)
        if scope.variables is not None:
            value = _variable(scope, names, location, found is not None)
            if value is not None:
                return _fields(scope, value)
        if found is None:
            if scope.parameters:
                fields = _star_of_value(scope, names, location)
                if fields is not None:
                    return fields
            if rel.any_unsure(scope) and schema is None:
                return None
            raise rel.missing_entry(scope, schema, names[-1], location)
        entries = [found]
    out: list[tuple[str, Expr]] = []
    for owner, entry in entries:
        if entry.unsure:
            scope.unsure[0] = True
            return None
        for column in entry.columns[: len(entry.columns) - entry.hidden]:
            expr = rel.variable(scope, owner, entry, column, location)
            out.append((column.name, expr))
    return out


def _variable(scope: Scope, names: list[str], location: int, is_table: bool) -> Expr | None:
    """The variable that `names.*` means by the hooks of a language; 42702 where it is a table too."""
    assert scope.variables is not None
    starred = [*names, "*"]
    found = scope.variables.before(scope, starred, location)
    if found is not None:
        return found
    return scope.variables.after(scope, starred, location, scope.expr("record") if is_table else None)


def _star_of_value(scope: Scope, names: list[str], location: int) -> list[tuple[str, Expr]] | None:
    node = {"fields": [{"String": {"sval": n}} for n in names], "location": location}
    try:
        value = transform(scope, {"ColumnRef": node})
    except PgError:
        return None
    return _fields(scope, value)


def _fields(scope: Scope, value: Expr) -> list[tuple[str, Expr]] | None:
    if value.names is not None:
        return [(n, Expr(t, -1, value.location)) for n, t in value.names]
    relation = base_type(value.type).relation
    if relation is None or "column" in relation.unknown:
        return None
    for attribute in relation.attributes.values():
        scope.depend(attribute)
    return [(a.name, Expr(a.type, a.typmod, value.location)) for a in relation.attributes.values()]


def _expand_row(scope: Scope, node: Any) -> list[tuple[str, Expr]] | None:
    """`ExpandIndirectionStar`: (row).*"""
    steps = node["indirection"][:-1]
    inner = {"A_Indirection": {"arg": node["arg"], "indirection": steps}} if steps else node["arg"]
    value = transform(scope, inner)
    if value.type is UNSURE:
        scope.unsure[0] = True
        return None
    if is_record(value.type) and value.names is None:
        if value.fields is None and not value.parameter:
            scope.unsure[0] = True
            return None
        return None
    found = _fields(scope, value)
    if found is None and base_type(value.type).relation is None and not is_unknown(value.type):
        raise PgError(
            "42809",
            f"type {format_type(scope.session, value.type)} is not composite",
            location=value.location,
            reason="type",
        )
    return found


def is_star(node: Any) -> bool:
    """Whether an expression stands for several: `t.*` or `(row).*`."""
    if "ColumnRef" in node:
        return "A_Star" in node["ColumnRef"]["fields"][-1]
    return "A_Indirection" in node and "A_Star" in node["A_Indirection"]["indirection"][-1]


def expand_items(scope: Scope, nodes: Any) -> list[Expr]:
    """`transformExpressionList`: expressions in which a `*` stands for several."""
    out: list[Expr] = []
    for node in nodes:
        if "ColumnRef" in node and "A_Star" in node["ColumnRef"]["fields"][-1]:
            columns = expand_star(scope, node["ColumnRef"])
            out += [e for _, e in columns] if columns is not None else [scope.unknowable()]
        elif "A_Indirection" in node and "A_Star" in node["A_Indirection"]["indirection"][-1]:
            fields = _expand_row(scope, node["A_Indirection"])
            out += [e for _, e in fields] if fields is not None else [scope.unknowable()]
        else:
            out.append(transform(scope, node))
    return out


_FIGURED = {
    "RowExpr": "row",
    "CoalesceExpr": "coalesce",
    "A_ArrayExpr": "array",
    "JsonParseExpr": "json",
    "JsonScalarExpr": "json_scalar",
    "JsonSerializeExpr": "json_serialize",
    "JsonObjectConstructor": "json_object",
    "JsonArrayConstructor": "json_array",
    "JsonArrayQueryConstructor": "json_array",
    "JsonObjectAgg": "json_objectagg",
    "JsonArrayAgg": "json_arrayagg",
    "GroupingFunc": "grouping",
    "MergeSupportFunc": "merge_action",
    "XmlSerialize": "xmlserialize",
}


def figure_name(node: Any) -> str:
    """`FigureColname`: the name of a column without AS."""
    return _figure(node)[1] or "?column?"


def _figure(node: Any) -> tuple[int, str]:
    for tag, body in node.items():
        if tag == "ColumnRef":
            names = [f["String"].get("sval", "") for f in body["fields"] if "String" in f]
            return (2, names[-1]) if names else (0, "")
        if tag == "A_Indirection":
            steps = [s["String"].get("sval", "") for s in body["indirection"] if "String" in s]
            return (2, steps[-1]) if steps else _figure(body["arg"])
        if tag == "FuncCall":
            return 2, names_of(body["funcname"])[-1]
        if tag == "A_Expr" and body.get("kind") == "AEXPR_NULLIF":
            return 2, "nullif"
        if tag == "TypeCast":
            strength, name = _figure(body["arg"])
            if strength <= 1:
                return 1, names_of(body["typeName"]["names"])[-1]
            return strength, name
        if tag == "CollateClause":
            return _figure(body["arg"])
        if tag == "MinMaxExpr":
            return 2, "greatest" if body.get("op", "IS_GREATEST") == "IS_GREATEST" else "least"
        if tag == "SQLValueFunction":
            return 2, body.get("op", "").removeprefix("SVFOP_").removesuffix("_N").lower()
        if tag == "SubLink":
            kind = body.get("subLinkType", "EXISTS_SUBLINK")
            if kind == "EXISTS_SUBLINK":
                return 2, "exists"
            if kind == "ARRAY_SUBLINK":
                return 2, "array"
            if kind == "EXPR_SUBLINK":
                targets = body["subselect"].get("SelectStmt", {}).get("targetList")
                if targets:
                    first = targets[0]["ResTarget"]
                    return (2, first["name"]) if first.get("name") else _figure(first["val"])
            return 0, ""
        if tag == "CaseExpr":
            strength, name = _figure(body["defresult"]) if "defresult" in body else (0, "")
            return (strength, name) if strength > 1 else (1, "case")
        if tag == "XmlExpr":
            return 2, _XML.get(body.get("op", "IS_XMLCONCAT"), "")
        if tag == "JsonFuncExpr":
            return 2, body.get("op", "JSON_EXISTS_OP").removesuffix("_OP").lower()
        if tag in _FIGURED:
            return 2, _FIGURED[tag]
    return 0, ""


_XML = {
    "IS_XMLCONCAT": "xmlconcat",
    "IS_XMLELEMENT": "xmlelement",
    "IS_XMLFOREST": "xmlforest",
    "IS_XMLPARSE": "xmlparse",
    "IS_XMLPI": "xmlpi",
    "IS_XMLROOT": "xmlroot",
    "IS_XMLSERIALIZE": "xmlserialize",
}


def assign(
    scope: Scope, entry: RangeEntry, attribute: Attribute, expr: Expr, indirection: Any, location: int | None
) -> None:
    """`transformAssignedExpr`: PgError 42804 if the value cannot be put in the column by assignment."""
    session = scope.session
    scope.depend(attribute)
    want = TypeRef(attribute.type, attribute.typmod)
    if indirection:
        _assign_inside(scope, attribute.name, want, list(indirection), expr, location)
        return
    if attribute.type is UNSURE or expr.type is UNSURE:
        return
    if co.to_target(scope, expr, want, "a") is None:
        raise PgError(
            "42804",
            f'column "{attribute.name}" is of type {format_type(session, attribute.type)} but expression is of type '
            f"{format_type(session, expr.type)}",
            hint="You will need to rewrite or cast the expression.",
            location=expr.location,
            reason="type",
            kind="column",
            name=attribute.name,
            obj=attribute,
        )


def _assign_inside(scope: Scope, name: str, want: TypeRef, steps: list[Any], expr: Expr, location: int | None) -> None:
    """`transformAssignmentIndirection`, `transformAssignmentSubscripts`: a value for a part of a column."""
    session = scope.session
    current = base_ref(want)
    for subscripted, group in groupby(steps, lambda step: "A_Indices" in step):
        run = list(group)
        if current.type is UNSURE:
            return
        if subscripted:
            indices = [step["A_Indices"] for step in run]
            if current.type.builtin and current.type.name == "jsonb":
                for index in indices:
                    check_jsonb_subscript(scope, index)
                continue
            element = container_element(scope, current.type, location)
            if element is None:
                return
            for index in indices:
                for part in ("lidx", "uidx"):
                    if part in index:
                        array_index(scope, index[part])
            check_dimensions(indices)
            if not any(index.get("is_slice") for index in indices):
                current = base_ref(TypeRef(element))
            continue
        for step in run:
            if "A_Star" in step:
                message = 'row expansion via "*" is not supported here'
                raise PgError("0A000", message, location=location, reason="unsupported")
            field = step["String"].get("sval", "")
            attribute = _field_of_column(scope, name, current.type, field, location)
            if attribute is None:
                return
            current = base_ref(TypeRef(attribute.type, attribute.typmod))
            name = field
    if expr.type is UNSURE:
        return
    if co.to_target(scope, expr, current, "a") is None:
        shown = format_type(session, current.type)
        given = f"but expression is of type {format_type(session, expr.type)}"
        if "A_Indices" in steps[-1]:
            message = f'subscripted assignment to "{name}" requires type {shown} {given}'
        else:
            message = f'subfield "{name}" is of type {shown} {given}'
        hint = "You will need to rewrite or cast the expression."
        raise PgError("42804", message, hint=hint, location=location, reason="type")


def _field_of_column(scope: Scope, name: str, type: Type, field: str, location: int | None) -> Attribute | None:
    """The field of a column that is assigned to; None where the fields are not all known."""
    relation = type.relation
    if relation is None:
        raise PgError(
            "42804",
            f'cannot assign to field "{field}" of column "{name}" because its type '
            f"{format_type(scope.session, type)} is not a composite type",
            location=location,
            reason="type",
        )
    attribute = relation.attributes.get(field)
    if attribute is None and "column" not in relation.unknown:
        raise PgError(
            "42703",
            f'cannot assign to field "{field}" of column "{name}" because there is no such column in data type '
            f"{format_type(scope.session, type)}",
            location=location,
            reason="missing",
            kind="column",
            name=field,
        )
    return attribute


def insert_columns(scope: Scope, entry: RangeEntry, nodes: Any) -> list[tuple[Attribute, Any, int | None]] | None:
    """`checkInsertTargets`: the columns to be filled; None where the table's columns are not known."""
    relation = entry.relation
    assert relation is not None
    if not nodes:
        if entry.unsure:
            return None
        return [(a, None, None) for a in relation.attributes.values()]
    out: list[tuple[Attribute, Any, int | None]] = []
    whole: set[str] = set()
    partial: set[str] = set()
    unsure = False
    for node in nodes:
        res = node["ResTarget"]
        name, location = res.get("name", ""), res.get("location", 0)
        attribute = relation.attributes.get(name)
        if attribute is None:
            if entry.unsure:
                unsure = True
                continue
            raise undefined_column(name, relation.name, location, relation)
        if res.get("indirection"):
            if name in whole:
                raise _twice(name, location)
            partial.add(name)
        else:
            if name in whole or name in partial:
                raise _twice(name, location)
            whole.add(name)
        scope.depend(attribute)
        out.append((attribute, res.get("indirection"), location))
    return None if unsure else out


def _twice(name: str, location: int | None) -> PgError:
    return PgError(
        "42701",
        f'column "{name}" specified more than once',
        location=location,
        reason="definition",
        kind="column",
        name=name,
    )


def as_columns(scope: Scope, targets: list[Target], resolve_unknowns: bool) -> list[RangeColumn]:
    """The result columns; untyped literals become text (`resolveTargetListUnknowns`)."""
    out = []
    for t in targets:
        if t.junk:
            continue
        type = t.expr.type
        if resolve_unknowns and is_unknown(type):
            type = scope.type("text")
        out.append(
            RangeColumn(
                t.name, type, t.expr.typmod, None, t.expr.column, t.expr.names, derived(t.expr), t.expr.location
            )
        )
    return out


__all__ = [
    "Target",
    "as_columns",
    "assign",
    "expand_items",
    "expand_star",
    "insert_columns",
    "select_field",
    "transform_list",
]
