"""DROP TABLE, VIEW, INDEX or SEQUENCE is refused when its file is run again.

## What it does
Tells of a DROP of a table, view, materialized view, index, sequence or foreign table that the first run has dropped:
`table "groups" does not exist` (42P01), `index "groups_name_idx" does not exist` (42704).

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand.

## What to do
Write IF EXISTS.

```sql
DROP TABLE IF EXISTS groups;
DROP INDEX IF EXISTS groups_name_idx;
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.rules._again import drops

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step

PHASE = "rerun"
SEVERITY = "warning"


def claims(error: PgError, step: Step) -> bool:
    return drops(step, "relation")


def advice(error: PgError, step: Step) -> str | None:
    return "write IF EXISTS before the name" if error.reason == "missing" else None
