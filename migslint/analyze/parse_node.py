"""Constants, parameters and subscripts (`parser/parse_node.c`, `parse_param.c`)."""

from __future__ import annotations

from typing import Any

from migslint.analyze import parse_coerce as co
from migslint.analyze.parse_expr import transform
from migslint.analyze.state import Scope
from migslint.analyze.types import UNSURE, Expr
from migslint.catalog.errors import PgError
from migslint.catalog.objects import TypeRef
from migslint.catalog.typename import base_type, format_type


def make_const(scope: Scope, node: Any) -> Expr:
    """`make_const`."""
    location = node.get("location", 0)
    if "sval" in node:
        return Expr(scope.type("unknown"), -1, location, literal=node["sval"].get("sval", ""), constant=True)
    if "ival" in node:
        return Expr(scope.type("int4"), -1, location, constant=True)
    if "fval" in node:
        text = node["fval"]["fval"].replace("_", "")
        try:
            value = int(text, 0) if text[:2].lower() in ("0x", "0o", "0b") else int(text)
            wide = -(1 << 63) <= value < (1 << 63)
        except ValueError:
            wide = False
        return Expr(scope.type("int8" if wide else "numeric"), -1, location, constant=True)
    if "boolval" in node:
        return Expr(scope.type("bool"), -1, location, constant=True)
    if "bsval" in node:
        return Expr(scope.type("bit"), -1, location, constant=True)
    return Expr(scope.type("unknown"), -1, location, null=True, constant=True)


def param_ref(scope: Scope, node: Any) -> Expr:
    """`transformParamRef` with the hooks of SQL functions: 42P02 "there is no parameter $3" """
    number, location = node.get("number", 0), node.get("location", 0)
    if scope.variables is not None:
        found = scope.variables.parameter(scope, number, location)
        if found is not None:
            return found  # type: ignore[no-any-return]
    if number < 1 or number > len(scope.parameters):
        raise PgError(
            "42P02", f"there is no parameter ${number}", location=location, reason="missing", kind="parameter"
        )
    ref = scope.parameters[number - 1][1]
    return Expr(ref.type, ref.typmod, location, parameter=True)


def subscript(scope: Scope, value: Expr, step: Any, location: int | None) -> Expr:
    """`transformContainerSubscripts` with the subscripting of arrays and jsonb."""
    for part in ("lidx", "uidx"):
        if part in step:
            index = transform(scope, step[part])
            if value.type is UNSURE or base_type(value.type).name == "jsonb":
                continue
            if index.type is UNSURE:
                continue
            if co.to_target(scope, index, TypeRef(scope.type("int4")), "a") is None:
                raise PgError("42804", "array subscript must have type integer", location=index.location, reason="type")
    if value.type is UNSURE:
        return scope.unknowable(location)
    base = base_type(value.type)
    if base.name == "jsonb" and base.builtin:
        return scope.expr("jsonb", location)
    if base.name in ("int2vector", "oidvector") and base.builtin:
        return scope.expr("int2" if base.name == "int2vector" else "oid", location)
    if not base.is_array or base.element is None:
        if not base.builtin:
            return scope.unknowable(location)
        shown = format_type(scope.session, value.type)
        message = f"cannot subscript type {shown} because it does not support subscripting"
        raise PgError("42804", message, location=value.location, reason="type")
    if step.get("is_slice"):
        return Expr(base, value.typmod, location)
    return Expr(base.element, value.typmod, location)
