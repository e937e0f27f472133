"""SELECT, INSERT, UPDATE, DELETE and MERGE: analysed; what they do to rows is not the replay's."""

from __future__ import annotations

from typing import Any

from migslint.analyze import api
from migslint.catalog.session import Session


def select(session: Session, node: Any) -> None:
    """`analyze.c, transformSelectStmt`; SELECT INTO is CREATE TABLE AS (`transformOptionalSelectInto`)."""
    from migslint.commands.createas import leftmost, select_into

    if "intoClause" in leftmost(node):
        select_into(session, node)
        return
    api.query(session, {"SelectStmt": node})
    if "fromClause" not in node and "whereClause" not in node and "targetList" in node:
        from migslint.commands.variable import run_functions

        run_functions(session, node)


def insert(session: Session, node: Any) -> None:
    """`analyze.c, transformInsertStmt`."""
    api.query(session, {"InsertStmt": node})


def update(session: Session, node: Any) -> None:
    """`analyze.c, transformUpdateStmt`."""
    api.query(session, {"UpdateStmt": node})


def delete(session: Session, node: Any) -> None:
    """`analyze.c, transformDeleteStmt`."""
    api.query(session, {"DeleteStmt": node})


def merge(session: Session, node: Any) -> None:
    """`parse_merge.c, transformMergeStmt`."""
    api.query(session, {"MergeStmt": node})
