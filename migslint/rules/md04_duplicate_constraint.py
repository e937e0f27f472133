"""A constraint of that name is on the table or domain already.

## What it does
PostgreSQL refuses the statement with 42710; ADD CONSTRAINT has no IF NOT EXISTS.

## Why
The constraint that is there stays as it is.

## What to do
`ALTER TABLE t DROP CONSTRAINT IF EXISTS name;` before it, or add it in a DO block that looks in pg_constraint first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "exists" and error.kind == "constraint"
