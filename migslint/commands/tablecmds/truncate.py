"""TRUNCATE (`commands/tablecmds.c, ExecuteTruncate`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.catalog.errors import PgError
from migslint.catalog.objects import Constraint, Relation
from migslint.catalog.session import Session
from migslint.commands import lookup

if TYPE_CHECKING:
    from migslint.syntax.nodes import TruncateStmt


def truncate(session: Session, node: TruncateStmt) -> None:
    """`ExecuteTruncate`, `ExecuteTruncateGuts`."""
    from migslint.commands.tablecmds.inherit import all_inheritors

    chosen: list[Relation] = []
    for item in node["relations"]:
        target = item["RangeVar"]
        rel = lookup.relation(session, target)
        _check(session, rel, target.get("location", 0))
        if target.get("inh"):
            chosen.extend(r for r in all_inheritors(rel) if r not in chosen)
        else:
            if rel.relkind == "p":
                raise PgError(
                    "42809",
                    "cannot truncate only a partitioned table",
                    hint="Do not specify the ONLY keyword, or use TRUNCATE ONLY on the partitions directly.",
                    location=target.get("location", 0),
                    reason="kind",
                    obj=rel,
                )
            if rel not in chosen:
                chosen.append(rel)
    location = node["relations"][0]["RangeVar"].get("location", 0)
    if node.get("behavior") == "DROP_CASCADE":
        for rel in chosen:
            for user in _referencing(rel):
                if user not in chosen:
                    session.notice(f'truncate cascades to table "{user.name}"', reason="cascade", obj=user)
                    chosen.append(user)
        return
    for rel in chosen:
        for user in _referencing(rel):
            if user not in chosen:
                raise PgError(
                    "0A000",
                    "cannot truncate a table referenced in a foreign key constraint",
                    detail=f'Table "{user.name}" references "{rel.name}".',
                    hint=f'Truncate table "{user.name}" at the same time, or use TRUNCATE ... CASCADE.',
                    location=location,
                    reason="dependents",
                    kind="relation",
                    name=rel.name,
                    obj=user,
                )


def _check(session: Session, rel: Relation, location: int | None) -> None:
    """`truncate_check_rel`."""
    if rel.relkind not in "rpf":
        raise lookup.not_a(rel, "a table", location)
    lookup.check_not_system(rel, location)


def _referencing(rel: Relation) -> list[Relation]:
    """`heap_truncate_find_FKs`: the tables that reference this one."""
    out: list[Relation] = []
    for attribute in rel.attributes.values():
        for obj in attribute.dependents:
            if isinstance(obj, Constraint) and obj.contype == "f" and obj.ref_relation is rel:
                if obj.relation is not None and obj.relation not in out:
                    out.append(obj.relation)
    if len(out) > 1:
        order = {r: i for r in out for i, other in enumerate(r.namespace.relations.values()) if other is r}
        out.sort(key=lambda r: order.get(r, 0))
    return out
