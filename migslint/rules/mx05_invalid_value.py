"""A constant is not a value of its type.

## What it does
PostgreSQL refuses the statement with 22P02 or another SQLSTATE of class 22 when it reads the constant.

## Why
The text is no uuid, number, date or label of the enum.

## What to do
Mend the constant; add the label to the enum first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "value"
