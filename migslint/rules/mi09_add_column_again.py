"""ADD COLUMN is refused when its file is run again.

## What it does
Tells of an ALTER TABLE … ADD COLUMN, or an ALTER TYPE … ADD ATTRIBUTE, that the first run has done: `column "size" of
relation "teams" already exists` (42701).

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand. Of an ALTER TABLE with several actions none is done then.

## What to do
Write ADD COLUMN IF NOT EXISTS. ADD ATTRIBUTE has no such word: ask information_schema.attributes in a DO block.

```sql
ALTER TABLE teams
  ADD COLUMN IF NOT EXISTS size int,
  ADD COLUMN IF NOT EXISTS color text;
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.rules._again import alters_table

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step

PHASE = "rerun"
SEVERITY = "warning"


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "exists" and error.kind == "column" and alters_table(step)


def advice(error: PgError, step: Step) -> str | None:
    if step.statement.node.get("objtype") == "OBJECT_TYPE":
        return "PostgreSQL has no IF NOT EXISTS here: ask information_schema.attributes in a DO block"
    return "write ADD COLUMN IF NOT EXISTS"
