"""The table has a column of that name already.

## What it does
Tells of an ADD COLUMN or RENAME COLUMN that PostgreSQL refuses with 42701, also where the name is that of a system
column such as `xmin`.

## Why
The column keeps the type, default and constraints that it has.

## What to do
Leave the statement out if the column is as it should be, or change what differs:

```sql
ALTER TABLE customers ALTER COLUMN phone TYPE text;
```

`ADD COLUMN IF NOT EXISTS` turns the error into a notice, and leaves out the whole definition: type, default, and
constraints such as REFERENCES or UNIQUE.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.sqlstate == "42701" and error.reason == "exists"
