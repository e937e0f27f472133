"""The table has a column of that name already.

## What it does
PostgreSQL refuses the statement with 42701.

## Why
The column keeps its first type, default and constraints.

## What to do
Leave the statement out, or alter the column that is there.  `ADD COLUMN IF NOT EXISTS` silences the error but keeps the
first definition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.sqlstate == "42701" and error.reason == "exists"
