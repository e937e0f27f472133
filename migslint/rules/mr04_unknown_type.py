"""A type is named that is not there.

## What it does
PostgreSQL refuses the statement with 42704.

## Why
The type is created later, dropped, misspelt, or belongs to an extension that is not installed or whose schema is not in
search_path.

## What to do
Create the type or the extension first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "missing" and error.kind in ("type", "domain")
