"""The definition contradicts itself or what is there.

## What it does
PostgreSQL refuses the statement with 42P16, 42P13, 42P17, 42830 or another SQLSTATE of class 42.

## Why
A view cannot lose columns by CREATE OR REPLACE, a function cannot change its result type, a foreign key needs a unique
key to refer to.

## What to do
The message and its DETAIL say what contradicts what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return True
