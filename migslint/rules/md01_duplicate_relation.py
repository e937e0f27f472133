"""A table, view, sequence or other relation of that name is there already.

## What it does
PostgreSQL refuses the statement with 42P07.  Tables, views, materialized views, sequences and foreign tables share
one set of names in a schema.

## Why
The second definition never comes to be: what it has that the first has not is missing from then on.

## What to do
Alter the relation that is there instead of creating it again, or give the new one a name of its own.  IF NOT EXISTS
silences the error but keeps the first definition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return (
        error.reason == "exists"
        and error.sqlstate == "42P07"
        and error.kind in ("relation", "table")
        and step.statement.tag != "IndexStmt"
    )
