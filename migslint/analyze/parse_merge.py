"""MERGE (`parser/parse_merge.c`)."""

from __future__ import annotations

from typing import Any

from migslint.analyze.modify import (
    assign_row,
    assignments,
    check_counts,
    check_generated,
    returning_later,
    target_entry,
    values_list,
)
from migslint.analyze.parse_expr import boolean, transform
from migslint.analyze.parse_from import transform_from
from migslint.analyze.parse_target import insert_columns
from migslint.analyze.query import Result
from migslint.analyze.state import Scope
from migslint.catalog.errors import PgError
from migslint.catalog.objects import Relation


def merge(scope: Scope, node: Any) -> Result:
    """`transformMergeStmt`."""
    _check_reachable(node)
    entry = target_entry(scope, node["relation"], merged=True)
    relation = entry.relation
    kinds = "rp" if scope.session.version < 17 else "rpv"
    if relation is not None and relation.relkind not in kinds:
        raise PgError(
            "0A000",
            f'cannot execute MERGE on relation "{relation.name}"',
            detail=_merge_detail(relation),
            location=node["relation"].get("location", 0),
            reason="kind",
            obj=relation,
        )
    scope.target = entry
    transform_from(scope, [node["sourceRelation"]])
    source = list(scope.namespace)
    if source[-1].name == entry.name and source[-1].relation_visible:
        raise PgError(
            "42712",
            f'name "{entry.name}" specified more than once',
            detail="The name is used both as MERGE target table and data source.",
            reason="definition",
            kind="range entry",
            name=entry.name,
        )
    scope.namespace.append(entry)
    transform(scope, node["joinCondition"], "join_on")
    result = returning_later(scope, node, "merge_returning")
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
            values = values_list(scope, when.get("values", ()), "values_single")
            if columns is not None and values:
                check_counts(values, columns, bool(when.get("targetList")), when.get("values", ()), node)
                assign_row(scope, entry, columns, values)
                check_generated([values], columns, when.get("override", "OVERRIDING_NOT_SET"))
        elif command == "CMD_UPDATE":
            assignments(scope, when.get("targetList", ()), entry)
        scope.namespace[:] = saved
    return result


def _check_reachable(node: Any) -> None:
    """No WHEN clause may follow one of its kind that has no condition."""
    ended: set[str] = set()
    for item in node.get("mergeWhenClauses", ()):
        when = item["MergeWhenClause"]
        kind = when.get("matchKind", "MERGE_WHEN_MATCHED")
        if kind in ended:
            message = "unreachable WHEN clause specified after unconditional WHEN clause"
            raise PgError("42601", message, reason="definition")
        if "condition" not in when:
            ended.add(kind)


def _merge_detail(relation: Relation) -> str:
    """`errdetail_relkind_not_supported`."""
    what = {"v": "views", "m": "materialized views", "f": "foreign tables", "S": "sequences"}
    return f"This operation is not supported for {what.get(relation.relkind, 'this kind of relation')}."
