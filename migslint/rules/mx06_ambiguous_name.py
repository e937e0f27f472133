"""A name or call could mean more than one thing.

## What it does
PostgreSQL refuses the statement with 42702, 42725 or 42P09.

## Why
Two tables of the query have the column, or two functions fit the arguments alike.

## What to do
Qualify the column, or cast the arguments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "ambiguous"
