"""What may not run in a transaction block (`access/transam/xact.c`)."""

from __future__ import annotations

from migslint.catalog.errors import PgError
from migslint.catalog.session import Session


def prevent_in_block(session: Session, what: str) -> None:
    """`PreventInTransactionBlock`: PgError 25001.

    The first statement of a pipeline, and the first after a COMMIT in it, may still run alone (seen on 14 to 18).
    """
    if not session.in_block or session.pipeline == "fresh":
        if session.nested:
            where = "be executed from a function" if session.nested == "function" else "run inside a transaction block"
            raise PgError("25001", f"{what} cannot {where}", reason="transaction")
        return
    # 18 gives a pipeline an implicit transaction block
    where = "be executed within a pipeline" if session.pipeline and session.version < 18 else ""
    raise PgError("25001", f"{what} cannot {where or 'run inside a transaction block'}", reason="transaction")
