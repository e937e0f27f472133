"""Operator expressions (`parse_expr.c, transformAExpr…`; `parse_oper.c, make_scalar_array_op`)."""

from __future__ import annotations

from typing import Any

from migslint.analyze import parse_coerce as co
from migslint.analyze import parse_oper as oper
from migslint.analyze.parse_collate import rise
from migslint.analyze.parse_expr import Transformer, sublink, transform
from migslint.analyze.parse_type import names_of
from migslint.analyze.state import Scope
from migslint.analyze.types import UNSURE, Expr, element_of, is_polymorphic, is_record, is_unknown, leftmost
from migslint.catalog.errors import PgError
from migslint.catalog.objects import Operator, Type, TypeRef
from migslint.catalog.typename import format_type


def a_expr(scope: Scope, node: Any) -> Expr:
    """`transformExprRecurse`, A_Expr: by the kind of operator expression."""
    kind = node.get("kind", "AEXPR_OP")
    return _A_EXPR[kind](scope, node)


def operator_name(node: Any) -> tuple[str | None, str]:
    """(schema, name) of an operator as written."""
    names = names_of(node["name"])
    return (names[-2] if len(names) > 1 else None), names[-1]


def _op(scope: Scope, node: Any) -> Expr:
    """`transformAExprOp`."""
    schema, name = operator_name(node)
    location = node.get("location", 0)
    left_node, right_node = node.get("lexpr"), node.get("rexpr")
    if left_node is not None and "RowExpr" in left_node and right_node is not None:
        if "SubLink" in right_node and right_node["SubLink"].get("subLinkType") == "EXPR_SUBLINK":
            sub = dict(
                right_node["SubLink"], subLinkType="ROWCOMPARE_SUBLINK", testexpr=left_node, operName=node["name"]
            )
            return sublink(scope, sub)
        if "RowExpr" in right_node:
            return _row_compare(scope, schema, name, left_node["RowExpr"], right_node["RowExpr"], location)
    left = transform(scope, left_node) if left_node is not None else None
    right = transform(scope, right_node)
    return oper.operate(scope, schema, name, left, right, location)


def _row_compare(scope: Scope, schema: str | None, name: str, left: Any, right: Any, location: int) -> Expr:
    """`make_row_comparison_op`."""
    lefts = [transform(scope, e) for e in left.get("args", ())]
    rights = [transform(scope, e) for e in right.get("args", ())]
    if len(lefts) != len(rights):
        raise PgError("42601", "unequal number of entries in row expressions", location=location, reason="syntax")
    if not lefts:
        raise PgError("0A000", "cannot compare rows of zero length", location=location, reason="unsupported")
    for a, b in zip(lefts, rights):
        result = oper.operate(scope, schema, name, a, b, location)
        if result.type is not UNSURE and result.type is not scope.type("bool"):
            raise PgError(
                "42804",
                f"row comparison operator must yield type boolean, not type {format_type(scope.session, result.type)}",
                location=location,
                reason="type",
            )
    return scope.expr("bool", leftmost(location, *lefts))


def _op_any(scope: Scope, node: Any) -> Expr:
    """`make_scalar_array_op`."""
    schema, name = operator_name(node)
    location = node.get("location", 0)
    left, right = transform(scope, node["lexpr"]), transform(scope, node["rexpr"])
    return _scalar_array(scope, schema, name, left, right, location)


def _scalar_array(scope: Scope, schema: str | None, name: str, left: Expr, right: Expr, location: int) -> Expr:
    result_type = scope.type("bool")
    place = leftmost(location, left)
    if right.type is UNSURE or left.type is UNSURE:
        return Expr(result_type, -1, place)
    if is_unknown(right.type):
        element: Type = scope.type("unknown")
    else:
        found = element_of(right.type)
        if found is None:
            if right.type.typtype == "p":
                return Expr(result_type, -1, place)
            raise PgError(
                "42809",
                "op ANY/ALL (array) requires array on right side",
                location=location,
                reason="type",
            )
        element = found
    side = Expr(element, -1, right.location, collation=right.collation)
    result = oper.operate(scope, schema, name, left, side, location)
    if result.type is not UNSURE and result.type is not result_type:
        raise PgError(
            "42809", "op ANY/ALL (array) requires operator to yield boolean", location=location, reason="type"
        )
    if is_unknown(right.type) and right.literal is not None and not is_unknown(left.type) and left.type.array:
        if left.type.typtype == "c" or is_record(left.type):
            _records(scope, right)
        else:
            co.coerce(scope, right, TypeRef(left.type.array), "i")
    return Expr(result_type, -1, place)


def _records(scope: Scope, literal: Expr) -> None:
    """The constant of an array of records (`rowtypes.c, record_in`): only one without elements can be read."""
    co.coerce(scope, literal, TypeRef(scope.type("_text")), "i")
    text = (literal.literal or "").strip()
    if text != "{}" and "null" not in text.lower():
        message = "input of anonymous composite types is not implemented"
        raise PgError("0A000", message, location=literal.location, reason="type")


def _in(scope: Scope, node: Any) -> Expr:
    """`transformAExprIn`."""
    schema, name = operator_name(node)
    location = node.get("location", 0)
    items = node["rexpr"]["List"].get("items", ())
    lexpr = node["lexpr"]
    left_row = lexpr.get("RowExpr")
    left = transform(scope, lexpr)
    rights = []
    for item in items:
        start = len(scope.trace)
        expr = transform(scope, item)
        varies = any(kind == "var" and depth == scope.depth for kind, depth, _ in scope.trace[start:])
        rights.append((item, expr, varies))
    plain = [e for _, e, varies in rights if not varies]
    if left_row is None and len(plain) > 1:
        everything = [left, *plain]
        unsure = any(e.type is UNSURE for e in everything)
        types = [e.type for e in everything]
        common = None if unsure else co.common_type(scope.session, types)
        if common is not None and not all(co.can_coerce(scope.session, [t], [common]) for t in types):
            common = None
        if common is not None and not is_record(common) and common.array is not None:
            plain = [co.coerce_to_common(scope, e, common, "IN") for e in plain]
            array = Expr(common, -1, location, collation=rise(scope, common, plain, location))
            oper.operate(scope, schema, name, left, array, location)
            for _, e, varies in rights:
                if varies:
                    oper.operate(scope, schema, name, left, e, location)
            return scope.expr("bool", leftmost(location, left))
    for item, e, _ in rights:
        if left_row is not None and "RowExpr" in item:
            _row_compare(scope, schema, name, left_row, item["RowExpr"], location)
        else:
            oper.operate(scope, schema, name, left, e, location)
    return scope.expr("bool", leftmost(location, left))


def _distinct(scope: Scope, node: Any) -> Expr:
    left_node, right_node = node["lexpr"], node["rexpr"]
    location = node.get("location", 0)
    if "RowExpr" in left_node and "RowExpr" in right_node:
        return _row_compare(scope, None, "=", left_node["RowExpr"], right_node["RowExpr"], location)
    left, right = transform(scope, left_node), transform(scope, right_node)
    place = leftmost(location, left, right)
    if left.null or right.null:
        return scope.expr("bool", place)
    schema, name = operator_name(node)
    result = oper.operate(scope, schema, name, left, right, location)
    if result.type is not UNSURE and result.type is not scope.type("bool"):
        raise PgError(
            "42804", "IS DISTINCT FROM requires = operator to yield boolean", location=location, reason="type"
        )
    return scope.expr("bool", place)


def _nullif(scope: Scope, node: Any) -> Expr:
    left, right = transform(scope, node["lexpr"]), transform(scope, node["rexpr"])
    schema, name = operator_name(node)
    result = oper.operate(scope, schema, name, left, right, node.get("location", 0))
    if result.type is not UNSURE and result.type is not scope.type("bool"):
        raise PgError(
            "42804", "NULLIF requires = operator to yield boolean", location=node.get("location", 0), reason="type"
        )
    chosen = left.type
    if is_unknown(chosen):
        chosen = scope.type("text") if is_unknown(right.type) else right.type
        op = oper.find(scope.session, schema, name, chosen, chosen) if chosen is not UNSURE else None
        if isinstance(op, Operator) and op.left is not None and is_record(op.left):
            chosen = op.left
    elif result.type is not UNSURE:
        op = oper.find(scope.session, schema, name, left.type, right.type)
        if isinstance(op, Operator) and op.left is not None and not is_polymorphic(op.left) and not is_record(op.left):
            chosen = op.left  # what the operator compares
    place = leftmost(node.get("location", 0), left)
    return Expr(chosen, left.typmod, place, collation=rise(scope, chosen, [left, right], place))


def _between(scope: Scope, node: Any) -> Expr:
    """`transformAExprBetween`."""
    location = node.get("location", 0)
    low, high = node["rexpr"]["List"]["items"]
    left = transform(scope, node["lexpr"])
    lo, hi = transform(scope, low), transform(scope, high)
    negated = "NOT" in node["kind"]
    pairs = [(">=", lo), ("<=", hi)] if not negated else [("<", lo), (">", hi)]
    for name, bound in pairs:
        oper.operate(scope, None, name, left, bound, location)
    if "SYM" in node["kind"]:
        oper.operate(scope, None, ">=", left, hi, location)
        oper.operate(scope, None, "<=", left, lo, location)
    return scope.expr("bool", leftmost(location, left))


_A_EXPR: dict[str, Transformer] = {
    "AEXPR_OP": _op,
    "AEXPR_OP_ANY": _op_any,
    "AEXPR_OP_ALL": _op_any,
    "AEXPR_DISTINCT": _distinct,
    "AEXPR_NOT_DISTINCT": _distinct,
    "AEXPR_NULLIF": _nullif,
    "AEXPR_IN": _in,
    "AEXPR_LIKE": _op,
    "AEXPR_ILIKE": _op,
    "AEXPR_SIMILAR": _op,
    "AEXPR_BETWEEN": _between,
    "AEXPR_NOT_BETWEEN": _between,
    "AEXPR_BETWEEN_SYM": _between,
    "AEXPR_NOT_BETWEEN_SYM": _between,
}
