"""Constants, parameters and subscripts (`parser/parse_node.c`, `parse_param.c`)."""

from __future__ import annotations

from typing import Any

from migslint.analyze import parse_coerce as co
from migslint.analyze.parse_collate import rise
from migslint.analyze.parse_expr import location_of, transform
from migslint.analyze.state import Scope
from migslint.analyze.types import UNSURE, Expr, is_unknown
from migslint.catalog.errors import PgError
from migslint.catalog.objects import Type, TypeRef
from migslint.catalog.typename import base_type, format_type

#: `utils/array.h`
MAXDIM = 6


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
        except ValueError:
            value = 1 << 63
        bits = (value if value >= 0 else ~value).bit_length()
        name = "int4" if bits < 32 else "int8" if bits < 64 else "numeric"  # -2147483648 comes as a float, too
        return Expr(scope.type(name), -1, location, constant=True)
    if "boolval" in node:
        return Expr(scope.type("bool"), -1, location, constant=True)
    if "bsval" in node:
        from migslint.analyze.adt.misc import check_bits

        bit = scope.type("bit")
        check_bits(scope.session, node["bsval"].get("bsval", ""), bit, location)
        return Expr(bit, -1, location, constant=True)
    return Expr(scope.type("unknown"), -1, location, null=True, constant=True)


def param_ref(scope: Scope, node: Any) -> Expr:
    """`transformParamRef` with the hooks of SQL functions: 42P02 "there is no parameter $3" """
    number, location = node.get("number", 0), node.get("location", 0)
    if scope.variables is not None:
        found = scope.variables.parameter(scope, number, location)
        if found is not None:
            return found
    if number < 1 or number > len(scope.parameters):
        raise PgError(
            "42P02", f"there is no parameter ${number}", location=location, reason="missing", kind="parameter"
        )
    ref = scope.parameters[number - 1][1]
    return Expr(ref.type, ref.typmod, location, parameter=True)


def subscript(scope: Scope, value: Expr, steps: list[Any], location: int | None) -> Expr:
    """`transformContainerSubscripts` with the subscripting of arrays and jsonb: `steps` are all in a row."""
    parts = [step[part] for step in steps for part in ("lidx", "uidx") if part in step]
    if value.type is UNSURE:
        for part in parts:
            transform(scope, part)
        return scope.unknowable(location)
    base = base_type(value.type)
    if base.builtin and base.name == "jsonb":
        for step in steps:
            check_jsonb_subscript(scope, step)
        return scope.expr("jsonb", location)
    element = container_element(scope, value.type, value.location)
    if element is None:
        for part in parts:
            transform(scope, part)
        return scope.unknowable(location)
    for part in parts:
        array_index(scope, part)
    check_dimensions(steps)
    if any(step.get("is_slice") for step in steps):
        element = base
    return Expr(element, value.typmod, location, collation=rise(scope, element, [value], location))


def container_element(scope: Scope, type: Type, location: int | None) -> Type | None:
    """The element of an array, or of a type of fixed length like point; None where it is not known."""
    base = base_type(type)
    if base.element is None and (base.builtin or base.typtype in "cermd"):
        shown = format_type(scope.session, base)
        message = f"cannot subscript type {shown} because it does not support subscripting"
        raise PgError("42804", message, location=location, reason="type")
    return base.element


def check_dimensions(steps: list[Any]) -> None:
    """`array_subscript_transform`: PgError 54000 for more dimensions than an array has."""
    if len(steps) > MAXDIM:
        message = f"number of array dimensions ({len(steps)}) exceeds the maximum allowed ({MAXDIM})"
        raise PgError("54000", message, reason="type")


def array_index(scope: Scope, node: Any) -> None:
    """`array_subscript_transform`: a subscript of an array."""
    index = transform(scope, node)
    if index.type is not UNSURE and co.to_target(scope, index, TypeRef(scope.type("int4")), "a") is None:
        message = "array subscript must have type integer"
        raise PgError("42804", message, location=location_of(node), reason="type")


def check_jsonb_subscript(scope: Scope, step: Any) -> None:
    """`jsonb_subscript_transform`."""
    node = step.get("uidx") or step.get("lidx")
    if step.get("is_slice"):
        index = transform(scope, node) if node is not None else None
        raise PgError(
            "0A000",
            "jsonb subscript does not support slices",
            location=index.location if index is not None else None,
            reason="unsupported",
        )
    index = transform(scope, node)
    if index.type is UNSURE or is_unknown(index.type):
        return
    fits = [t for t in ("int4", "text") if co.can_coerce(scope.session, [index.type], [scope.type(t)])]
    if len(fits) != 1:
        raise PgError(
            "42804",
            f"subscript type {format_type(scope.session, index.type)} is not supported",
            hint="jsonb subscript must be coercible to either integer or text."
            if not fits
            else "jsonb subscript must be coercible to only one type, integer or text.",
            location=index.location,
            reason="type",
        )
