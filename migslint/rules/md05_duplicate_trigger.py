"""A trigger of that name is on the table already.

## What it does
PostgreSQL refuses the statement with 42710.

## Why
The trigger that is there stays as it is, with its events and its function.

## What to do
CREATE OR REPLACE TRIGGER (PostgreSQL 14 and later), or `DROP TRIGGER IF EXISTS name ON table;` before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "exists" and error.kind == "trigger"
