"""Types do not fit together.

## What it does
PostgreSQL refuses the statement with 42804, 42846 or, for an operator that takes no such operands, 42883.

## Why
There is no implicit conversion between the two types.

## What to do
Cast one side, or use the other type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "type" or error.reason == "missing" and error.kind == "operator"
