"""Cursors (`commands/portalcmds.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.analyze import api
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.session import Session

if TYPE_CHECKING:
    from migslint.syntax.nodes import ClosePortalStmt, DeclareCursorStmt, FetchStmt

SCROLL, NO_SCROLL, INSENSITIVE, ASENSITIVE, HOLD = 0x2, 0x4, 0x8, 0x10, 0x20


def declare_cursor(session: Session, node: DeclareCursorStmt) -> None:
    """`PerformCursorOpen`."""
    transform_declare(session, node)
    options, name = node.get("options", 0), node["portalname"]
    if not options & HOLD and not session.in_block:
        raise PgError(
            "25P01", "DECLARE CURSOR can only be used in transaction blocks", reason="transaction", kind="cursor"
        )
    if _open(session, name):
        raise PgError("42P03", f'cursor "{name}" already exists', reason="exists", kind="cursor", name=name)
    session.journal.put(session.cursors, name, None if options & HOLD else session.transaction)


def transform_declare(session: Session, node: DeclareCursorStmt) -> None:
    """`transformDeclareCursorStmt`: all that EXPLAIN looks at."""
    options, name = node.get("options", 0), node["portalname"]
    if options & SCROLL and options & NO_SCROLL:
        raise _invalid("42P11", "cannot specify both SCROLL and NO SCROLL", name)
    if options & INSENSITIVE and options & ASENSITIVE:
        raise _invalid("42P11", "cannot specify both INSENSITIVE and ASENSITIVE", name)
    api.query(session, node["query"])
    locking = node["query"].get("SelectStmt", {}).get("lockingClause")
    if locking:
        strength = locking[0]["LockingClause"].get("strength", "LCS_FORUPDATE")
        shown = {
            "LCS_FORKEYSHARE": "FOR KEY SHARE",
            "LCS_FORSHARE": "FOR SHARE",
            "LCS_FORNOKEYUPDATE": "FOR NO KEY UPDATE",
        }
        clause = shown.get(strength, "FOR UPDATE")
        if options & HOLD:
            message = f"DECLARE CURSOR WITH HOLD ... {clause} is not supported"
            raise _invalid("0A000", message, name, "Holdable cursors must be READ ONLY.")
        if options & SCROLL:
            message = f"DECLARE SCROLL CURSOR ... {clause} is not supported"
            raise _invalid("0A000", message, name, "Scrollable cursors must be READ ONLY.")
        if options & INSENSITIVE:
            message = f"DECLARE INSENSITIVE CURSOR ... {clause} is not valid"
            raise _invalid("42P11", message, name, "Insensitive cursors must be READ ONLY.")


def fetch(session: Session, node: FetchStmt) -> None:
    """`PerformPortalFetch`: FETCH and MOVE."""
    check_open(session, node["portalname"])


def close(session: Session, node: ClosePortalStmt) -> None:
    """`PerformPortalClose`."""
    name = node.get("portalname")
    if name is None:
        session.journal.save(session.cursors)
        session.cursors.clear()
        return
    check_open(session, name)
    session.journal.drop(session.cursors, name)


def _open(session: Session, name: str) -> bool:
    """Whether a cursor is open: one without HOLD ends with its transaction."""
    if name not in session.cursors:
        return False
    transaction = session.cursors[name]
    return transaction is None or (session.in_block and transaction == session.transaction)


def check_open(session: Session, name: str) -> None:
    """`PortalIsValid`: PgError 34000 for a cursor that is not open."""
    if not _open(session, name):
        if session.cursors_in_doubt == session.transaction:
            raise Unknown(f"cursor {name}")
        raise PgError("34000", f'cursor "{name}" does not exist', reason="missing", kind="cursor", name=name)


def _invalid(sqlstate: str, message: str, name: str, detail: str | None = None) -> PgError:
    return PgError(sqlstate, message, detail=detail, reason="definition", kind="cursor", name=name)
