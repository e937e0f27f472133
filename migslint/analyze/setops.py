"""UNION, INTERSECT and EXCEPT (`analyze.c, transformSetOperationStmt`)."""

from __future__ import annotations

from typing import Any

from migslint.analyze import parse_coerce as co
from migslint.analyze.parse_clause import check_sortable, find_target, limit
from migslint.analyze.parse_collate import implicit, select_common
from migslint.analyze.parse_expr import transform
from migslint.analyze.parse_target import Target
from migslint.analyze.query import Result, locking_refused, select
from migslint.analyze.state import RangeEntry, Scope
from migslint.analyze.types import UNSURE, Expr, RangeColumn, is_record
from migslint.catalog.errors import PgError

_WORDS = {"SETOP_UNION": "UNION", "SETOP_INTERSECT": "INTERSECT", "SETOP_EXCEPT": "EXCEPT"}


def set_operation(scope: Scope, node: Any, resolve_unknowns: bool) -> Result:
    """`transformSetOperationStmt`."""
    if "lockingClause" in node:
        raise locking_refused(node["lockingClause"][0]["LockingClause"], "UNION/INTERSECT/EXCEPT")
    result = _tree(scope, node, top=True)
    columns = result.columns
    if columns is not None:
        targets = [Target(c.name, Expr(c.type, c.typmod, column=c)) for c in columns]
        for sort in node.get("sortClause", ()):
            item = sort["SortBy"]["node"]
            target, _ = find_target(scope, targets, item, "ORDER BY", not result.unsure)
            if target is None:
                _refuse_order(scope, columns, result.unsure, item)
    for part, word in (("limitOffset", "OFFSET"), ("limitCount", "LIMIT")):
        if part in node:
            limit(scope, node[part], word, node.get("limitOption", ""))
    leaf = next((e.columns for e in scope.entries if e.name == "*SELECT* 1"), [])
    exprs = [Expr(c.type, c.typmod) for c in columns or ()]
    for expr, first in zip(exprs, leaf):
        expr.location = first.location
    return Result(columns, result.unsure, exprs=exprs, unlockable="UNION/INTERSECT/EXCEPT")


def _refuse_order(scope: Scope, columns: list[RangeColumn], unsure: bool, item: Any) -> None:
    """ORDER BY what is no result column: 0A000, or what the expression itself is refused for."""
    inner = Scope(scope.session, scope.parent)
    entry = RangeEntry("*RESULT*", "join", columns, unsure=unsure, relation_visible=False)
    inner.entries, inner.namespace = [*scope.entries, entry], [entry]
    expr = transform(inner, item, "order_by")
    raise PgError(
        "0A000",
        "invalid UNION/INTERSECT/EXCEPT ORDER BY clause",
        detail="Only result column names can be used, not expressions or functions.",
        hint="Add the expression/function to every SELECT, or move the UNION into a FROM clause.",
        location=expr.location,
        reason="unsupported",
    )


def _tree(scope: Scope, node: Any, top: bool) -> Result:
    """`transformSetOperationTree`."""
    if "lockingClause" in node and not top:
        raise locking_refused(node["lockingClause"][0]["LockingClause"], "UNION/INTERSECT/EXCEPT")
    nested = not top and any(
        k in node for k in ("sortClause", "limitOffset", "limitCount", "lockingClause", "withClause")
    )
    if node.get("op", "SETOP_NONE") == "SETOP_NONE" or nested:
        return _leaf(scope, node)
    word = _WORDS[node["op"]]
    left = _tree(scope, node["larg"], False)
    if top and scope.parent_cte is not None:
        scope.parent_cte(left)
    right = _tree(scope, node["rarg"], False)
    if left.columns is None or right.columns is None:
        return Result(None, True)
    if len(left.columns) != len(right.columns):
        exprs = right.exprs or []
        raise PgError(
            "42601",
            f"each {word} query must have the same number of columns",
            location=next((e.location for e in exprs if e.location is not None), None),
            reason="syntax",
        )
    columns, exprs = [], []
    distinct = not node.get("all")
    for i, (name, a, b) in enumerate(zip([c.name for c in left.columns], _exprs(left), _exprs(right))):
        type = co.select_common_type(scope, [a, b], word)
        typmod = a.typmod if a.type is b.type and a.typmod == b.typmod else -1
        location = a.location if a.type is type or b.type is not type else b.location
        collation = ""
        if type is not UNSURE:
            a = co.coerce_to_common(scope, a, type, word)
            b = co.coerce_to_common(scope, b, type, word)
            collation = select_common(scope, type, [a, b], none_ok=node["op"] == "SETOP_UNION" and not distinct)
            if distinct or word != "UNION":
                check_sortable(scope, Expr(type), location, False)
        names = left.columns[i].names if is_record(type) else None
        columns.append(RangeColumn(name, type, typmod, None, None, names, collation))
        exprs.append(Expr(type, typmod, location, collation=implicit(type, collation, location)))
    return Result(columns, left.unsure or right.unsure, exprs=exprs)


def _exprs(result: Result) -> list[Expr]:
    if result.exprs is not None:
        return result.exprs
    return [
        Expr(c.type, c.typmod, collation=implicit(c.type, c.collation, None), names=c.names)
        for c in result.columns or ()
    ]


def _leaf(scope: Scope, node: Any) -> Result:
    """One SELECT of the tree."""
    if "intoClause" in node:
        raise PgError(
            "42601",
            "INTO is only allowed on first SELECT of UNION/INTERSECT/EXCEPT",
            location=node["intoClause"]["rel"].get("location", 0),
            reason="syntax",
        )
    inner = Scope(scope.session, scope)
    found = select(inner, node, False)
    number = 1 + sum(e.name.startswith("*SELECT* ") for e in scope.entries)
    scope.entries.append(
        RangeEntry(f"*SELECT* {number}", "subquery", found.columns or [], unsure=found.columns is None or found.unsure)
    )
    return found
