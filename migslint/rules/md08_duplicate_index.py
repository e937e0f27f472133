"""The name of the index is taken already.

## What it does
Tells of a CREATE INDEX, or an ALTER INDEX … RENAME TO, that PostgreSQL refuses with 42P07. An index shares the names of
the tables, views and sequences of its schema, and is always in the schema of its table.

## Why
The index is not made: queries stay slow, and a uniqueness that the application counts on is not kept.

## What to do
Give the index a name of its own, or none, and PostgreSQL finds a free one. If it was meant to take the place of the old
index, drop that first. `IF NOT EXISTS` compares the names only, not the tables, columns or conditions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.rules._taken import taken

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return taken(error, step) == "index"
