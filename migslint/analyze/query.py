"""Whole queries (`parser/analyze.c`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from migslint.analyze import parse_agg as agg
from migslint.analyze import parse_coerce as co
from migslint.analyze.api import Column, Hooks, Parameter, QueryInfo
from migslint.analyze.parse_clause import (
    find_target,
    limit,
    transform_distinct,
    transform_group,
    transform_sort,
    transform_windows,
)
from migslint.analyze.parse_collate import raise_first, select_common
from migslint.analyze.parse_cte import transform_with
from migslint.analyze.parse_expr import boolean
from migslint.analyze.parse_from import transform_from
from migslint.analyze.parse_relation import relation_entry
from migslint.analyze.parse_target import Target, as_columns, transform_list
from migslint.analyze.parse_type import names_of
from migslint.analyze.state import RangeEntry, Scope
from migslint.analyze.types import UNSURE, Expr, RangeColumn, is_record, is_unknown
from migslint.catalog.errors import PgError
from migslint.catalog.objects import Relation, TypeRef
from migslint.catalog.session import Session


class Result(msgspec.Struct, eq=False):
    """What a query yields: its columns (None: not all known) and whether their types may not be what they seem.

    `exprs` are the expressions of the columns, `unlockable` what FOR UPDATE may not be combined with.
    """

    columns: list[RangeColumn] | None
    unsure: bool = False
    returns: bool = True
    exprs: list[Expr] | None = None
    unlockable: str = ""


def analyze(
    session: Session,
    node: Any,
    parameters: Sequence[Parameter] = (),
    function: str = "",
    relations: Sequence[tuple[str, Relation]] = (),
    hooks: Hooks | None = None,
) -> tuple[QueryInfo, list[PgError]]:
    """`parse_analyze`: the result columns and the dependencies of a statement; what running it is refused for."""
    scope = Scope(session)
    scope.variables = hooks or session.hooks
    for alias, relation in relations:
        entry = relation_entry(scope, relation, alias, True)
        entry.columns_visible = False
        scope.namespace.append(entry)
    scope.parameters = [(p.name, p.type) for p in parameters]
    scope.function = function
    result = statement(scope, node, resolve_unknowns=True)
    columns = None
    if result.columns is not None and not result.unsure:
        columns = [Column(c.name, TypeRef(c.type, c.typmod), c.collation) for c in result.columns]
    return QueryInfo(columns, tuple(scope.deps)), scope.planning


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
        from migslint.analyze.setops import set_operation

        return set_operation(scope, node, resolve_unknowns)
    if "valuesLists" in node:
        return _values(scope, node, resolve_unknowns)
    return _plain(scope, node, resolve_unknowns)


def _plain(scope: Scope, node: Any, resolve_unknowns: bool) -> Result:
    """`transformSelectStmt`."""
    scope.window_definitions = [w["WindowDef"] for w in node.get("windowClause", ())]
    transform_from(scope, node.get("fromClause", ()))
    targets, complete = transform_list(scope, node.get("targetList", ()), "select_target")
    if "whereClause" in node:
        boolean(scope, node["whereClause"], "where", "WHERE")
    if "havingClause" in node:
        boolean(scope, node["havingClause"], "having", "HAVING")
    order = [transform_sort(scope, targets, s["SortBy"], complete) for s in node.get("sortClause", ())]
    groups, sets = transform_group(scope, targets, node.get("groupClause", ()), complete)
    distinct = node.get("distinctClause")
    if distinct is not None:
        transform_distinct(scope, targets, order, complete, distinct)
    for part, word in (("limitOffset", "OFFSET"), ("limitCount", "LIMIT")):
        if part in node:
            limit(scope, node[part], word, node.get("limitOption", ""))
    windowed = transform_windows(scope)
    if resolve_unknowns:
        for t in targets:
            if is_unknown(t.expr.type) and t.expr.literal is not None:
                t.expr.type = scope.type("text")
    unlockable = _unlockable(scope, node, bool(groups or sets))
    _locking(scope, node, unlockable)
    raise_first(scope)
    if scope.aggregates or groups or sets or "havingClause" in node:
        grouping = agg.Grouping(scope, groups)
        others = [*windowed, *([node["havingClause"]] if "havingClause" in node else [])]
        agg.check(scope, grouping, targets, others)
    if not complete:
        return Result(None, unlockable=unlockable)
    columns = as_columns(scope, targets, resolve_unknowns)
    return Result(columns, exprs=[t.expr for t in targets if not t.junk], unlockable=unlockable)


_STRENGTHS = {
    "LCS_FORUPDATE": "FOR UPDATE",
    "LCS_FORNOKEYUPDATE": "FOR NO KEY UPDATE",
    "LCS_FORSHARE": "FOR SHARE",
    "LCS_FORKEYSHARE": "FOR KEY SHARE",
}
_UNLOCKABLE = {
    "join": "a join",
    "function": "a function",
    "tablefunc": "a table function",
    "values": "VALUES",
    "cte": "a WITH query",
}


def _unlockable(scope: Scope, node: Any, grouped: bool) -> str:
    """`CheckSelectLocking`: what in the query, or in a subquery of its FROM, excludes FOR UPDATE."""
    for present, what in (
        ("distinctClause" in node, "DISTINCT clause"),
        (grouped, "GROUP BY clause"),
        ("havingClause" in node, "HAVING clause"),
        (scope.aggregates, "aggregate functions"),
        (scope.windows, "window functions"),
        (scope.has_targets_srf, "set-returning functions in the target list"),
    ):
        if present:
            return what
    return next((e.unlockable for e in scope.entries if e.unlockable), "")


def locking_refused(lock: Any, what: str) -> PgError:
    """0A000."""
    word = _STRENGTHS.get(lock.get("strength", ""), "FOR UPDATE")
    return PgError("0A000", f"{word} is not allowed with {what}", reason="unsupported")


def _locking(scope: Scope, node: Any, unlockable: str) -> None:
    """`transformLockingClause`."""
    for item in node.get("lockingClause", ()):
        lock = item["LockingClause"]
        word = _STRENGTHS.get(lock.get("strength", ""), "FOR UPDATE")
        named = lock.get("lockedRels", ())
        if unlockable and (not named or all(e.unlockable != unlockable for e in scope.entries)):
            raise locking_refused(lock, unlockable)
        for locked in named:
            var = locked["RangeVar"]
            location = var.get("location", 0)
            if "schemaname" in var:
                raise PgError(
                    "42601", f"{word} must specify unqualified relation names", location=location, reason="syntax"
                )
            found = next((e for e in scope.entries if e.name == var["relname"] and _is_lockable_name(e)), None)
            if found is None:
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
            if found.unlockable:
                raise locking_refused(lock, found.unlockable)
            if found.kind in _UNLOCKABLE:
                raise PgError(
                    "0A000",
                    f"{word} cannot be applied to {_UNLOCKABLE[found.kind]}",
                    location=location,
                    reason="unsupported",
                )


def _is_lockable_name(entry: RangeEntry) -> bool:
    return entry.aliased or entry.kind not in ("join", "subquery", "values")


def _values(scope: Scope, node: Any, resolve_unknowns: bool) -> Result:
    """`transformValuesClause`."""
    rows: list[list[Expr]] = []
    for item in node["valuesLists"]:
        rows.append(values_row(scope, item, "values"))
        check_length(rows, item["List"].get("items", ()))
    columns = []
    for i in range(len(rows[0]) if rows else 0):
        column = [r[i] for r in rows]
        type = co.select_common_type(scope, column, "VALUES")
        if type is not UNSURE:
            column = [co.coerce_to_common(scope, e, type, "VALUES") for e in column]
        typmod = column[0].typmod if all(e.typmod == column[0].typmod for e in column) else -1
        collation = select_common(scope, type, column, none_ok=True)
        names = column[0].names if is_record(type) else None
        columns.append(RangeColumn(f"column{i + 1}", type, typmod, None, None, names, collation))
    targets = [Target(c.name, Expr(c.type, c.typmod)) for c in columns]
    for sort in node.get("sortClause", ()):
        find_target(scope, targets, sort["SortBy"]["node"], "ORDER BY", True)
    for part, word in (("limitOffset", "OFFSET"), ("limitCount", "LIMIT")):
        if part in node:
            limit(scope, node[part], word, node.get("limitOption", ""))
    if "lockingClause" in node:
        word = _STRENGTHS.get(node["lockingClause"][0]["LockingClause"].get("strength", ""), "FOR UPDATE")
        raise PgError("0A000", f"{word} cannot be applied to VALUES", reason="unsupported")
    return Result(columns)


def values_row(scope: Scope, item: Any, kind: str) -> list[Expr]:
    """One row of VALUES."""
    from migslint.analyze.parse_target import expand_items

    before, scope.kind = scope.kind, kind
    try:
        return expand_items(scope, item["List"].get("items", ()))
    finally:
        scope.kind = before


def check_length(rows: list[list[Expr]], items: Any) -> None:
    """The last VALUES row, made of `items`, is as long as the first."""
    row = rows[-1]
    if len(row) == len(rows[0]):
        return
    if items and "SetToDefault" in items[0]:
        location = items[0]["SetToDefault"].get("location", 0)
    else:
        location = next((e.location for e in row if e.location is not None), None)
    raise PgError("42601", "VALUES lists must all be the same length", location=location, reason="syntax")


__all__ = ["Result", "analyze", "names_of", "select", "statement", "subquery"]
