"""A schema is named that is not there.

## What it does
PostgreSQL refuses the statement with 3F000.

## Why
No migration has made the schema before this statement.

## What to do
`CREATE SCHEMA IF NOT EXISTS name;` first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "missing" and error.kind == "schema"
