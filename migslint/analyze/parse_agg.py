"""Aggregates, GROUPING and window functions, and what may stand beside them (`parser/parse_agg.c`)."""

from __future__ import annotations

from typing import Any

from migslint.analyze.kinds import aggregate_refused, window_refused
from migslint.analyze.parse_collate import check_target
from migslint.analyze.parse_expr import location_of
from migslint.analyze.parse_target import Target
from migslint.analyze.state import RangeEntry, Scope
from migslint.analyze.types import UNSURE, Expr, RangeColumn
from migslint.catalog.errors import PgError
from migslint.catalog.objects import Constraint, Proc

_SKIPPED = (
    "location",
    "over",
    "typeName",
    "funcname",
    "rexpr_list_start",
    "rexpr_list_end",
    "funcformat",
    "stmt_location",
)


# --- calls ---


def aggregate(scope: Scope, node: Any, proc: Proc, result: Expr, args: list[Expr], start: int, middle: int) -> None:
    """`transformAggregateCall`: its arguments were traced from `start` on, the aggregated ones from `middle` on."""
    from migslint.analyze.parse_clause import check_order, check_sortable
    from migslint.analyze.parse_expr import transform

    location = node.get("location", 0)
    result.location = location
    ordered = [s["SortBy"] for s in node.get("agg_order", ())]
    if node.get("agg_within_group"):
        for sort, expr in zip(ordered, args[len(args) - len(ordered) :]):
            check_order(scope, sort, expr)
    else:
        listed = {key(scope, a) for a in node.get("args", ())}
        for sort in ordered:
            expr = transform(scope, sort["node"], "order_by")
            check_order(scope, sort, expr)
            if node.get("agg_distinct") and key(scope, sort["node"]) not in listed:
                raise PgError(
                    "42P10",
                    "in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list",
                    location=expr.location,
                    reason="definition",
                )
        if node.get("agg_distinct"):
            for arg in args:
                check_sortable(scope, arg, arg.location, False)
                check_target(scope, arg)
    owner = check_call(scope, node, location, scope.trace[middle:])
    for kind, depth, at in scope.trace[start:middle]:
        if kind == "var" and owner.depth < depth <= scope.depth:
            message = "outer-level aggregate cannot contain a lower-level variable in its direct arguments"
            raise PgError("42803", message, location=at, reason="definition")
    _check_nesting(scope.trace[start:middle], owner.depth, scope.depth)
    # what an aggregate's own arguments use is not ungrouped
    del scope.trace[start:]
    scope.trace.append(("agg", owner.depth, location))


def check_call(scope: Scope, node: Any, location: int, traced: list[tuple[str, int, int | None]]) -> Scope:
    """`check_agg_arguments`, `check_agglevels_and_constraints`: the level that an aggregate belongs to."""
    for kind, depth, at in traced:
        if depth == scope.depth and kind in ("srf", "window"):
            if kind == "srf":
                raise calls_srf("aggregate", at)
            message = "aggregate function calls cannot contain window function calls"
            raise PgError("42803", message, location=at, reason="definition")
    owner = _owner(scope, traced)
    _check_nesting(traced, owner.depth, owner.depth)
    _join_level(scope, owner, node, location, "aggregate functions")
    return owner


def grouping(scope: Scope, node: Any) -> Expr:
    """`transformGroupingFunc`."""
    from migslint.analyze.parse_expr import transform

    start, location = len(scope.trace), node.get("location", 0)
    for arg in node.get("args", ()):
        transform(scope, arg)
    traced = scope.trace[start:]
    owner = _owner(scope, traced)
    _check_nesting(traced, owner.depth, owner.depth)
    del scope.trace[start:]
    scope.trace.append(("agg", owner.depth, location))
    _join_level(scope, owner, node, location, "grouping operations")
    owner.has_grouping = True
    return scope.expr("int4", location)


def _owner(scope: Scope, traced: list[tuple[str, int, int | None]]) -> Scope:
    """`check_agg_arguments`: the innermost level whose variables or aggregates are in the arguments."""
    used = [depth for kind, depth, _ in traced if kind in ("var", "agg") and depth <= scope.depth]
    depth = max(used) if used else scope.depth
    owner = scope
    while owner.depth > depth and owner.parent is not None:
        owner = owner.parent
    return owner


def _check_nesting(traced: list[tuple[str, int, int | None]], least: int, most: int) -> None:
    for kind, depth, at in traced:
        if kind == "agg" and least <= depth <= most:
            message = "aggregate function calls cannot be nested"
            raise PgError("42803", message, location=at, reason="definition")


def _join_level(scope: Scope, owner: Scope, node: Any, location: int, what: str) -> None:
    """`check_agglevels_and_constraints`: the call belongs to the level of `owner`, where it must be welcome."""
    owner.aggregates += 1
    scope.resolved[id(node)] = (node, None, owner)
    refused = aggregate_refused(owner.kind)
    if refused is not None:
        raise PgError("42803", f"{what} are not allowed in {refused}", location=location, reason="definition")


def calls_srf(what: str, location: int | None) -> PgError:
    """0A000 for a set-returning function in the arguments of an aggregate or window function."""
    return PgError(
        "0A000",
        f"{what} function calls cannot contain set-returning function calls",
        hint=SRF_HINT,
        location=location,
        reason="unsupported",
    )


SRF_HINT = "You might be able to move the set-returning function into a LATERAL FROM item."


def window(scope: Scope, node: Any, start: int) -> None:
    """`transformWindowFuncCall`."""
    location = node.get("location", 0)
    for kind, depth, at in scope.trace[start:]:
        if kind == "window" and depth == scope.depth:
            raise PgError("42P20", "window function calls cannot be nested", location=at, reason="definition")
    refused = window_refused(scope.kind)
    if refused is not None:
        message = f"window functions are not allowed in {refused}"
        raise PgError("42P20", message, location=location, reason="definition")
    scope.windows += 1
    scope.trace.append(("window", scope.depth, location))
    over(scope, node["over"])


def over(scope: Scope, body: Any) -> None:
    """OVER: a name of the WINDOW clause, or a definition of its own, analysed with those (`transform_windows`)."""
    if not body.get("name"):
        scope.window_definitions.append(body)
    elif not any(w.get("name") == body["name"] for w in scope.window_definitions):
        from migslint.analyze.parse_clause import undefined_window

        raise undefined_window(body["name"], body.get("location", 0))


# --- grouping ---


class Grouping:
    """The GROUP BY of one query level: expressions by key, plain columns by identity."""

    def __init__(self, scope: Scope, nodes: list[Any]) -> None:
        self.scope = scope
        self.columns: set[int] = set()
        self.keys: set[Any] = set()
        self.dependent: dict[int, Constraint] = {}
        attributes: dict[int, set[str]] = {}
        for node in nodes:
            column = column_of(scope, node)
            if column is not None:
                self.columns.add(id(column))
                entry = entry_of(scope, column)
                if entry is not None and column.attribute is not None:
                    attributes.setdefault(id(entry), set()).add(column.attribute.name)
            self.keys.add(key(scope, node))
        for entry in scope.entries:
            if entry.relation is not None and id(entry) in attributes:
                for constraint in entry.relation.constraints.values():
                    if constraint.contype == "p" and not constraint.deferrable:
                        if {a.name for a in constraint.columns} <= attributes[id(entry)]:
                            self.dependent[id(entry)] = constraint

    def covers(self, column: RangeColumn) -> bool:
        """Whether the column is grouped by, or depends functionally on what is."""
        if id(column) in self.columns:
            return True
        entry = entry_of(self.scope, column)
        if entry is not None and id(entry) in self.dependent:
            self.scope.depend(self.dependent[id(entry)])
            return True
        return entry is None or entry.unsure


def column_of(scope: Scope, node: Any) -> RangeColumn | None:
    """The column that a plain reference means."""
    ref = node.get("ColumnRef")
    if ref is None:
        return None
    found = scope.resolved.get(id(ref))
    return _canonical(scope, found[1].column) if found is not None and found[1] is not None else None


def _canonical(scope: Scope, column: RangeColumn | None) -> RangeColumn | None:
    """Through the join entries of this level down to the table's own column."""
    while column is not None and column.origin is not None and _in_join(scope, column):
        column = column.origin
    return column


def _in_join(scope: Scope, column: RangeColumn) -> bool:
    return any(e.kind == "join" and any(c is column for c in e.columns) for e in scope.entries)


def entry_of(scope: Scope, column: RangeColumn) -> RangeEntry | None:
    """The table of this level that offers the column; None for one of an outer or inner level."""
    for entry in scope.entries:
        if any(c is column for c in entry.columns):
            return entry
    return None


def key(scope: Scope, node: Any) -> Any:
    """A raw expression without its places, columns by identity: equal keys are equal expressions."""
    if isinstance(node, dict):
        column = column_of(scope, node)
        if column is not None:
            return id(column)
        return tuple(
            (k, key(scope, v)) for k, v in node.items() if k not in ("location", "rexpr_list_start", "rexpr_list_end")
        )
    if isinstance(node, list):
        return tuple(key(scope, v) for v in node)
    return node


def check(scope: Scope, grouping: Grouping, targets: list[Target], others: list[Any]) -> None:
    """`check_ungrouped_columns` over the target list, HAVING, ORDER BY …: PgError 42803."""
    if scope.has_grouping:
        for node in [t.node for t in targets if t.node is not None] + others:
            _finalize(scope, grouping, node)
    for target in targets:
        if target.node is not None:
            _walk(scope, grouping, target.node)
        elif target.expr.column is not None:
            column = _canonical(scope, target.expr.column)
            if column is not None:
                _check_column(scope, grouping, column, target.expr.location, False)
    for node in others:
        _walk(scope, grouping, node)
    if scope.aggregates and any(e.self_reference for e in scope.entries):
        message = "aggregate functions are not allowed in a recursive query's recursive term"
        location = next((at for t in targets for kind, at in t.calls if kind == "agg"), None)
        raise PgError("42P19", message, location=location, reason="definition")


def _finalize(scope: Scope, grouping: Grouping, node: Any) -> None:
    """`finalize_grouping_exprs`."""
    if isinstance(node, list):
        for item in node:
            _finalize(scope, grouping, item)
    if not isinstance(node, dict):
        return
    for tag, body in node.items():
        found = scope.resolved.get(id(body)) if tag == "GroupingFunc" else None
        if found is None or found[2] is not scope:
            _finalize(scope, grouping, body)
            continue
        for arg in body.get("args", ()):
            column = column_of(scope, arg)
            if column is not None and (id(column) in grouping.columns or entry_of(scope, column) is None):
                continue
            if key(scope, arg) not in grouping.keys:
                raise PgError(
                    "42803",
                    "arguments to GROUPING must be grouping expressions of the associated query level",
                    location=location_of(arg),
                    reason="definition",
                )


def _check_column(
    scope: Scope,
    grouping: Grouping,
    column: RangeColumn,
    location: int | None,
    inner: bool,
    direct: bool = False,
) -> None:
    if grouping.covers(column):
        return
    entry = entry_of(scope, column)
    assert entry is not None
    name = f"{entry.name}.{column.name}"
    if inner:
        message = f'subquery uses ungrouped column "{name}" from outer query'
    else:
        message = f'column "{name}" must appear in the GROUP BY clause or be used in an aggregate function'
    detail = "Direct arguments of an ordered-set aggregate must use only grouped columns." if direct else None
    raise PgError(
        "42803", message, detail=detail, location=location, reason="definition", kind="column", name=column.name
    )


def _walk(scope: Scope, grouping: Grouping, top: Any) -> None:
    stack: list[tuple[Any, bool, bool]] = [(top, False, False)]
    keys = grouping.keys
    while stack:
        node, inner, direct = stack.pop()
        if isinstance(node, list):
            stack.extend((n, inner, direct) for n in reversed(node))
            continue
        if not isinstance(node, dict):
            continue
        if len(node) == 1:
            tag, body = next(iter(node.items()))
            if tag == "ColumnRef":
                column = column_of(scope, node)
                if column is not None and entry_of(scope, column) is not None:
                    _check_column(scope, grouping, column, body.get("location", 0), inner, direct)
                continue
            if tag in ("FuncCall", "JsonObjectAgg", "JsonArrayAgg"):
                found = scope.resolved.get(id(body))
                if found is not None and found[1] is None and found[2] is scope:
                    if body.get("agg_within_group"):
                        stack.append((body.get("args"), inner, True))
                    continue
                if found is not None and found[1] is not None and found[1].type is UNSURE:
                    continue
            if tag == "GroupingFunc":
                continue
            if tag == "SelectStmt":
                # `query_tree_walker` comes to the range table last
                late = ("fromClause", "withClause")
                stack.extend((body[k], inner, direct) for k in reversed(late) if k in body)
                body = {k: v for k, v in body.items() if k not in late}
                stack.extend((v, inner, direct) for k, v in reversed(body.items()) if k not in _SKIPPED)
                continue
            if tag == "SubLink":
                stack.append((body.get("subselect"), True, direct))
                stack.append((body.get("testexpr"), inner, direct))
                continue
            if keys and not inner and tag[0].isupper() and tag not in ("List", "A_Const") and key(scope, node) in keys:
                continue
            stack.append((body, inner, direct))
            continue
        stack.extend((v, inner, direct) for k, v in reversed(node.items()) if k not in _SKIPPED)
