"""ON CONFLICT (`analyze.c, transformOnConflictClause`; `parse_clause.c`; `plancat.c, infer_arbiter_indexes`)."""

from __future__ import annotations

from typing import Any

from migslint.analyze.parse_expr import boolean, transform
from migslint.analyze.state import RangeEntry, Scope
from migslint.analyze.types import UNSURE, RangeColumn
from migslint.catalog.errors import PgError
from migslint.catalog.objects import Relation


def on_conflict(scope: Scope, node: Any, entry: RangeEntry) -> None:
    """`transformOnConflictClause`, `transformOnConflictArbiter`, `plancat.c, infer_arbiter_indexes`."""
    clause = node.get("onConflictClause")
    if clause is None:
        return
    infer = clause.get("infer")
    location = clause.get("location", 0)
    update = clause.get("action") == "ONCONFLICT_UPDATE"
    if update and infer is None:
        raise PgError(
            "42601",
            "ON CONFLICT DO UPDATE requires inference specification or constraint name",
            hint="For example, ON CONFLICT (column_name).",
            location=location,
            reason="syntax",
        )
    relation = entry.relation
    if infer is not None:
        _infer(scope, infer, entry, relation)
    if not update:
        return
    excluded = RangeEntry(
        "excluded",
        "relation",
        [_copy_column(c) for c in entry.columns],
        relation=relation,
        aliased=True,
        unsure=entry.unsure,
        columns_visible=False,
        row=entry.row,
    )
    scope.entries.append(excluded)
    scope.namespace += [entry, excluded]
    from migslint.analyze.modify import assignments

    assignments(scope, clause.get("targetList", ()), entry)
    if "whereClause" in clause:
        boolean(scope, clause["whereClause"], "where", "WHERE")
    scope.namespace.remove(excluded)


def _copy_column(column: RangeColumn) -> RangeColumn:
    return RangeColumn(column.name, column.type, column.typmod, column.attribute)


def _infer(scope: Scope, infer: Any, entry: RangeEntry, relation: Relation | None) -> None:
    scope.namespace.append(entry)
    names: list[str] = []
    expressions = False
    for item in infer.get("indexElems", ()):
        element = item["IndexElem"]
        if "name" in element:
            expr = transform(
                scope,
                {
                    "ColumnRef": {
                        "fields": [{"String": {"sval": element["name"]}}],
                        "location": element.get("location", infer.get("location", 0)),
                    }
                },
            )
            if expr.column is None or expr.type is UNSURE:
                expressions = True
            else:
                names.append(element["name"])
        else:
            transform(scope, element["expr"], "index_expression")
            expressions = True
    if "whereClause" in infer:
        boolean(scope, infer["whereClause"], "index_predicate", "WHERE")
    scope.namespace.remove(entry)
    if relation is None or entry.unsure or relation.relkind not in "rp":
        return
    if "conname" in infer:
        name = infer["conname"]
        constraint = relation.constraints.get(name)
        if constraint is None:
            if "constraint" in relation.unknown:
                return
            raise PgError(
                "42704",
                f'constraint "{name}" for table "{relation.name}" does not exist',
                location=infer.get("location", 0),
                reason="missing",
                kind="constraint",
                name=name,
                within=relation.name,
                obj=relation,
            )
        if constraint.index is None:
            raise PgError("42809", "constraint in ON CONFLICT clause has no associated index", reason="definition")
        return
    if expressions or "index" in relation.unknown or "constraint" in relation.unknown:
        return
    wanted = set(names)
    for index_relation in relation.indexes.values():
        index = index_relation.index
        if index is None or not (index.unique or index.exclusion) or not index.immediate:
            continue
        keys = index.keys[: index.width]
        if any(k is None for k in keys):
            continue
        if {k.name for k in keys if k is not None} == wanted and not index.exclusion:
            if index.predicate is None or "whereClause" in infer:
                return
    raise PgError(
        "42P10",
        "there is no unique or exclusion constraint matching the ON CONFLICT specification",
        location=infer.get("location", 0),
        reason="missing",
        kind="unique constraint",
        within=relation.name,
        obj=relation,
    )
