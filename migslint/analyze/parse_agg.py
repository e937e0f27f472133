"""Which columns may stand beside aggregates (`parser/parse_agg.c, parseCheckAggregates`)."""

from __future__ import annotations

from typing import Any

from migslint.analyze.parse_target import Target
from migslint.analyze.state import RangeEntry, Scope
from migslint.analyze.types import UNSURE, RangeColumn
from migslint.catalog.errors import PgError
from migslint.catalog.objects import Constraint

_SKIPPED = ("location", "typeName", "funcname", "rexpr_list_start", "rexpr_list_end", "funcformat", "stmt_location")


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
    for target in targets:
        if target.node is not None:
            _walk(scope, grouping, target.node)
        elif target.expr.column is not None:
            column = _canonical(scope, target.expr.column)
            if column is not None:
                _check_column(scope, grouping, column, target.expr.location, False)
    for node in others:
        _walk(scope, grouping, node)


def _check_column(scope: Scope, grouping: Grouping, column: RangeColumn, location: int | None, inner: bool) -> None:
    if grouping.covers(column):
        return
    entry = entry_of(scope, column)
    assert entry is not None
    name = f"{entry.name}.{column.name}"
    if inner:
        message = f'subquery uses ungrouped column "{name}" from outer query'
    else:
        message = f'column "{name}" must appear in the GROUP BY clause or be used in an aggregate function'
    raise PgError("42803", message, location=location, reason="definition", kind="column", name=column.name)


def _walk(scope: Scope, grouping: Grouping, top: Any) -> None:
    stack: list[tuple[Any, bool]] = [(top, False)]
    keys = grouping.keys
    while stack:
        node, inner = stack.pop()
        if isinstance(node, list):
            stack.extend((n, inner) for n in reversed(node))
            continue
        if not isinstance(node, dict):
            continue
        if len(node) == 1:
            tag, body = next(iter(node.items()))
            if tag == "ColumnRef":
                column = column_of(scope, node)
                if column is not None and entry_of(scope, column) is not None:
                    _check_column(scope, grouping, column, body.get("location", 0), inner)
                continue
            if tag in ("FuncCall", "JsonObjectAgg", "JsonArrayAgg"):
                found = scope.resolved.get(id(body))
                if found is not None and (
                    (found[1] is None and found[2] is scope) or (found[1] is not None and found[1].type is UNSURE)
                ):
                    continue
            if tag == "GroupingFunc":
                continue
            if tag == "SubLink":
                stack.append((body.get("subselect"), True))
                stack.append((body.get("testexpr"), inner))
                continue
            if keys and not inner and tag[0].isupper() and tag not in ("List", "A_Const") and key(scope, node) in keys:
                continue
            stack.append((body, inner))
            continue
        stack.extend((v, inner) for k, v in reversed(node.items()) if k not in _SKIPPED)
