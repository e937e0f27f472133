"""PostgreSQL does not support this.

## What it does
PostgreSQL refuses the statement with 0A000.

## Why
The combination is not implemented.

## What to do
The message names what is in the way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "unsupported" or error.sqlstate == "0A000"
