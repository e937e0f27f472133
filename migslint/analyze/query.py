"""Whole queries (`parser/analyze.c`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from migslint.analyze import parse_agg as agg
from migslint.analyze import parse_coerce as co
from migslint.analyze.api import Column, Parameter, QueryInfo
from migslint.analyze.parse_call import window_definition
from migslint.analyze.parse_clause import check_sortable, transform_from
from migslint.analyze.parse_cte import transform_with
from migslint.analyze.parse_expr import boolean, transform
from migslint.analyze.parse_relation import relation_entry
from migslint.analyze.parse_target import Target, as_columns, transform_list
from migslint.analyze.parse_type import names_of
from migslint.analyze.state import Scope
from migslint.analyze.types import UNSURE, Expr, RangeColumn, is_unknown
from migslint.catalog.errors import PgError
from migslint.catalog.objects import Relation, TypeRef
from migslint.catalog.session import Session


class Result(msgspec.Struct, eq=False):
    """What a query yields: its columns (None: not all known) and whether their types may not be what they seem."""

    columns: list[RangeColumn] | None
    unsure: bool = False
    returns: bool = True


def analyze(
    session: Session,
    node: Any,
    parameters: Sequence[Parameter] = (),
    function: str = "",
    relations: Sequence[tuple[str, Relation]] = (),
) -> QueryInfo:
    """`parse_analyze`: the result columns and the dependencies of a statement."""
    scope = Scope(session)
    for alias, relation in relations:
        entry = relation_entry(scope, relation, alias, True)
        entry.columns_visible = False
        scope.namespace.append(entry)
    scope.parameters = [(p.name, p.type) for p in parameters]
    scope.function = function
    result = statement(scope, node, resolve_unknowns=True)
    columns = None
    if result.columns is not None and not result.unsure:
        columns = [Column(c.name, TypeRef(c.type, c.typmod)) for c in result.columns]
    return QueryInfo(columns, tuple(scope.deps))


def subquery(parent: Scope, node: Any, resolve_unknowns: bool) -> Result:
    """`parse_sub_analyze`: a query that may refer to the outer one."""
    scope = Scope(parent.session, parent)
    return statement(scope, node, resolve_unknowns)


def statement(scope: Scope, node: Any, resolve_unknowns: bool) -> Result:
    """`transformStmt`."""
    for tag, body in node.items():
        if tag == "SelectStmt":
            return select(scope, body, resolve_unknowns)
        if tag in ("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"):
            from migslint.analyze.modify import modify

            return modify(scope, tag, body)
    return Result(None)


def select(scope: Scope, node: Any, resolve_unknowns: bool) -> Result:
    """`transformSelectStmt`, `transformValuesClause` or `transformSetOperationStmt`."""
    if "withClause" in node:
        transform_with(scope, node["withClause"])
    into = node
    while "larg" in into:
        into = into["larg"]
    if "intoClause" in into:
        raise PgError(
            "42601",
            "SELECT ... INTO is not allowed here",
            location=into["intoClause"]["rel"].get("location", 0),
            reason="syntax",
        )
    if node.get("op", "SETOP_NONE") != "SETOP_NONE":
        return _set_operation(scope, node, resolve_unknowns)
    if "valuesLists" in node:
        return _values(scope, node, resolve_unknowns)
    return _plain(scope, node, resolve_unknowns)


def _plain(scope: Scope, node: Any, resolve_unknowns: bool) -> Result:
    """`transformSelectStmt`."""
    for window in node.get("windowClause", ()):
        scope.window_names[window["WindowDef"]["name"]] = window["WindowDef"]
    transform_from(scope, node.get("fromClause", ()))
    targets, complete = transform_list(scope, node.get("targetList", ()), "select_target")
    if resolve_unknowns:
        for t in targets:
            if is_unknown(t.expr.type) and t.expr.literal is not None:
                t.expr.type = scope.type("text")
    if "whereClause" in node:
        boolean(scope, node["whereClause"], "where", "WHERE")
    if "havingClause" in node:
        boolean(scope, node["havingClause"], "having", "HAVING")
    order = [_sort(scope, targets, s["SortBy"], complete) for s in node.get("sortClause", ())]
    groups, sets = _group(scope, targets, node.get("groupClause", ()), complete)
    distinct = node.get("distinctClause")
    if distinct is not None:
        _distinct(scope, targets, order, complete, distinct)
    for part, word in (("limitOffset", "OFFSET"), ("limitCount", "LIMIT")):
        if part in node:
            limit(scope, node[part], word)
    for window in node.get("windowClause", ()):
        window_definition(scope, window["WindowDef"])
    if scope.aggregates or groups or sets or "havingClause" in node:
        grouping = agg.Grouping(scope, groups)
        others = [node["havingClause"]] if "havingClause" in node else []
        others += [t.node for t in order if t.node is not None]
        agg.check(scope, grouping, targets, others)
    _locking(scope, node, bool(groups))
    return Result(as_columns(scope, targets, resolve_unknowns) if complete else None)


def _find_target(
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
    target, actual = _find_target(scope, targets, node, clause, complete)
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


def _sort(scope: Scope, targets: list[Target], sort: Any, complete: bool) -> Target:
    """`transformSortClause`: the column that is ordered by."""
    target = _target_for(scope, targets, sort["node"], "ORDER BY", complete)
    if not sort.get("useOp"):
        check_sortable(scope, target.expr, target.expr.location, True)
    return target


def _group(scope: Scope, targets: list[Target], nodes: Any, complete: bool) -> tuple[list[Any], bool]:
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
        target, actual = _find_target(scope, targets, node, "GROUP BY", complete)
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


def _distinct(scope: Scope, targets: list[Target], order: list[Target], complete: bool, distinct: Any) -> None:
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


_STRENGTHS = {
    "LCS_FORUPDATE": "FOR UPDATE",
    "LCS_FORNOKEYUPDATE": "FOR NO KEY UPDATE",
    "LCS_FORSHARE": "FOR SHARE",
    "LCS_FORKEYSHARE": "FOR KEY SHARE",
}


def _locking(scope: Scope, node: Any, grouped: bool) -> None:
    """`transformLockingClause`, `CheckSelectLocking`."""
    for item in node.get("lockingClause", ()):
        lock = item["LockingClause"]
        word = _STRENGTHS.get(lock.get("strength", ""), "FOR UPDATE")
        refused = (
            "DISTINCT clause"
            if "distinctClause" in node
            else "GROUP BY clause"
            if grouped
            else "HAVING clause"
            if "havingClause" in node
            else "aggregate functions"
            if scope.aggregates
            else "window functions"
            if scope.windows
            else "set-returning functions in the target list"
            if scope.has_targets_srf
            else None
        )
        if refused is not None:
            raise PgError("0A000", f"{word} is not allowed with {refused}", reason="unsupported")
        for locked in lock.get("lockedRels", ()):
            var = locked["RangeVar"]
            location = var.get("location", 0)
            found = [e for e in scope.entries if e.name == var["relname"]]
            if not found:
                if any(e.unsure for e in scope.entries):
                    continue
                raise PgError(
                    "42P01",
                    f'relation "{var["relname"]}" in {word} clause not found in FROM clause',
                    location=location,
                    reason="missing",
                    kind="range entry",
                    name=var["relname"],
                )
            kinds = {"join": "a join", "function": "a function", "values": "VALUES", "cte": "a WITH query"}
            if found[0].kind in kinds:
                raise PgError(
                    "0A000",
                    f"{word} cannot be applied to {kinds[found[0].kind]}",
                    location=location,
                    reason="unsupported",
                )


def _values(scope: Scope, node: Any, resolve_unknowns: bool) -> Result:
    """`transformValuesClause`."""
    rows = [values_row(scope, item, "values") for item in node["valuesLists"]]
    check_lengths(rows, node["valuesLists"])
    columns = []
    for i in range(len(rows[0]) if rows else 0):
        column = [r[i] for r in rows]
        type = co.select_common_type(scope, column, "VALUES")
        if type is not UNSURE and not (is_unknown(type) and not resolve_unknowns):
            for e in column:
                co.coerce_to_common(scope, e, type, "VALUES")
        typmod = column[0].typmod if all(e.typmod == column[0].typmod for e in column) else -1
        columns.append(RangeColumn(f"column{i + 1}", type, typmod))
    targets = [Target(c.name, Expr(c.type, c.typmod)) for c in columns]
    for sort in node.get("sortClause", ()):
        _find_target(scope, targets, sort["SortBy"]["node"], "ORDER BY", True)
    for part, word in (("limitOffset", "OFFSET"), ("limitCount", "LIMIT")):
        if part in node:
            limit(scope, node[part], word)
    return Result(columns)


def values_row(scope: Scope, item: Any, kind: str) -> list[Expr]:
    """One row of VALUES."""
    from migslint.analyze.parse_target import expand_items

    before, scope.kind = scope.kind, kind
    try:
        return expand_items(scope, item["List"].get("items", ()))
    finally:
        scope.kind = before


def check_lengths(rows: list[list[Expr]], nodes: Any) -> None:
    """All VALUES rows are of one length."""
    from migslint.analyze.parse_expr import location_of

    for row, node in zip(rows, nodes):
        if len(row) != len(rows[0]):
            items = node["List"].get("items", ())
            raise PgError(
                "42601",
                "VALUES lists must all be the same length",
                location=location_of(items[0]) if items else None,
                reason="syntax",
            )


_SET_WORDS = {"SETOP_UNION": "UNION", "SETOP_INTERSECT": "INTERSECT", "SETOP_EXCEPT": "EXCEPT"}


def _set_operation(scope: Scope, node: Any, resolve_unknowns: bool) -> Result:
    """`transformSetOperationStmt`."""
    columns, unsure = _set_tree(scope, node, top=True, resolve_unknowns=resolve_unknowns)
    if columns is not None:
        targets = [Target(c.name, Expr(c.type, c.typmod, column=c)) for c in columns]
        for sort in node.get("sortClause", ()):
            item = sort["SortBy"]["node"]
            target, _ = _find_target(scope, targets, item, "ORDER BY", not unsure)
            if target is None:
                scope_only = Scope(scope.session, scope.parent)
                from migslint.analyze.state import RangeEntry

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
        from migslint.analyze.parse_expr import location_of

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
    from migslint.analyze.parse_expr import location_of

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


__all__ = ["Result", "analyze", "names_of", "select", "statement", "subquery"]
