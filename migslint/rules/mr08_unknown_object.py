"""A role, extension, publication, collation or other object is named that is not there.

## What it does
PostgreSQL refuses the statement with 42704 or another SQLSTATE of its kind.

## Why
No migration has made it before this statement.

## What to do
Create it first, or mend the name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "missing" and error.kind != "operator"
