"""The object is there, but it is of another kind than the statement takes.

## What it does
Tells of a statement that PostgreSQL refuses, mostly with 42809: DROP TABLE of a view, a policy on a view, a foreign key
to a view, CALL of a function, DROP FUNCTION of an aggregate.

## Why
One name can stand for a table, a view, a materialized view or a sequence, and each kind has statements of its own.

## What to do
Use the statement of its kind; the HINT often names it (`Use DROP VIEW to remove a view.`). If a table was meant, an
earlier statement has made something else of that name: the report says where.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "kind"
