"""A type or domain of that name is there already.

## What it does
PostgreSQL refuses the statement with 42710; CREATE TYPE and CREATE DOMAIN have no IF NOT EXISTS.  Every table has a
type of its name, too.

## Why
The type that is there stays as it is: labels or attributes of the second definition never come to be.

## What to do
`ALTER TYPE name ADD VALUE IF NOT EXISTS …` for an enum, or create it in a DO block that looks in pg_type first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "exists" and error.kind in ("type", "domain")
