"""A policy, trigger, rule or constraint is named that the table does not have.

## What it does
PostgreSQL refuses the statement with 42704.

## Why
It was never made, has another name, or has been dropped.  Constraints without a name of their own have one that
PostgreSQL makes up: `table_column_key`, `table_column_fkey`.

## What to do
Mend the name, or DROP … IF EXISTS where it may be gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "missing" and error.kind in ("policy", "trigger", "rule", "constraint")
