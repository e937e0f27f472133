"""A function of that name and arguments is there already.

## What it does
PostgreSQL refuses the statement with 42723.

## Why
The body that is there stays as it is.

## What to do
CREATE OR REPLACE FUNCTION; where the result type changes, DROP FUNCTION first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "exists" and error.sqlstate == "42723"
