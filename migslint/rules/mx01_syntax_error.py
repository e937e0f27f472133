"""The statement is not SQL that this version of PostgreSQL understands.

## What it does
PostgreSQL refuses the statement with 42601 at the token that it could not fit in.

## Why
A typing error, syntax of another database, a guard that the grammar does not have (`CREATE POLICY IF NOT EXISTS`), or
syntax that is newer than the `--pg-version`.

## What to do
The hint says which form works where we know what was meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "syntax"
