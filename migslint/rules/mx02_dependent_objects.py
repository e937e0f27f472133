"""Other objects depend on what is to be dropped.

## What it does
PostgreSQL refuses the statement with 2BP01; DETAIL lists them.

## Why
Views, policies, foreign keys, defaults and generated columns hang on tables, columns, functions and types.

## What to do
Drop or change those first.  CASCADE drops them too, silently: policies and foreign keys among them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "dependents"
