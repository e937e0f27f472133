"""The name is there, but it is another kind of object.

## What it does
PostgreSQL refuses the statement with 42809.

## Why
A view is not a table, a procedure is not a function.

## What to do
Use the statement for its kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "kind"
