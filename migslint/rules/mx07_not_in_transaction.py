"""The statement may not run in this transaction.

## What it does
PostgreSQL refuses the statement with 25001, 55P04 or another SQLSTATE of its kind.

## Why
CREATE INDEX CONCURRENTLY, VACUUM, CREATE DATABASE and the like run outside of transactions only, and a label added to
an enum cannot be used before the transaction that added it is committed.  Most migration tools wrap each file in a
transaction.

## What to do
Put the statement in a file of its own and use your tool's mark for files without a transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "transaction"
