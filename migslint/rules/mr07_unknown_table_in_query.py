"""A query speaks of a table that is not in its FROM clause, or hides it behind an alias.

## What it does
Tells of a statement that PostgreSQL refuses with 42P01: "missing FROM-clause entry for table" or "invalid reference to
FROM-clause entry for table".

## Why
`t.column` needs a `t` in FROM. A table that has an alias is known by the alias alone, and a part of FROM sees its
neighbours only if it is LATERAL. In a policy or a trigger condition there is no FROM: a policy knows its own table, a
condition `NEW` and `OLD`.

## What to do
Use the alias, add the table to FROM, or write LATERAL; the HINT says which of them PostgreSQL suspects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "missing" and error.kind == "range entry"
