"""LOCK TABLE (`commands/lockcmds.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.catalog.errors import PgError
from migslint.catalog.session import Session
from migslint.commands import lookup

if TYPE_CHECKING:
    from migslint.syntax.nodes import LockStmt


def lock_table(session: Session, node: LockStmt) -> None:
    """`LockTableCommand`; 25P01 outside of a transaction block."""
    if not session.in_block:
        raise PgError("25P01", "LOCK TABLE can only be used in transaction blocks", reason="transaction")
    for item in node["relations"]:
        target = item["RangeVar"]
        location = target.get("location", 0)
        rel = lookup.relation(session, target)
        if rel.relkind not in "rpv":
            if session.version < 15:
                raise lookup.not_a(rel, "a table or view", location)
            raise PgError(
                "42809",
                f'cannot lock relation "{rel.name}"',
                detail=lookup.relkind_not_supported(rel.relkind),
                location=location,
                reason="kind",
                kind="relation",
                name=rel.name,
                obj=rel,
            )
