"""ORDER BY, GROUP BY, DISTINCT, LIMIT (`parser/parse_clause.c`)."""

from __future__ import annotations

from typing import Any

from migslint.analyze import parse_agg as agg
from migslint.analyze import parse_coerce as co
from migslint.analyze import parse_oper as oper
from migslint.analyze.parse_expr import transform
from migslint.analyze.parse_target import Target
from migslint.analyze.state import Scope
from migslint.analyze.types import Expr
from migslint.catalog.errors import PgError
from migslint.catalog.typename import format_type


def find_target(
    scope: Scope, targets: list[Target], node: Any, clause: str, complete: bool
) -> tuple[Target | None, Any]:
    """`findTargetlistEntrySQL92`: (the output column meant, or None; the node to analyse)."""
    ref = node.get("ColumnRef")
    if ref is not None and len(ref["fields"]) == 1 and "String" in ref["fields"][0]:
        name = ref["fields"][0]["String"].get("sval", "")
        location = ref.get("location", 0)
        if clause == "GROUP BY":
            from migslint.analyze.parse_relation import find_column

            mark = len(scope.levels)
            local = Scope(scope.session, None)
            local.namespace, local.deps = scope.namespace, scope.deps
            local.unsure = [False]
            found = find_column(local, name, location)
            del scope.levels[mark:]
            if found is not None:
                return None, node
        matches = [t for t in targets if t.name == name and not t.junk]
        if matches:
            first = matches[0]
            for other in matches[1:]:
                if not _same(scope, first, other):
                    raise PgError(
                        "42702",
                        f'{clause} "{name}" is ambiguous',
                        location=location,
                        reason="ambiguous",
                        kind="column",
                        name=name,
                    )
            return first, first.node if first.node is not None else node
        if not complete:
            scope.unsure[0] = True
            return Target(name, scope.unknowable(location)), None
    const = node.get("A_Const")
    if const is not None:
        location = const.get("location", 0)
        if "ival" not in const:
            raise PgError("42601", f"non-integer constant in {clause}", location=location, reason="syntax")
        position = const["ival"].get("ival", 0)
        visible = [t for t in targets if not t.junk]
        if not complete:
            return Target("", scope.unknowable(location)), None
        if not 1 <= position <= len(visible):
            raise PgError(
                "42P10", f"{clause} position {position} is not in select list", location=location, reason="definition"
            )
        target = visible[position - 1]
        return target, target.node
    return None, node


def _same(scope: Scope, a: Target, b: Target) -> bool:
    if a.expr.column is not None and a.expr.column is b.expr.column:
        return True
    if a.node is None or b.node is None:
        return False
    return bool(agg.key(scope, a.node) == agg.key(scope, b.node))


def _target_for(scope: Scope, targets: list[Target], node: Any, clause: str, complete: bool) -> Target:
    """`findTargetlistEntrySQL92` with what it falls back on: the output column meant, or a hidden one."""
    target, actual = find_target(scope, targets, node, clause, complete)
    if target is not None:
        return target
    expr = transform(scope, actual, "order_by" if clause == "ORDER BY" else "distinct_on")
    wanted = agg.key(scope, actual)
    for target in targets:
        if target.node is not None:
            if agg.key(scope, target.node) == wanted:
                return target
        elif target.expr.column is not None and target.expr.column is expr.column:
            return target
    made = Target("", expr, actual, junk=True)
    targets.append(made)
    return made


def transform_sort(scope: Scope, targets: list[Target], sort: Any, complete: bool) -> Target:
    """`transformSortClause`: the column that is ordered by."""
    target = _target_for(scope, targets, sort["node"], "ORDER BY", complete)
    if not sort.get("useOp"):
        check_sortable(scope, target.expr, target.expr.location, True)
    return target


def transform_group(scope: Scope, targets: list[Target], nodes: Any, complete: bool) -> tuple[list[Any], bool]:
    """`transformGroupClause`: (the grouped expressions, whether there are grouping sets)."""
    out: list[Any] = []
    sets = False
    todo = list(nodes)
    while todo:
        node = todo.pop(0)
        if "GroupingSet" in node:
            sets = True
            todo = list(node["GroupingSet"].get("content", ())) + todo
            continue
        if "RowExpr" in node and node["RowExpr"].get("row_format") == "COERCE_IMPLICIT_CAST":
            todo = list(node["RowExpr"].get("args", ())) + todo
            continue
        target, actual = find_target(scope, targets, node, "GROUP BY", complete)
        if target is None:
            expr = transform(scope, node, "group_by")
            check_sortable(scope, expr, expr.location, False)
            out.append(node)
        else:
            if actual is not None and _has_aggregate(scope, actual):
                location = next(iter(actual.values())).get("location", 0)
                raise PgError(
                    "42803",
                    "aggregate functions are not allowed in GROUP BY",
                    location=location,
                    reason="definition",
                )
            check_sortable(scope, target.expr, target.expr.location, False)
            if actual is not None:
                out.append(actual)
            elif target.expr.column is not None:
                out.append(_reference(scope, target.expr))
    return out, sets


def _reference(scope: Scope, expr: Expr) -> Any:
    ref: dict[str, Any] = {"fields": []}
    scope.resolved[id(ref)] = (ref, expr, scope)
    return {"ColumnRef": ref}


def _has_aggregate(scope: Scope, node: Any) -> bool:
    if isinstance(node, list):
        return any(_has_aggregate(scope, n) for n in node)
    if not isinstance(node, dict):
        return False
    call = node.get("FuncCall")
    if call is not None:
        found = scope.resolved.get(id(call))
        if found is not None and found[1] is None:
            return True
    return any(_has_aggregate(scope, v) for v in node.values() if isinstance(v, (dict, list)))


def transform_distinct(scope: Scope, targets: list[Target], order: list[Target], complete: bool, distinct: Any) -> None:
    """`transformDistinctClause`, `transformDistinctOnClause`."""
    if not distinct or not distinct[0]:
        junk = next((t for t in targets if t.junk), None)
        if junk is not None and complete:
            raise PgError(
                "42P10",
                "for SELECT DISTINCT, ORDER BY expressions must appear in select list",
                location=junk.expr.location,
                reason="definition",
            )
        for t in targets:
            check_sortable(scope, t.expr, t.expr.location, False)
        return
    keys = []
    for item in distinct:
        target = _target_for(scope, targets, item, "DISTINCT ON", complete)
        check_sortable(scope, target.expr, target.expr.location, False)
        keys.append(target)
    if not complete:
        return
    skipped = False
    matched: list[Target] = []
    for target in order:
        if target in keys:
            if skipped:
                raise _distinct_order(target.expr.location)
            matched.append(target)
        else:
            skipped = True
    for target in keys:
        if skipped and target not in matched:
            raise _distinct_order(target.expr.location)


def _distinct_order(location: int | None) -> PgError:
    return PgError(
        "42P10",
        "SELECT DISTINCT ON expressions must match initial ORDER BY expressions",
        location=location,
        reason="definition",
    )


def limit(scope: Scope, node: Any, word: str) -> None:
    """`transformLimitClause`."""
    start = len(scope.levels)
    expr = transform(scope, node, word.lower())
    expr = co.to_specific(scope, expr, scope.type("int8"), word)
    if scope.depth in scope.levels[start:]:
        raise PgError(
            "42P10", f"argument of {word} must not contain variables", location=expr.location, reason="definition"
        )


def check_sortable(scope: Scope, expr: Expr, location: int | None, ordering: bool) -> None:
    """`get_sort_group_operators`."""
    if ordering and not oper.sort_operator_exists(scope.session, expr.type):
        raise PgError(
            "42883",
            f"could not identify an ordering operator for type {format_type(scope.session, expr.type)}",
            hint="Use an explicit ordering operator or modify the query.",
            location=location,
            reason="type",
        )
    if not ordering and not oper.equality_exists(scope.session, expr.type):
        raise PgError(
            "42883",
            f"could not identify an equality operator for type {format_type(scope.session, expr.type)}",
            location=location,
            reason="type",
        )
