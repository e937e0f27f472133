"""A function is called or named that is not there with these arguments.

## What it does
PostgreSQL refuses the statement with 42883.

## Why
The function is created later, or in a schema that is not in search_path, or by an extension that is not installed, or
it takes other argument types: functions are found by name and types together.

## What to do
Create it first, qualify it, create the extension, or cast the arguments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "missing" and error.kind in ("function", "procedure", "aggregate", "routine")
