"""A policy of that name is on the table already.

## What it does
PostgreSQL refuses the statement with 42710; CREATE POLICY has no IF NOT EXISTS and no OR REPLACE.

## Why
The policy that is there stays as it is.  Where the new one was meant to be stricter, rows stay open that should not be.

## What to do
Put `DROP POLICY IF EXISTS "name" ON table;` before it, or change the policy with ALTER POLICY.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "exists" and error.kind == "policy"
