"""A column is named that the table does not have.

## What it does
PostgreSQL refuses the statement with 42703.

## Why
No migration has added the column, or it is misspelt, or a `CREATE TABLE IF NOT EXISTS` that lists it was skipped over a
table that was there before.

## What to do
Add the column first with ALTER TABLE … ADD COLUMN.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "missing" and error.kind == "column"
