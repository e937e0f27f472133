"""Table functions of XML and JSON (`parser/parse_jsontable.c`; `parse_clause.c, transformRangeTableFunc`)."""

from __future__ import annotations

from typing import Any

from migslint.analyze import parse_coerce as co
from migslint.analyze import parse_relation as rel
from migslint.analyze.parse_expr import transform
from migslint.analyze.parse_jsonxml import json_func, value_expr
from migslint.analyze.parse_type import lookup_typename, names_of
from migslint.analyze.state import RangeEntry, Scope
from migslint.analyze.types import UNSURE, RangeColumn
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import TypeRef
from migslint.catalog.typename import base_type

_PLAIN = {"raw_expr": {"A_Const": {"isnull": True}}}


def table_function(scope: Scope, tag: str, body: Any) -> RangeEntry:
    """XMLTABLE or JSON_TABLE in FROM."""
    before, kind = scope.lateral_active, scope.kind
    scope.lateral_active, scope.kind = True, "from_function"
    try:
        columns = _xml_table(scope, body) if tag == "RangeTableFunc" else _json_table(scope, body)
    finally:
        scope.lateral_active, scope.kind = before, kind
    alias = body.get("alias")
    name = "xmltable" if tag == "RangeTableFunc" else "json_table"
    entry = RangeEntry(alias["aliasname"] if alias else name, "tablefunc", columns, aliased=alias is not None)
    entry.table_function = name.upper()
    scope.entries.append(entry)
    rel.apply_aliases(entry, names_of(alias.get("colnames", [])) if alias else [], None)
    return entry


def _refuse(sqlstate: str, message: str, location: int | None, detail: str | None = None) -> PgError:
    return PgError(sqlstate, message, detail=detail, location=location, reason="definition")


def _type(scope: Scope, typename: Any) -> TypeRef:
    try:
        return lookup_typename(scope.session, typename)
    except Unknown:
        return TypeRef(UNSURE)


# --- XMLTABLE ---


def _xml_table(scope: Scope, body: Any) -> list[RangeColumn]:
    """`transformRangeTableFunc`."""
    text = scope.type("text")

    def specific(node: Any, type: Any) -> None:
        co.to_specific(scope, transform(scope, node), type, "XMLTABLE")

    specific(body["rowexpr"], text)
    specific(body["docexpr"], scope.type("xml"))
    columns: list[RangeColumn] = []
    numbered = False
    for item in body.get("columns", ()):
        column = item["RangeTableFuncCol"]
        name, location = column["colname"], column.get("location", 0)
        if column.get("for_ordinality"):
            if numbered:
                raise _refuse("42601", "only one FOR ORDINALITY column is allowed", location)
            numbered = True
            want = TypeRef(scope.type("int4"))
        else:
            if column["typeName"].get("setof"):
                raise _refuse("42P16", f'column "{name}" cannot be declared SETOF', location)
            want = _type(scope, column["typeName"])
        if "colexpr" in column:
            specific(column["colexpr"], text)
        if "coldefexpr" in column:
            default = transform(scope, column["coldefexpr"])
            if UNSURE not in (default.type, want.type):
                co.to_specific(scope, default, want.type, "XMLTABLE")
        if any(c.name == name for c in columns):
            raise _refuse("42601", f'column name "{name}" is not unique', location)
        columns.append(RangeColumn(name, want.type, want.typmod))
    _namespaces(scope, body, specific)
    return columns


def _namespaces(scope: Scope, body: Any, specific: Any) -> None:
    seen: set[str] = set()
    for item in body.get("namespaces", ()):
        target = item["ResTarget"]
        specific(target["val"], scope.type("text"))
        name, location = target.get("name", ""), target.get("location", 0)
        if name in seen:
            message = f'namespace name "{name}" is not unique' if name else "only one default namespace is allowed"
            raise _refuse("42601", message, location)
        seen.add(name)


# --- JSON_TABLE ---


def _json_table(scope: Scope, body: Any) -> list[RangeColumn]:
    """`transformJsonTable`."""
    on_error = body.get("on_error")
    if on_error is not None and on_error.get("btype") not in (
        "JSON_BEHAVIOR_ERROR",
        "JSON_BEHAVIOR_EMPTY",
        "JSON_BEHAVIOR_EMPTY_ARRAY",
    ):
        detail = "Only EMPTY [ ARRAY ] or ERROR is allowed in the top-level ON ERROR clause."
        raise _refuse("42601", "invalid ON ERROR behavior", on_error.get("location"), detail)
    root = body["pathspec"]
    _check_names(body.get("columns", ()), {root["name"]} if root.get("name") else set())
    value_expr(scope, "JSON_TABLE", body["context_item"], "JS_FORMAT_JSONB", scope.type("jsonb"))
    _path(scope, root)
    for item in body.get("passing", ()):
        value_expr(scope, "JSON_TABLE", item["JsonArgument"]["val"], "JS_FORMAT_JSONB", None, passing=True)
    columns: list[RangeColumn] = []
    _columns(scope, body.get("columns", ()), columns)
    return columns


def _path(scope: Scope, spec: Any) -> None:
    if "string" in spec:
        co.to_target(scope, transform(scope, spec["string"]), TypeRef(scope.type("jsonpath")), "e")


def _check_names(nodes: Any, seen: set[str]) -> None:
    """`CheckDuplicateColumnOrPathNames`."""
    for item in nodes:
        column = item["JsonTableColumn"]
        if column.get("coltype") == "JTC_NESTED":
            name, location = column["pathspec"].get("name"), column["pathspec"].get("name_location")
        else:
            name, location = column["name"], column.get("location", 0)
        if name:
            if name in seen:
                raise _refuse("42712", f"duplicate JSON_TABLE column or path name: {name}", location)
            seen.add(name)
        _check_names(column.get("columns", ()), seen)


def _columns(scope: Scope, nodes: Any, out: list[RangeColumn]) -> None:
    """`transformJsonTableColumns`: those of a level first, then those of the paths nested in it."""
    numbered = False
    nested = []
    for item in nodes:
        column = item["JsonTableColumn"]
        kind, location = column.get("coltype", "JTC_FOR_ORDINALITY"), column.get("location", 0)
        if kind == "JTC_NESTED":
            nested.append(column)
        elif kind == "JTC_FOR_ORDINALITY":
            if numbered:
                raise _refuse("42601", "only one FOR ORDINALITY column is allowed", location)
            numbered = True
            out.append(RangeColumn(column["name"], scope.type("int4")))
        else:
            want = _type(scope, column["typeName"])
            _column(scope, column, kind, want)
            out.append(RangeColumn(column["name"], want.type, want.typmod))
    for column in nested:
        _path(scope, column["pathspec"])
        _columns(scope, column.get("columns", ()), out)


def _column(scope: Scope, column: Any, kind: str, want: TypeRef) -> None:
    """`transformJsonTableColumn`: a column is a call of JSON_VALUE, JSON_QUERY or JSON_EXISTS."""
    base = base_type(want.type)
    formatted = (
        kind == "JTC_FORMATTED"
        or base.is_array
        or base.typtype == "c"
        or base.name in ("json", "jsonb", "record")
        or column.get("quotes", "JS_QUOTES_UNSPEC") != "JS_QUOTES_UNSPEC"
        or column.get("wrapper", "JSW_UNSPEC") != "JSW_UNSPEC"
    )
    op = "JSON_EXISTS_OP" if kind == "JTC_EXISTS" else "JSON_QUERY_OP" if formatted else "JSON_VALUE_OP"
    spec = column.get("pathspec")
    call = {
        "op": op,
        "context_item": _PLAIN,
        "pathspec": spec["string"] if spec is not None else {"A_Const": {"sval": {"sval": "$"}}},
        "output": {"typeName": column["typeName"], "returning": {"format": column.get("format", {})}},
        "column_name": column["name"],
        "location": column.get("location", 0),
    }
    call.update({k: column[k] for k in ("on_empty", "on_error", "quotes", "wrapper") if k in column})
    json_func(scope, "JsonFuncExpr", call)
