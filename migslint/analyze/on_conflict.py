"""ON CONFLICT (`analyze.c, transformOnConflictClause`; `parse_clause.c`)."""

from __future__ import annotations

from typing import Any

from migslint.analyze.infer_arbiter import Arbiter
from migslint.analyze.parse_expr import boolean, transform
from migslint.analyze.state import RangeEntry, Scope
from migslint.analyze.types import UNSURE, RangeColumn
from migslint.catalog.errors import PgError
from migslint.catalog.objects import Relation


def on_conflict(scope: Scope, node: Any, entry: RangeEntry) -> Arbiter | None:
    """`transformOnConflictClause`: what the planner is to look for, None for nothing."""
    clause = node.get("onConflictClause")
    if clause is None:
        return None
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
    if relation is not None and relation.builtin and relation.namespace.name == "pg_catalog":
        message = "ON CONFLICT is not supported with system catalog tables"
        raise PgError("0A000", message, location=location, reason="unsupported", obj=relation)
    arbiter = _infer(scope, infer, entry, entry.relation, update) if infer is not None else None
    if not update:
        return arbiter
    excluded = RangeEntry(
        "excluded",
        "relation",
        [_copy_column(c) for c in entry.columns],
        relation=entry.relation,
        aliased=True,
        unsure=entry.unsure,
        row=entry.row,
        system_columns=False,
    )
    scope.entries.append(excluded)
    scope.namespace += [entry, excluded]
    from migslint.analyze.modify import assignments

    assignments(scope, clause.get("targetList", ()), entry)
    if "whereClause" in clause:
        boolean(scope, clause["whereClause"], "where", "WHERE")
    scope.namespace.remove(excluded)
    return arbiter


def _copy_column(column: RangeColumn) -> RangeColumn:
    return RangeColumn(column.name, column.type, column.typmod, column.attribute, collation=column.collation)


def _infer(scope: Scope, infer: Any, entry: RangeEntry, relation: Relation | None, update: bool) -> Arbiter | None:
    """`transformOnConflictArbiter`."""
    if "conname" in infer:
        if relation is None or entry.unsure or relation.relkind not in "rp":
            return None
        name = infer["conname"]
        constraint = relation.constraints.get(name)
        if constraint is None:
            if "constraint" in relation.unknown:
                return None
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
        return Arbiter(relation, update=update, constraint=constraint, location=infer.get("location", 0))
    scope.namespace.append(entry)
    names: set[str] = set()
    expressions: list[Any] = []
    certain = True
    for item in infer.get("indexElems", ()):
        element = item["IndexElem"]
        for part, plain, what in (
            ("ordering", "SORTBY_DEFAULT", "ASC/DESC"),
            ("nulls_ordering", "SORTBY_NULLS_DEFAULT", "NULLS FIRST/LAST"),
        ):
            if element.get(part, plain) != plain:
                message = f"{what} is not allowed in ON CONFLICT clause"
                raise PgError("42P10", message, location=infer.get("location", 0), reason="definition")
        certain = certain and not ("collation" in element or "opclass" in element)
        node = element.get("expr")
        if "name" in element:
            location = element.get("location", infer.get("location", 0))
            node = {"ColumnRef": {"fields": [{"String": {"sval": element["name"]}}], "location": location}}
        expr = transform(scope, node, "index_expression")
        if expr.type is UNSURE:
            certain = False
        elif expr.column is not None:
            names.add(expr.column.name)
        else:
            expressions.append(node)
    if "whereClause" in infer:
        transform(scope, infer["whereClause"], "index_predicate")
    scope.namespace.remove(entry)
    if relation is None or entry.unsure or relation.relkind not in "rp":
        return None
    return Arbiter(
        relation,
        update=update,
        names=names,
        expressions=expressions,
        where=infer.get("whereClause"),
        certain=certain,
        location=infer.get("location", 0),
    )
