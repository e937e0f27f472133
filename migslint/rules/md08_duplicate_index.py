"""A relation with the name of the index is there already.

## What it does
PostgreSQL refuses the statement with 42P07.  An index shares the names of the tables of its schema.

## Why
The index is not made: queries stay slow, and a uniqueness that the code counts on is not enforced.

## What to do
Give it a name of its own; IF NOT EXISTS silences the error but does not compare the definitions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "exists" and error.sqlstate == "42P07" and step.statement.tag == "IndexStmt"
