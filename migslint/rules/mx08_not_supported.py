"""PostgreSQL cannot do this, though its grammar has words for it.

## What it does
Tells of a statement that PostgreSQL refuses, mostly with 0A000, because its parts do not go together or are not
implemented.

## Why
Examples: a unique constraint on a partitioned table that lacks a column of the partition key, a subquery in a CHECK
constraint or a DEFAULT, a row-level trigger with transition tables on a partition, a table of another database.

## What to do
The message and its DETAIL name what is in the way. For a partitioned table, take the partition key into the constraint:

```sql
ALTER TABLE readings ADD PRIMARY KEY (id, recorded_at);
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "unsupported" or error.sqlstate == "0A000"
