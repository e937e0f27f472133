"""JSON and XML constructs (`parse_expr.c, transformJsonExpr …, transformXmlExpr`): their names and result types."""

from __future__ import annotations

from typing import Any

from migslint.analyze import parse_agg as agg
from migslint.analyze import parse_coerce as co
from migslint.analyze.parse_expr import transform
from migslint.analyze.parse_type import lookup_typename
from migslint.analyze.state import Scope
from migslint.analyze.types import UNSURE, Expr
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import TypeRef

_RESULTS = {
    "JsonObjectConstructor": "json",
    "JsonArrayConstructor": "json",
    "JsonArrayQueryConstructor": "json",
    "JsonObjectAgg": "json",
    "JsonArrayAgg": "json",
    "JsonIsPredicate": "bool",
    "JsonParseExpr": "json",
    "JsonScalarExpr": "json",
    "JsonSerializeExpr": "text",
    "JsonFuncExpr": "text",
}


def transform_json(scope: Scope, tag: str, node: Any) -> Expr:
    """The result type is that of RETURNING, else the construct's default."""
    location = node.get("location", 0)
    if tag in ("XmlExpr", "XmlSerialize"):
        return _xml(scope, tag, node, location)
    aggregate = tag in ("JsonObjectAgg", "JsonArrayAgg")
    start = len(scope.trace)
    if tag == "JsonArrayQueryConstructor":
        from migslint.analyze.query import subquery

        subquery(scope, node["query"], resolve_unknowns=True)
    else:
        _parts(scope, node)
    if aggregate:
        _aggregate(scope, node, start)
    returning = _returning(scope, node)
    if returning is not None:
        return Expr(returning.type, returning.typmod, location)
    if tag == "JsonFuncExpr":
        kind = node.get("op", "JSON_EXISTS_OP")
        return scope.expr({"JSON_EXISTS_OP": "bool", "JSON_QUERY_OP": "jsonb"}.get(kind, "text"), location)
    return scope.expr(_RESULTS[tag], location)


def _aggregate(scope: Scope, node: Any, start: int) -> None:
    """`transformJsonAggConstructor`."""
    constructor = node.get("constructor", {})
    for sort in constructor.get("agg_order", ()):
        transform(scope, sort["SortBy"]["node"], "order_by")
    if "agg_filter" in constructor:
        co.to_boolean(scope, transform(scope, constructor["agg_filter"], "filter"), "FILTER")
    call = {"location": constructor.get("location", node.get("location", 0))}
    if "over" in constructor:
        agg.window(scope, {**call, "over": constructor["over"]}, start)
    else:
        agg.check_call(scope, node, call["location"], scope.trace[start:])
        del scope.trace[start:]
        scope.trace.append(("agg", scope.depth, call["location"]))


def _returning(scope: Scope, node: Any) -> TypeRef | None:
    output = node.get("output") or node.get("constructor", {}).get("output")
    if not output or "typeName" not in output:
        return None
    try:
        return lookup_typename(scope.session, output["typeName"])
    except Unknown:
        return TypeRef(UNSURE)


def _parts(scope: Scope, node: Any) -> None:
    """Analyse every expression inside a construct."""
    todo: list[Any] = [node]
    while todo:
        item = todo.pop()
        if isinstance(item, list):
            todo.extend(reversed(item))
        elif isinstance(item, dict):
            for key, value in item.items():
                if key in ("typeName", "output", "over", "agg_order", "agg_filter"):
                    continue
                if key == "raw_expr" or (key in ("expr", "pathspec") and isinstance(value, dict) and len(value) == 1):
                    tag = next(iter(value))
                    if tag[0].isupper() and not tag.startswith("Json"):
                        transform(scope, value)
                        continue
                if key in ("defresult",):
                    continue
                if isinstance(value, (dict, list)):
                    todo.append(value)


def _xml(scope: Scope, tag: str, node: Any, location: int) -> Expr:
    """`transformXmlExpr`."""
    if tag == "XmlSerialize":
        value = transform(scope, node["expr"])
        co.to_specific(scope, value, scope.type("xml"), "XMLSERIALIZE")
        try:
            target = lookup_typename(scope.session, node["typeName"])
        except Unknown:
            return scope.unknowable(location)
        return Expr(target.type, target.typmod, location)
    for named in node.get("named_args", ()):
        target_node = named["ResTarget"]
        value = transform(scope, target_node["val"])
        if "name" not in target_node and "ColumnRef" not in target_node["val"]:
            what = "XML attribute" if node.get("op") == "IS_XMLELEMENT" else "XML element"
            if node.get("op") == "IS_XMLELEMENT":
                message = "unnamed XML attribute value must be a column reference"
            else:
                message = "unnamed XML element value must be a column reference"
            raise PgError("42601", message, location=value.location, reason="syntax", kind=what)
    for arg in node.get("args", ()):
        transform(scope, arg)
    if node.get("op") == "IS_DOCUMENT":
        return scope.expr("bool", location)
    return scope.expr("xml", location)
