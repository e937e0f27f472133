"""Expressions (`parser/parse_expr.c`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from migslint.analyze import parse_coerce as co
from migslint.analyze import parse_oper as oper
from migslint.analyze.kinds import subquery_refused
from migslint.analyze.parse_collate import collation_of, explicit, implicit, own_collation, rise
from migslint.analyze.parse_column import column_ref, select_field
from migslint.analyze.parse_type import lookup_typename, names_of
from migslint.analyze.state import Scope
from migslint.analyze.types import UNSURE, Expr, is_unknown, leftmost
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import TypeRef
from migslint.catalog.typename import base_ref, base_type, format_type

Transformer = Callable[[Scope, Any], Expr]


def transform(scope: Scope, node: Any, kind: str | None = None) -> Expr:
    """`transformExpr`: a {"Tag": body} node; `kind` says where it stands, for its duration."""
    if kind is not None and kind != scope.kind:
        before = scope.kind
        scope.kind = kind
        try:
            return transform(scope, node)
        finally:
            scope.kind = before
    for tag, body in node.items():
        run = _TRANSFORMERS.get(tag)
        if run is None:
            return scope.unknowable(body.get("location") if isinstance(body, dict) else None)
        return run(scope, body)
    return scope.unknowable()


def boolean(scope: Scope, node: Any, kind: str, construct: str) -> Expr:
    """`transformWhereClause`."""
    return co.to_boolean(scope, transform(scope, node, kind), construct)


def location_of(node: Any) -> int | None:
    """`exprLocation` of a raw node: the leftmost token where the server looks for it."""
    for tag, body in node.items():
        if tag in (
            "ColumnRef",
            "A_Const",
            "ParamRef",
            "SubLink",
            "SetToDefault",
            "RowExpr",
            "CaseExpr",
            "CoalesceExpr",
        ):
            return int(body.get("location", 0))
        if tag == "TypeCast":
            inner = location_of(body["arg"])
            own = int(body.get("location", 0))
            candidates = [x for x in (inner, own, body["typeName"].get("location", 0)) if x is not None and x >= 0]
            return min(candidates) if candidates else None
        if tag in ("FuncCall",):
            own = int(body.get("location", 0))
            inner = location_of(body["args"][0]) if body.get("args") else None
            return min(own, inner) if inner is not None and inner >= 0 else own
        if tag == "A_Expr":
            own = int(body.get("location", 0))
            inner = location_of(body["lexpr"]) if "lexpr" in body and "List" not in body["lexpr"] else None
            return min(own, inner) if inner is not None and inner >= 0 else own
        if tag == "BoolExpr":
            return location_of(body["args"][0])
        if isinstance(body, dict) and "location" in body:
            return int(body["location"])
        if tag in ("A_Indirection", "CollateClause", "NullTest", "BooleanTest", "NamedArgExpr"):
            return location_of(body["arg"])
    return None


# --- leaves ---


# --- operators ---


def _bool(scope: Scope, node: Any) -> Expr:
    """`transformBoolExpr`."""
    construct = {"AND_EXPR": "AND", "OR_EXPR": "OR", "NOT_EXPR": "NOT"}[node.get("boolop", "AND_EXPR")]
    args = [co.to_boolean(scope, transform(scope, arg), construct) for arg in node["args"]]
    return scope.expr("bool", leftmost(node.get("location", 0), *args))


def _null_test(scope: Scope, node: Any) -> Expr:
    return scope.expr("bool", leftmost(node.get("location"), transform(scope, node["arg"])))


def _boolean_test(scope: Scope, node: Any) -> Expr:
    kind = node.get("booltesttype", "IS_TRUE").replace("_", " ")
    return scope.expr("bool", leftmost(node.get("location"), co.to_boolean(scope, transform(scope, node["arg"]), kind)))


# --- casts, collations, subscripts ---


def _cast(scope: Scope, node: Any) -> Expr:
    """`transformTypeCast`."""
    session = scope.session
    typename = node["typeName"]
    location = node.get("location", 0)
    try:
        target = lookup_typename(session, typename)
    except Unknown:
        transform(scope, node["arg"])
        return scope.unknowable(location)
    if not target.type.builtin:
        scope.depend(target.type.element if target.type.is_array and target.type.element else target.type)
    arg = node["arg"]
    if "A_ArrayExpr" in arg:
        base = base_ref(target)
        if base.type.is_array:
            value = _array(scope, arg["A_ArrayExpr"], base)
            if value.type is base.type:
                place = leftmost(location, value)
                return Expr(
                    target.type,
                    target.typmod,
                    place,
                    constant=value.constant,
                    collation=rise(scope, target.type, [value], place),
                )
        else:
            value = transform(scope, arg)
    else:
        value = transform(scope, arg)
    if value.type is UNSURE:
        return Expr(target.type, target.typmod, location)
    if target.type.typtype == "?":
        return scope.unknowable(location)
    if location < 0:
        location = typename.get("location", 0)
    found = co.to_target(scope, value, target, "e", location)
    if found is None:
        raise PgError(
            "42846",
            f"cannot cast type {format_type(session, value.type)} to {format_type(session, target.type)}",
            location=location,
            reason="type",
        )
    found.null = False
    return found if found.location is not None else Expr(found.type, found.typmod, location, collation=found.collation)


def _collate(scope: Scope, node: Any) -> Expr:
    """`transformCollateClause`."""
    value = transform(scope, node["arg"])
    location = node.get("location", 0)
    names = names_of(node["collname"])
    name = check_collation(scope, names, location)
    base = base_type(value.type)
    known = base.builtin or base.typtype != "b" or base.is_array
    if not (value.type is UNSURE or is_unknown(value.type) or own_collation(value.type)) and known:
        raise PgError(
            "42804",
            f"collations are not supported by type {format_type(scope.session, value.type)}",
            location=location,
            reason="type",
        )
    return Expr(
        value.type,
        value.typmod,
        value.location,
        literal=value.literal,
        constant=value.constant,
        collation=explicit(name, location),
    )


def check_collation(scope: Scope, names: list[str], location: int | None) -> str:
    """`get_collation_oid`: the name, qualified unless in pg_catalog."""
    schema = names[-2] if len(names) > 1 else None
    try:
        found = ns.find_other(scope.session, "collation", schema, names[-1], location)
    except Unknown:
        return ".".join(names)
    if found is None:
        raise PgError(
            "42704",
            f'collation "{".".join(names)}" for encoding "UTF8" does not exist',
            location=location,
            reason="missing",
            kind="collation",
            name=names[-1],
        )
    scope.depend(found)
    space = getattr(found, "namespace", None)
    return found.name if space is None or space.name == "pg_catalog" else f"{space.name}.{found.name}"


def _indirection(scope: Scope, node: Any) -> Expr:
    """`transformIndirection`."""
    from migslint.analyze.parse_node import subscript

    value = transform(scope, node["arg"])
    location = value.location
    subscripts: list[Any] = []
    for step in node["indirection"]:
        if "A_Indices" in step:
            subscripts.append(step["A_Indices"])
            continue
        if subscripts:
            value, subscripts = subscript(scope, value, subscripts, location), []
        if "A_Star" in step:
            raise PgError(
                "0A000", 'row expansion via "*" is not supported here', location=location, reason="unsupported"
            )
        else:
            value = select_field(scope, value, step["String"].get("sval", ""), location)
    return subscript(scope, value, subscripts, location) if subscripts else value


# --- constructors ---


def _array_node(scope: Scope, node: Any) -> Expr:
    return _array(scope, node, None)


def _array(scope: Scope, node: Any, want: TypeRef | None) -> Expr:
    """`transformArrayExpr`."""
    location = node.get("location", 0)
    elements: list[Expr] = []
    nested = False
    for item in node.get("elements", ()):
        if "A_ArrayExpr" in item:
            elements.append(_array(scope, item["A_ArrayExpr"], want))
            nested = True
        else:
            elements.append(transform(scope, item))
            nested |= elements[-1].type.is_array and elements[-1].type.category == "A"
    if want is not None:
        element = want.type if nested else want.type.element
        assert element is not None
        for i, e in enumerate(elements):
            if e.type is UNSURE or e.type is want.type:
                continue
            found = co.to_target(scope, e, TypeRef(element, want.typmod), "e")
            if found is None:
                raise PgError(
                    "42846",
                    f"cannot cast type {format_type(scope.session, e.type)} to {format_type(scope.session, element)}",
                    location=e.location,
                    reason="type",
                )
            elements[i] = found
        return Expr(
            want.type,
            want.typmod,
            location,
            constant=all(e.constant for e in elements),
            collation=rise(scope, want.type, elements, location),
        )
    if not elements:
        raise PgError(
            "42P18",
            "cannot determine type of empty array",
            hint="Explicitly cast to the desired type, for example ARRAY[]::integer[].",
            location=location,
            reason="type",
        )
    if any(e.type is UNSURE for e in elements):
        return scope.unknowable(location)
    common = co.select_common_type(scope, elements, "ARRAY")
    elements = [co.coerce_to_common(scope, e, common, "ARRAY") for e in elements]
    state = rise(scope, common, elements, location)
    if nested:
        return Expr(common, -1, location, collation=state)
    if common.array is None:
        if common.builtin:
            raise PgError(
                "42704",
                f"could not find array type for data type {format_type(scope.session, common)}",
                location=location,
                reason="type",
            )
        return scope.unknowable(location)
    return Expr(common.array, -1, location, constant=all(e.constant for e in elements), collation=state)


def _row(scope: Scope, node: Any) -> Expr:
    """`transformRowExpr`."""
    from migslint.analyze.parse_target import expand_items

    fields = expand_items(scope, node.get("args", ()))
    return Expr(
        scope.type("record"),
        -1,
        node.get("location", 0),
        fields=fields,
        names=[(f"f{i}", f.type) for i, f in enumerate(fields, 1)],
        constant=all(f.constant for f in fields),
    )


def _case(scope: Scope, node: Any) -> Expr:
    """`transformCaseExpr`."""
    last_srf = scope.last_srf
    arg = transform(scope, node["arg"]) if "arg" in node else None
    if arg is not None and is_unknown(arg.type):
        arg = co.coerce(scope, arg, TypeRef(scope.type("text")), "i")
    if arg is not None:  # CaseTestExpr
        arg = Expr(arg.type, arg.typmod, collation=collation_of(arg))
    results: list[Expr] = []
    for when in node["args"]:
        body = when["CaseWhen"]
        condition = transform(scope, body["expr"])
        if arg is not None:
            condition = oper.operate(scope, None, "=", arg, condition, body.get("location", 0))
        co.to_boolean(scope, condition, "CASE/WHEN")
        results.append(transform(scope, body["result"]))
    if "defresult" in node:
        results.insert(0, transform(scope, node["defresult"]))
    else:
        results.insert(0, Expr(scope.type("unknown"), null=True))
    _check_no_srf(scope, last_srf, "CASE")
    return _common(scope, results, "CASE", node.get("location", 0), "CASE/WHEN")


def _check_no_srf(scope: Scope, last_srf: Expr | None, construct: str) -> None:
    """Arguments that need not be evaluated may not return sets."""
    if scope.last_srf is not last_srf and scope.last_srf is not None:
        from migslint.analyze.parse_agg import SRF_HINT

        raise PgError(
            "0A000",
            f"set-returning functions are not allowed in {construct}",
            hint=SRF_HINT,
            location=scope.last_srf.location,
            reason="unsupported",
        )


def _common(scope: Scope, exprs: list[Expr], construct: str, location: int | None, convert: str = "") -> Expr:
    """The arguments made of one type; of CASE, the first one is that of ELSE and counts last for the collation."""
    common = co.select_common_type(scope, exprs, construct)
    if common is UNSURE:
        return scope.unknowable(location)
    exprs = [co.coerce_to_common(scope, e, common, convert or construct) for e in exprs]
    typmod = exprs[0].typmod if all(e.typmod == exprs[0].typmod for e in exprs) else -1
    return Expr(
        common,
        typmod,
        location,
        constant=all(e.constant for e in exprs),
        collation=rise(scope, common, [*exprs[1:], exprs[0]] if construct == "CASE" else exprs, location),
    )


def _coalesce(scope: Scope, node: Any) -> Expr:
    last_srf = scope.last_srf
    args = [transform(scope, a) for a in node["args"]]
    found = _common(scope, args, "COALESCE", node.get("location", 0))
    _check_no_srf(scope, last_srf, "COALESCE")
    return found


def _minmax(scope: Scope, node: Any) -> Expr:
    construct = "GREATEST" if node.get("op", "IS_GREATEST") == "IS_GREATEST" else "LEAST"
    return _common(scope, [transform(scope, a) for a in node["args"]], construct, node.get("location", 0))


_SQL_VALUES = {
    "SVFOP_CURRENT_DATE": "date",
    "SVFOP_CURRENT_TIME": "timetz",
    "SVFOP_CURRENT_TIME_N": "timetz",
    "SVFOP_CURRENT_TIMESTAMP": "timestamptz",
    "SVFOP_CURRENT_TIMESTAMP_N": "timestamptz",
    "SVFOP_LOCALTIME": "time",
    "SVFOP_LOCALTIME_N": "time",
    "SVFOP_LOCALTIMESTAMP": "timestamp",
    "SVFOP_LOCALTIMESTAMP_N": "timestamp",
}


def _sql_value(scope: Scope, node: Any) -> Expr:
    if scope.volatility[0] == "i":
        scope.volatility[0] = "s"
    type = scope.type(_SQL_VALUES.get(node.get("op", ""), "name"))
    return Expr(type, node.get("typmod", -1), node.get("location", 0))


def _set_to_default(scope: Scope, node: Any) -> Expr:
    raise PgError("42601", "DEFAULT is not allowed in this context", location=node.get("location", 0), reason="syntax")


# --- subqueries ---


def sublink(scope: Scope, node: Any) -> Expr:
    """`transformSubLink`."""
    from migslint.analyze.query import subquery

    location = node.get("location", 0)
    refused = subquery_refused(scope.kind)
    if refused is not None:
        raise PgError("0A000", f"cannot use subquery in {refused}", location=location, reason="unsupported")
    kind = node.get("subLinkType", "EXISTS_SUBLINK")
    select = node["subselect"]
    result = subquery(scope, select, resolve_unknowns=True)
    if kind == "EXISTS_SUBLINK":
        return scope.expr("bool", location)
    columns = result.columns
    if kind in ("EXPR_SUBLINK", "ARRAY_SUBLINK"):
        if columns is None or result.unsure:
            return scope.unknowable(location)
        if len(columns) != 1:
            raise PgError("42601", "subquery must return only one column", location=location, reason="syntax")
        type = columns[0].type
        if type is UNSURE:
            return scope.unknowable(location)
        column = columns[0]
        if kind == "ARRAY_SUBLINK" and not type.is_array:
            if type.array is None:
                return scope.unknowable(location)
            type = type.array
        collation = implicit(type, column.collation, location)
        names = column.names if kind == "EXPR_SUBLINK" else None
        return Expr(type, column.typmod, location, collation=collation, names=names)
    if "testexpr" not in node:
        return scope.unknowable(location)
    lefts_node = node["testexpr"]
    if "RowExpr" in lefts_node:
        lefts = [transform(scope, a) for a in lefts_node["RowExpr"].get("args", ())]
    else:
        lefts = [transform(scope, lefts_node)]
    if columns is None or result.unsure:
        return scope.expr("bool", location)
    if len(lefts) < len(columns):
        raise PgError("42601", "subquery has too many columns", location=location, reason="syntax")
    if len(lefts) > len(columns):
        raise PgError("42601", "subquery has too few columns", location=location, reason="syntax")
    from migslint.analyze.parse_aexpr import operator_name

    schema, name = operator_name({"name": node["operName"]}) if "operName" in node else (None, "=")
    for left, column in zip(lefts, columns):
        right = Expr(column.type, column.typmod, location, collation=implicit(column.type, column.collation, location))
        compared = oper.operate(scope, schema, name, left, right, location)
        if compared.type is not UNSURE and compared.type is not scope.type("bool"):
            raise PgError(
                "42804",
                f"operator {name} must return type boolean, not type {format_type(scope.session, compared.type)}"
                if len(lefts) == 1
                else f"row comparison operator must yield type boolean, not type "
                f"{format_type(scope.session, compared.type)}",
                location=location,
                reason="type",
            )
    return scope.expr("bool", leftmost(location, *lefts))


def _current_of(scope: Scope, node: Any) -> Expr:
    return scope.expr("bool")


def _named_arg(scope: Scope, node: Any) -> Expr:
    return transform(scope, node["arg"])


def _in_module(module: str, name: str) -> Transformer:
    """A transformer of a module that itself needs this one: imported when first called."""
    found: list[Transformer] = []

    def run(scope: Scope, node: Any) -> Expr:
        if not found:
            from importlib import import_module

            found.append(getattr(import_module(f"migslint.analyze.{module}"), name))
        return found[0](scope, node)

    return run


def _json_of(tag: str) -> Transformer:
    def run(scope: Scope, node: Any) -> Expr:
        from migslint.analyze.parse_jsonxml import transform_json

        return transform_json(scope, tag, node)

    return run


def _ready(scope: Scope, node: Any) -> Expr:
    """An expression that is analysed already (made by this room, never by the parser)."""
    return node["expr"]  # type: ignore[no-any-return]


_TRANSFORMERS: dict[str, Transformer] = {
    "A_Const": _in_module("parse_node", "make_const"),
    "ColumnRef": column_ref,
    "ParamRef": _in_module("parse_node", "param_ref"),
    "A_Expr": _in_module("parse_aexpr", "a_expr"),
    "BoolExpr": _bool,
    "FuncCall": _in_module("parse_call", "function_call"),
    "TypeCast": _cast,
    "CollateClause": _collate,
    "A_Indirection": _indirection,
    "A_ArrayExpr": _array_node,
    "RowExpr": _row,
    "CaseExpr": _case,
    "CoalesceExpr": _coalesce,
    "MinMaxExpr": _minmax,
    "NullTest": _null_test,
    "BooleanTest": _boolean_test,
    "SubLink": sublink,
    "SQLValueFunction": _sql_value,
    "GroupingFunc": _in_module("parse_agg", "grouping"),
    "SetToDefault": _set_to_default,
    "CurrentOfExpr": _current_of,
    "NamedArgExpr": _named_arg,
    "Ready": _ready,
    "XmlExpr": _json_of("XmlExpr"),
    "XmlSerialize": _json_of("XmlSerialize"),
    "MergeSupportFunc": _json_of("MergeSupportFunc"),
    "JsonObjectConstructor": _json_of("JsonObjectConstructor"),
    "JsonArrayConstructor": _json_of("JsonArrayConstructor"),
    "JsonArrayQueryConstructor": _json_of("JsonArrayQueryConstructor"),
    "JsonObjectAgg": _json_of("JsonObjectAgg"),
    "JsonArrayAgg": _json_of("JsonArrayAgg"),
    "JsonIsPredicate": _json_of("JsonIsPredicate"),
    "JsonParseExpr": _json_of("JsonParseExpr"),
    "JsonScalarExpr": _json_of("JsonScalarExpr"),
    "JsonSerializeExpr": _json_of("JsonSerializeExpr"),
    "JsonFuncExpr": _json_of("JsonFuncExpr"),
}
