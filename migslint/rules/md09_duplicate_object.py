"""A schema, role, extension, publication or other object of that name is there already.

## What it does
PostgreSQL refuses the statement with 42710, 42P06 or another SQLSTATE of its kind.

## Why
The object that is there stays as it is.

## What to do
IF NOT EXISTS where the statement has it, DROP … IF EXISTS before it, or a DO block that looks in the catalog first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "exists"
