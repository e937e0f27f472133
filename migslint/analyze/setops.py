"""UNION, INTERSECT and EXCEPT (`analyze.c, transformSetOperationStmt`)."""

from __future__ import annotations

from typing import Any

from migslint.analyze import parse_coerce as co
from migslint.analyze.parse_clause import check_sortable, find_target, limit
from migslint.analyze.parse_expr import location_of, transform
from migslint.analyze.parse_target import Target
from migslint.analyze.query import Result, select
from migslint.analyze.state import RangeEntry, Scope
from migslint.analyze.types import UNSURE, Expr, RangeColumn, is_unknown
from migslint.catalog.errors import PgError


def set_operation(scope: Scope, node: Any, resolve_unknowns: bool) -> Result:
    """`transformSetOperationStmt`."""
    columns, unsure = _set_tree(scope, node, top=True, resolve_unknowns=resolve_unknowns)
    if columns is not None:
        targets = [Target(c.name, Expr(c.type, c.typmod, column=c)) for c in columns]
        for sort in node.get("sortClause", ()):
            item = sort["SortBy"]["node"]
            target, _ = find_target(scope, targets, item, "ORDER BY", not unsure)
            if target is None:
                scope_only = Scope(scope.session, scope.parent)
                entry = RangeEntry("*RESULT*", "subquery", columns, unsure=unsure, relation_visible=False)
                scope_only.entries, scope_only.namespace = [entry], [entry]
                expr = transform(scope_only, item, "order_by")
                raise PgError(
                    "0A000",
                    "invalid UNION/INTERSECT/EXCEPT ORDER BY clause",
                    detail="Only result column names can be used, not expressions or functions.",
                    hint="Add the expression/function to every SELECT, or move the UNION into a FROM clause.",
                    location=expr.location,
                    reason="unsupported",
                )
    for part, word in (("limitOffset", "OFFSET"), ("limitCount", "LIMIT")):
        if part in node:
            limit(scope, node[part], word)
    return Result(columns, unsure)


def _set_tree(scope: Scope, node: Any, top: bool, resolve_unknowns: bool) -> tuple[list[RangeColumn] | None, bool]:
    """`transformSetOperationTree`."""
    nested = not top and any(
        k in node for k in ("sortClause", "limitOffset", "limitCount", "lockingClause", "withClause")
    )
    if node.get("op", "SETOP_NONE") == "SETOP_NONE" or nested:
        if "intoClause" in node:
            raise PgError(
                "42601",
                "INTO is only allowed on first SELECT of UNION/INTERSECT/EXCEPT",
                location=node["intoClause"]["rel"].get("location", 0),
                reason="syntax",
            )
        inner = Scope(scope.session, scope)
        result = select(inner, node, False)
        return result.columns, result.unsure
    word = _SET_WORDS[node["op"]]
    left, left_unsure = _set_tree(scope, node["larg"], False, resolve_unknowns)
    right, right_unsure = _set_tree(scope, node["rarg"], False, resolve_unknowns)
    if left is None or right is None:
        return None, True
    if len(left) != len(right):
        targets = node["rarg"].get("targetList")
        location = location_of(targets[0]["ResTarget"]["val"]) if targets else None
        raise PgError(
            "42601",
            f"each {word} query must have the same number of columns",
            location=location,
            reason="syntax",
        )
    out = []
    for i, (a, b) in enumerate(zip(left, right)):
        ea, eb = Expr(a.type, a.typmod, _place(node["larg"], i)), Expr(b.type, b.typmod, _place(node["rarg"], i))
        if is_unknown(a.type):
            ea.literal = _literal(node["larg"], i)
        if is_unknown(b.type):
            eb.literal = _literal(node["rarg"], i)
        type = co.select_common_type(scope, [ea, eb], word)
        if type is not UNSURE:
            co.coerce_to_common(scope, ea, type, word)
            co.coerce_to_common(scope, eb, type, word)
            if not node.get("all"):
                check_sortable(scope, Expr(type), ea.location, False)
        same = a.type is b.type and a.typmod == b.typmod
        out.append(RangeColumn(a.name, type, a.typmod if same else -1))
    return out, left_unsure or right_unsure


def _place(node: Any, i: int) -> int | None:
    targets = node.get("targetList")
    if targets and i < len(targets) and not any(_is_star(t["ResTarget"]["val"]) for t in targets[: i + 1]):
        return location_of(targets[i]["ResTarget"]["val"])
    return None


def _is_star(value: Any) -> bool:
    ref = value.get("ColumnRef")
    return ref is not None and "A_Star" in ref["fields"][-1]


def _literal(node: Any, i: int) -> str | None:
    targets = node.get("targetList")
    if targets and i < len(targets):
        const = targets[i]["ResTarget"]["val"].get("A_Const")
        if const is not None and "sval" in const:
            return str(const["sval"].get("sval", ""))
    return None


_SET_WORDS = {"SETOP_UNION": "UNION", "SETOP_INTERSECT": "INTERSECT", "SETOP_EXCEPT": "EXCEPT"}
