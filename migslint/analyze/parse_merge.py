"""MERGE (`parser/parse_merge.c`)."""

from __future__ import annotations

from typing import Any

from migslint.analyze.modify import DEFAULT, assignments, check_counts, check_generated, returning, target_entry
from migslint.analyze.parse_expr import boolean, transform
from migslint.analyze.parse_from import from_item
from migslint.analyze.parse_target import assign, insert_columns
from migslint.analyze.query import Result
from migslint.analyze.state import Scope
from migslint.catalog.errors import PgError
from migslint.catalog.objects import Relation


def merge(scope: Scope, node: Any) -> Result:
    """`transformMergeStmt`."""
    _check_reachable(node)
    entry = target_entry(scope, node["relation"])
    relation = entry.relation
    location = node["relation"].get("location", 0)
    kinds = "rp" if scope.session.version < 17 else "rpv"
    if relation is not None and relation.relkind not in kinds:
        raise PgError(
            "0A000",
            f'cannot execute MERGE on relation "{relation.name}"',
            detail=_merge_detail(relation),
            location=location,
            reason="kind",
            obj=relation,
        )
    scope.target = entry
    source = from_item(scope, node["sourceRelation"])
    if source[-1].name == entry.name and not source[-1].joined:
        raise PgError(
            "42712",
            f'name "{entry.name}" specified more than once',
            detail="The name is used both as MERGE target table and data source.",
            reason="definition",
            kind="range entry",
            name=entry.name,
        )
    scope.namespace += [*source, entry]
    transform(scope, node["joinCondition"], "join_on")
    for item in node.get("mergeWhenClauses", ()):
        when = item["MergeWhenClause"]
        kind = when.get("matchKind", "MERGE_WHEN_MATCHED")
        saved = list(scope.namespace)
        if kind == "MERGE_WHEN_NOT_MATCHED_BY_TARGET":
            scope.namespace[:] = source
        elif kind == "MERGE_WHEN_NOT_MATCHED_BY_SOURCE":
            scope.namespace[:] = [entry]
        if "condition" in when:
            boolean(scope, when["condition"], "merge_when", "WHEN")
        command = when.get("commandType", "")
        if command == "CMD_INSERT" and relation is not None:
            columns = insert_columns(scope, entry, when.get("targetList"))
            values = [
                DEFAULT if "SetToDefault" in v else transform(scope, v, "values_single") for v in when.get("values", ())
            ]
            if columns is not None and values:
                check_counts(values, columns, bool(when.get("targetList")), when.get("values", ()), node)
                for (attribute, indirection, place), value in zip(columns, values):
                    if value is not DEFAULT:
                        assign(scope, entry, attribute, value, indirection, place)
                check_generated([values], columns, when.get("override", "OVERRIDING_NOT_SET"))
        elif command == "CMD_UPDATE":
            assignments(scope, when.get("targetList", ()), entry)
        scope.namespace[:] = saved
    return returning(scope, node)


def _check_reachable(node: Any) -> None:
    """A WHEN clause after one of its kind that has no condition is never reached."""
    terminal: set[str] = set()
    for item in node.get("mergeWhenClauses", ()):
        when = item["MergeWhenClause"]
        kind = when.get("matchKind", "MERGE_WHEN_MATCHED")
        if kind in terminal:
            message = "unreachable WHEN clause specified after unconditional WHEN clause"
            raise PgError("42601", message, reason="syntax")
        if "condition" not in when:
            terminal.add(kind)


def _merge_detail(relation: Relation) -> str:
    what = {"v": "views", "m": "materialized views", "f": "foreign tables", "S": "sequences"}
    return f"This operation is not supported for {what.get(relation.relkind, 'this kind of relation')}."
