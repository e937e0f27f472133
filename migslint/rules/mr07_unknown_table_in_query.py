"""A query uses a table name or alias that is not in its FROM clause.

## What it does
PostgreSQL refuses the statement with 42P01.

## Why
`t.column` needs a t in FROM, and a table that has an alias is known by it alone.

## What to do
Use the alias, or add the table to FROM.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "missing" and error.kind == "range entry"
