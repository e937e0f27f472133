"""SQL/JSON and XML constructs (`parse_expr.c, transformJson…, transformXmlExpr`)."""

from __future__ import annotations

from typing import Any

from migslint.analyze import parse_agg as agg
from migslint.analyze import parse_coerce as co
from migslint.analyze.parse_expr import transform
from migslint.analyze.parse_type import lookup_typename
from migslint.analyze.state import Scope
from migslint.analyze.types import UNSURE, Expr, is_unknown
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import Type, TypeRef
from migslint.catalog.typename import base_type, format_type

#: construct -> what the server calls it
_NAMES = {
    "JsonObjectConstructor": "JSON_OBJECT()",
    "JsonArrayConstructor": "JSON_ARRAY()",
    "JsonObjectAgg": "JSON_OBJECTAGG()",
    "JsonArrayAgg": "JSON_ARRAYAGG()",
    "JSON_EXISTS_OP": "JSON_EXISTS",
    "JSON_QUERY_OP": "JSON_QUERY",
    "JSON_VALUE_OP": "JSON_VALUE",
    "JSON_TABLE_OP": "JSON_TABLE",
}
#: `transformJsonValueExpr`: types that PASSING takes as they are
_PASSED = (
    *("bool", "numeric", "int2", "int4", "int8", "float4", "float8", "text", "varchar"),
    *("date", "time", "timetz", "timestamp", "timestamptz"),
)


def _refuse(sqlstate: str, message: str, location: int | None, **rest: Any) -> PgError:
    if location is not None and location < 0:
        location = None
    return PgError(sqlstate, message, location=location, reason="syntax" if sqlstate == "42601" else "type", **rest)


def transform_json(scope: Scope, tag: str, node: Any) -> Expr:
    """A construct by its node tag; its type is that of RETURNING, else the default of the construct."""
    return _TRANSFORM[tag](scope, tag, node)


# --- constructors ---


def _constructor(scope: Scope, tag: str, node: Any) -> Expr:
    """`transformJsonObjectConstructor`, `transformJsonArrayConstructor`."""
    for item in node.get("exprs", ()):
        pair = item.get("JsonKeyValue")
        if pair is not None:
            transform(scope, pair["key"])
        value = pair["value"] if pair is not None else item.get("JsonValueExpr", item)
        value_expr(scope, _NAMES[tag], value, "JS_FORMAT_DEFAULT", None)
    return _constructed(scope, node, node.get("output"), node.get("location", 0))


def _constructed(scope: Scope, node: Any, output: Any, location: int) -> Expr:
    """`transformJsonConstructorOutput`, `makeJsonConstructorExpr`: json, cast by assignment to what RETURNING names."""
    want = output_type(scope, output, allow_format=True)
    if want is None:
        return scope.expr("json", location)
    source = scope.type("json")
    if want.type is not UNSURE and not co.can_coerce(scope.session, [source], [want.type], "a"):
        if base_type(want.type).name != "bytea":
            message = f"cannot cast type json to {format_type(scope.session, want.type)}"
            raise _refuse("42846", message, output["returning"]["format"].get("location"))
    return Expr(want.type, want.typmod, location)


def _query_constructor(scope: Scope, tag: str, node: Any) -> Expr:
    """`transformJsonArrayQueryConstructor`."""
    from migslint.analyze.query import subquery

    location = node.get("location", 0)
    result = subquery(scope, node["query"], resolve_unknowns=True)
    if result.columns is not None and not result.unsure and len(result.columns) != 1:
        raise _refuse("42601", "subquery must return only one column", location)
    return _constructed(scope, node, node.get("output"), location)


def _aggregate(scope: Scope, tag: str, node: Any) -> Expr:
    """`transformJsonObjectAgg`, `transformJsonArrayAgg`, `transformJsonAggConstructor`."""
    constructor = node.get("constructor", {})
    start = len(scope.trace)
    arg = node["arg"]
    if "key" in arg:
        transform(scope, arg["key"])
        arg = arg["value"]
    value_expr(scope, _NAMES[tag], arg, "JS_FORMAT_DEFAULT", None)
    for sort in constructor.get("agg_order", ()):
        transform(scope, sort["SortBy"]["node"], "order_by")
    if "agg_filter" in constructor:
        co.to_boolean(scope, transform(scope, constructor["agg_filter"], "filter"), "FILTER")
    location = constructor.get("location", 0)
    if "over" in constructor:
        agg.window(scope, {"location": location, "over": constructor["over"]}, start)
    else:
        owner = agg.check_call(scope, node, location, scope.trace[start:])
        del scope.trace[start:]
        scope.trace.append(("agg", owner.depth, location))
    return _constructed(scope, node, constructor.get("output"), location)


def _parse(scope: Scope, tag: str, node: Any) -> Expr:
    """`transformJsonParseExpr`: JSON()."""
    location = node.get("location", 0)
    want = _json_returning(scope, node.get("output"), "JSON()") or TypeRef(scope.type("json"))
    if node.get("unique_keys"):
        type = _document(scope, node["expr"]["raw_expr"], node["expr"]["format"])
        if type is not UNSURE and type is not scope.type("text"):
            raise _refuse("42804", "cannot use non-string types with WITH UNIQUE KEYS clause", location)
    else:
        value_expr(scope, "JSON()", node["expr"], "JS_FORMAT_JSON", want.type)
    return Expr(want.type, want.typmod, location)


def _scalar(scope: Scope, tag: str, node: Any) -> Expr:
    """`transformJsonScalarExpr`."""
    transform(scope, node["expr"])
    want = _json_returning(scope, node.get("output"), "JSON_SCALAR()") or TypeRef(scope.type("json"))
    return Expr(want.type, want.typmod, node.get("location", 0))


def _serialize(scope: Scope, tag: str, node: Any) -> Expr:
    """`transformJsonSerializeExpr`."""
    value_expr(scope, "JSON_SERIALIZE()", node["expr"], "JS_FORMAT_JSON", None)
    want = output_type(scope, node.get("output"), allow_format=True)
    if want is None:
        return scope.expr("text", node.get("location", 0))
    base = base_type(want.type)
    if want.type is not UNSURE and base.category != "S" and base.name != "bytea":
        shown = format_type(scope.session, want.type)
        message = f"cannot use type {shown} in RETURNING clause of JSON_SERIALIZE()"
        raise _refuse("42804", message, None, hint="Try returning a string type or bytea.")
    return Expr(want.type, want.typmod, node.get("location", 0))


def _json_returning(scope: Scope, output: Any, construct: str) -> TypeRef | None:
    """`transformJsonReturning`."""
    want = output_type(scope, output, allow_format=False)
    if want is not None and want.type is not UNSURE and want.type.name not in ("json", "jsonb"):
        shown = format_type(scope.session, want.type)
        message = f"cannot use type {shown} in RETURNING clause of {construct}"
        location = output["typeName"].get("location")
        raise _refuse("42804", message, location, hint="Try returning json or jsonb.")
    return want


def _is_json(scope: Scope, tag: str, node: Any) -> Expr:
    """`transformJsonIsPredicate`."""
    type = _document(scope, node["expr"], node["format"])
    if type is not UNSURE and type.name not in ("text", "json", "jsonb"):
        message = f"cannot use type {format_type(scope.session, type)} in IS JSON predicate"
        raise _refuse("42804", message, None)
    return scope.expr("bool", node.get("location", 0))


def _document(scope: Scope, node: Any, format: Any) -> Type:
    """`transformJsonParseArg`: the type that a document is read in."""
    value = transform(scope, node)
    if value.type is UNSURE:
        return UNSURE
    text = scope.type("text")
    base = base_type(value.type)
    if base.builtin and base.name == "bytea":
        return text
    if format.get("encoding", "JS_ENC_DEFAULT") != "JS_ENC_DEFAULT":
        message = "cannot use JSON FORMAT ENCODING clause for non-bytea input types"
        raise _refuse("42804", message, format.get("location"))
    return text if is_unknown(value.type) or base.category == "S" else value.type


# --- what they are made of ---


def value_expr(
    scope: Scope, construct: str, node: Any, default: str, target: Type | None, passing: bool = False
) -> Expr:
    """`transformJsonValueExpr`: an expression with its FORMAT, which must be castable to `target` if that is given."""
    value = transform(scope, node["raw_expr"])
    if is_unknown(value.type):
        value = co.to_specific(scope, value, scope.type("text"), construct)
    if value.type is UNSURE:
        return value
    form = node.get("format", {})
    given, place = form.get("format_type", "JS_FORMAT_DEFAULT"), form.get("location", -1)
    base = base_type(value.type)
    is_json = value.type.builtin and value.type.name in ("json", "jsonb")
    is_bytea = value.type.builtin and value.type.name == "bytea"
    if given != "JS_FORMAT_DEFAULT":
        if form.get("encoding", "JS_ENC_DEFAULT") != "JS_ENC_DEFAULT" and not is_bytea:
            raise _refuse("42804", "JSON ENCODING clause is only allowed for bytea input type", place)
    elif passing and (base.category == "S" or (base.builtin and value.type.name in _PASSED)):
        return value
    used = "JS_FORMAT_DEFAULT" if is_json else given if given != "JS_FORMAT_DEFAULT" else default
    if used == "JS_FORMAT_DEFAULT" and (target is None or value.type is target):
        return value
    if not passing and target is None and not is_bytea and base.category != "S":
        word = "implicit" if given == "JS_FORMAT_DEFAULT" else "explicit"
        message = f"cannot use non-string types with {word} FORMAT JSON clause"
        raise _refuse("42804", message, place if place >= 0 else value.location)
    if target is None or (used == "JS_FORMAT_JSON" and is_bytea):
        return value
    if not co.can_coerce(scope.session, [value.type], [target], "e"):
        session = scope.session
        message = f"cannot cast type {format_type(session, value.type)} to {format_type(session, target)}"
        raise _refuse("42846", message, value.location)
    return Expr(target, -1, value.location)


def output_type(scope: Scope, output: Any, allow_format: bool) -> TypeRef | None:
    """`transformJsonOutput`: the type of RETURNING, None without it."""
    if not output or "typeName" not in output:
        return None
    typename = output["typeName"]
    try:
        want = lookup_typename(scope.session, typename)
    except Unknown:
        return TypeRef(UNSURE)
    if typename.get("setof"):
        raise _refuse("0A000", "returning SETOF types is not supported in SQL/JSON functions", None)
    if want.type.typtype == "p":
        raise _refuse("0A000", "returning pseudo-types is not supported in SQL/JSON functions", None)
    form = output.get("returning", {}).get("format", {})
    if form.get("format_type", "JS_FORMAT_DEFAULT") != "JS_FORMAT_DEFAULT":
        _check_format(form, want.type, allow_format)
    return want


def _check_format(form: Any, type: Type, allow_format: bool) -> None:
    """`checkJsonOutputFormat`."""
    location = form.get("location")
    if not allow_format and type.name not in ("bytea", "json", "jsonb") and type.category != "S":
        raise _refuse("0A000", "cannot use JSON format with non-string output types", location)
    encoding = form.get("encoding", "JS_ENC_DEFAULT")
    if form.get("format_type") == "JS_FORMAT_JSON" and encoding != "JS_ENC_DEFAULT":
        if type.name != "bytea":
            raise _refuse("0A000", "cannot set JSON encoding for non-bytea output types", location)
        if encoding != "JS_ENC_UTF8":
            hint = "Only UTF8 JSON encoding is supported."
            raise _refuse("0A000", "unsupported JSON encoding", location, hint=hint)


# --- query functions ---

_BEHAVIORS = {
    "exists": (("ERROR", "TRUE", "FALSE", "UNKNOWN"), "ERROR, TRUE, FALSE, or UNKNOWN", "EXISTS columns"),
    "query": (
        ("ERROR", "NULL", "EMPTY", "EMPTY_ARRAY", "EMPTY_OBJECT", "DEFAULT"),
        "ERROR, NULL, EMPTY ARRAY, EMPTY OBJECT, or DEFAULT expression",
        "formatted columns",
    ),
    "value": (("ERROR", "NULL", "DEFAULT"), "ERROR, NULL, or DEFAULT expression", "scalar columns"),
}


def json_func(scope: Scope, tag: str, node: Any) -> Expr:
    """`transformJsonFuncExpr`; `column_name` is set for a column of JSON_TABLE."""
    op = node.get("op", "JSON_EXISTS_OP")
    name, location = _NAMES[op], node.get("location", 0)
    form = node.get("output", {}).get("returning", {}).get("format", {})
    if op != "JSON_QUERY_OP" and form.get("format_type", "JS_FORMAT_DEFAULT") != "JS_FORMAT_DEFAULT":
        message = f"cannot specify FORMAT JSON in RETURNING clause of {name}()"
        raise _refuse("42601", message, form.get("location"))
    if op == "JSON_QUERY_OP" and node.get("quotes") == "JS_QUOTES_OMIT":
        if node.get("wrapper") in ("JSW_CONDITIONAL", "JSW_UNCONDITIONAL"):
            message = "SQL/JSON QUOTES behavior must not be specified when WITH WRAPPER is used"
            raise _refuse("42601", message, location)
    _check_behaviors(node, op, name)
    value_expr(scope, name, node["context_item"], _default_format(op), scope.type("jsonb"))
    _check_path(scope, node["pathspec"])
    for item in node.get("passing", ()):
        value_expr(scope, name, item["JsonArgument"]["val"], "JS_FORMAT_JSONB", None, passing=True)
    want = output_type(scope, node.get("output"), allow_format=False)
    if want is None:
        want = TypeRef(scope.type({"JSON_EXISTS_OP": "bool", "JSON_QUERY_OP": "jsonb"}.get(op, "text")))
    for part in ("on_empty", "on_error"):
        if part in node:
            _default(scope, node[part], want)
    return Expr(want.type, want.typmod, location)


def _default_format(op: str) -> str:
    return "JS_FORMAT_JSONB" if op in ("JSON_QUERY_OP", "JSON_TABLE_OP") else "JS_FORMAT_DEFAULT"


def _check_behaviors(node: Any, op: str, name: str) -> None:
    allowed, words, columns = _BEHAVIORS[op.removeprefix("JSON_").removesuffix("_OP").lower()]
    column = node.get("column_name")
    for part in ("on_empty", "on_error"):
        behavior = node.get(part)
        if behavior is None or behavior.get("btype", "JSON_BEHAVIOR_NULL").removeprefix("JSON_BEHAVIOR_") in allowed:
            continue
        clause = part.upper().replace("_", " ")
        where = columns if column is not None else f"{name}()"
        message = f"invalid {clause} behavior" + (f' for column "{column}"' if column is not None else "")
        detail = f"Only {words} is allowed in {clause} for {where}."
        raise _refuse("42601", message, behavior.get("location"), detail=detail)


def _check_path(scope: Scope, node: Any) -> None:
    path = transform(scope, node)
    if path.type is UNSURE:
        return
    if co.to_target(scope, path, TypeRef(scope.type("jsonpath")), "e") is None:
        shown = format_type(scope.session, path.type)
        message = f"JSON path expression must be of type jsonpath, not of type {shown}"
        raise _refuse("42804", message, path.location)


def _default(scope: Scope, behavior: Any, want: TypeRef) -> None:
    """`transformJsonBehavior`: DEFAULT of ON EMPTY or ON ERROR."""
    if behavior.get("btype") != "JSON_BEHAVIOR_DEFAULT":
        return
    start, last_srf = len(scope.trace), scope.last_srf
    value = transform(scope, behavior["expr"])
    if not _may_be_default(scope, behavior["expr"]):
        message = "can only specify a constant, non-aggregate function, or operator expression for DEFAULT"
        raise _refuse("42804", message, value.location)
    if any(kind == "var" for kind, _, _ in scope.trace[start:]):
        raise _refuse("42804", "DEFAULT expression must not contain column references", value.location)
    if scope.last_srf is not last_srf or value.retset:
        raise _refuse("42804", "DEFAULT expression must not return a set", value.location)
    if UNSURE in (value.type, want.type) or value.type is want.type:
        return
    if co.to_target(scope, value, want, "e") is None:
        session = scope.session
        shown = format_type(session, value.type), format_type(session, want.type)
        message = f"cannot cast behavior expression of type {shown[0]} to {shown[1]}"
        hint = f"You will need to explicitly cast the expression to type {shown[1]}."
        raise _refuse("42846", message, value.location, hint=hint)


def _may_be_default(scope: Scope, node: Any) -> bool:
    """`ValidJsonBehaviorDefaultExpr`, where the raw node tells."""
    for tag, body in node.items():
        if tag in ("TypeCast", "CollateClause"):
            return _may_be_default(scope, body["arg"])
        if tag == "FuncCall":
            found = scope.resolved.get(id(body))
            return "over" not in body and (found is None or found[1] is not None)
        if tag in ("ColumnRef", "SubLink", "A_ArrayExpr", "RowExpr", "CaseExpr", "CoalesceExpr", "BoolExpr"):
            return False
    return True


# --- XML ---

_XML_WORDS = {
    "IS_XMLCONCAT": ("XMLCONCAT", ("xml",)),
    "IS_XMLPARSE": ("XMLPARSE", ("text", "bool")),
    "IS_XMLPI": ("XMLPI", ("text",)),
    "IS_XMLROOT": ("XMLROOT", ("xml", "text", "int4")),
    "IS_DOCUMENT": ("IS DOCUMENT", ("xml",)),
}


def _xml(scope: Scope, tag: str, node: Any) -> Expr:
    """`transformXmlExpr`."""
    op, location = node.get("op", "IS_XMLCONCAT"), node.get("location", 0)
    names: set[str] = set()
    for named in node.get("named_args", ()):
        target = named["ResTarget"]
        value = transform(scope, target["val"])
        ref = target["val"].get("ColumnRef")
        if "name" not in target and ref is None:
            what = "attribute" if op == "IS_XMLELEMENT" else "element"
            raise _refuse("42601", f"unnamed XML {what} value must be a column reference", value.location)
        name = target.get("name") or ref["fields"][-1].get("String", {}).get("sval", "")
        if op == "IS_XMLELEMENT" and name in names:
            raise _refuse("42601", f'XML attribute name "{name}" appears more than once', value.location)
        names.add(name)
    word, types = _XML_WORDS.get(op, ("", ()))
    for i, arg in enumerate(node.get("args", ())):
        value = transform(scope, arg)
        if types:
            co.to_specific(scope, value, scope.type(types[min(i, len(types) - 1)]), word)
    return scope.expr("bool" if op == "IS_DOCUMENT" else "xml", location)


def _xml_serialize(scope: Scope, tag: str, node: Any) -> Expr:
    """`transformXmlSerialize`."""
    location = node.get("location", 0)
    co.to_specific(scope, transform(scope, node["expr"]), scope.type("xml"), "XMLSERIALIZE")
    try:
        target = lookup_typename(scope.session, node["typeName"])
    except Unknown:
        return scope.unknowable(location)
    if not co.can_coerce(scope.session, [scope.type("text")], [target.type]):
        message = f"cannot cast XMLSERIALIZE result to {format_type(scope.session, target.type)}"
        raise _refuse("42846", message, location)
    return Expr(target.type, target.typmod, location)


def _merge_action(scope: Scope, tag: str, node: Any) -> Expr:
    """`transformMergeSupportFunc`."""
    level: Scope | None = scope
    while level is not None and level.kind != "merge_returning":
        level = level.parent
    if level is None:
        message = "MERGE_ACTION() can only be used in the RETURNING list of a MERGE command"
        raise _refuse("42601", message, node.get("location", 0))
    return scope.expr("text", node.get("location", 0))


_TRANSFORM = {
    "JsonObjectConstructor": _constructor,
    "JsonArrayConstructor": _constructor,
    "JsonArrayQueryConstructor": _query_constructor,
    "JsonObjectAgg": _aggregate,
    "JsonArrayAgg": _aggregate,
    "JsonIsPredicate": _is_json,
    "JsonParseExpr": _parse,
    "JsonScalarExpr": _scalar,
    "JsonSerializeExpr": _serialize,
    "JsonFuncExpr": json_func,
    "XmlExpr": _xml,
    "XmlSerialize": _xml_serialize,
    "MergeSupportFunc": _merge_action,
}
