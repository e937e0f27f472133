"""CLUSTER (`commands/cluster.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.catalog.errors import PgError
from migslint.catalog.session import Session
from migslint.commands import lookup
from migslint.commands.defelem import elements, get_boolean
from migslint.commands.xact import prevent_in_block

if TYPE_CHECKING:
    from migslint.syntax.nodes import ClusterStmt


def cluster(session: Session, node: ClusterStmt) -> None:
    """`cluster`."""
    from migslint.commands.tablecmds.misc import check_clusterable, mark_clustered

    for option in elements(node.get("params")):
        if option["defname"] != "verbose":
            raise PgError(
                "42601",
                f'unrecognized CLUSTER option "{option["defname"]}"',
                location=option.get("location", 0),
                reason="syntax",
            )
        get_boolean(option)
    if "relation" not in node:
        prevent_in_block(session, "CLUSTER")
        return
    target = node["relation"]
    location = target.get("location", 0)
    rel = lookup.relation(session, target)
    if rel.relkind not in "rmp":
        raise lookup.not_a(rel, "a table or materialized view", location)
    if rel.relkind == "p":
        if session.version < 15:
            raise PgError("0A000", "cannot cluster a partitioned table", location=location, reason="unsupported")
        prevent_in_block(session, "CLUSTER")
    name = node.get("indexname", "")
    if not name:
        if any(i.index is not None and i.index.clustered for i in rel.indexes.values()) or "index" in rel.unknown:
            return
        raise PgError(
            "42704",
            f'there is no previously clustered index for table "{rel.name}"',
            location=location,
            reason="missing",
            kind="index",
            within=rel.name,
        )
    index = session.catalog.relation(rel.namespace, name)
    if index is None:
        if "index" in rel.unknown or session.catalog.doubtful("relation", rel.namespace.name, name):
            return
        raise PgError(
            "42704",
            f'index "{name}" for table "{rel.name}" does not exist',
            location=location,
            reason="missing",
            kind="index",
            name=name,
            within=rel.name,
        )
    check_clusterable(session, rel, index, location)
    if rel.relkind != "p":
        mark_clustered(session, rel, index)
