"""A column is named that is not there.

## What it does
Tells of a statement that PostgreSQL refuses, mostly with 42703, because a table, view, subquery or composite type has
no column of that name.

## Why
No statement has added the column at this point of the replay, or it has been dropped or renamed, or the name is
misspelt. Without double quotes a name is folded to lower case: `createdAt` is not the column `"createdAt"`. A column
that only a skipped `CREATE TABLE IF NOT EXISTS` lists was never made (see MS01).

## What to do
Correct the name, or add the column before the statement that uses it:

```sql
ALTER TABLE tickets ADD COLUMN closed_at timestamptz;
CREATE INDEX ON tickets (opened_at) WHERE closed_at IS NULL;
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "missing" and error.kind == "column"
