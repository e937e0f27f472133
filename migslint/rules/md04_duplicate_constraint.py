"""A constraint of that name, or a primary key, is there already.

## What it does
Tells of a constraint that PostgreSQL refuses because the table or domain has one of that name (42710), because the
table has a primary key (42P16), or because the name of its index is taken: UNIQUE, PRIMARY KEY and EXCLUDE constraints
make an index of their own name, and that shares the names of the schema's tables (42P07).

## Why
The constraint that is there stays as it is, and rows are held against it alone.

## What to do
ADD CONSTRAINT has no IF NOT EXISTS. Drop the old constraint in the same statement:

```sql
ALTER TABLE subscriptions
  DROP CONSTRAINT IF EXISTS subscriptions_seats_check,
  ADD CONSTRAINT subscriptions_seats_check CHECK (seats >= 1);
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.rules._taken import taken

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return (error.reason == "exists" and error.kind == "constraint") or taken(error, step) == "constraint"
