"""A constant is not a value of its type.

## What it does
Tells of a statement that PostgreSQL refuses, mostly with 22P02, when it reads a constant as a value of the type that is
wanted: an enum, a uuid, a number, a date, JSON.

## Why
A quoted constant takes the type of the column or operand that it stands beside, and its text is none of that type's
values. For an enum: the label is misspelt, was never added, or is added later.

## What to do
Correct the constant. Add a label in a migration before the one that uses it: in the transaction that adds it, it
cannot be used yet (see MX07).

```sql
ALTER TYPE plan ADD VALUE IF NOT EXISTS 'team';
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "value"
