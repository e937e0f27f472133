"""A table, view or sequence is named that is not there.

## What it does
PostgreSQL refuses the statement with 42P01.

## Why
No earlier statement of the folder has made the relation, or it has been dropped, renamed or moved to another schema, or
the statement that should have made it was refused itself.

## What to do
Put the statement that creates it first; mend a misspelt name; qualify it where its schema is not in search_path.  If
the relation was in the database before the first migration, give its definition with `--baseline schema.sql`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "missing" and error.kind in (
        "relation",
        "table",
        "view",
        "sequence",
        "index",
        "materialized view",
        "foreign table",
    )
