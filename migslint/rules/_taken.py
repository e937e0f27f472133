"""Whose name is taken, where the server says only "relation … already exists" (42P07)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def taken(error: PgError, step: Step) -> str:
    """What the statement would have given the name to: "relation", "index" or "constraint"; "" for other refusals."""
    if error.sqlstate != "42P07" or error.reason != "exists":
        return ""
    tag = step.statement.tag
    if tag == "IndexStmt":
        return "index"
    if tag == "AlterTableStmt":
        return "constraint"
    if tag == "CreateStmt":
        return "relation" if error.name == step.statement.node["relation"]["relname"] else "constraint"
    if tag == "RenameStmt":
        renamed = step.statement.node.get("renameType")
        return {"OBJECT_INDEX": "index", "OBJECT_TABCONSTRAINT": "constraint"}.get(str(renamed), "relation")
    return "relation"
