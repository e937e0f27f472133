"""ALTER TYPE … ADD VALUE or RENAME VALUE is refused when its file is run again.

## What it does
Tells of an ALTER TYPE that adds a label which the first run has added (`enum label "tired" already exists`, 42710), or
renames one that is gone (`"ok" is not an existing enum label`, 22023).

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand.

## What to do
Write ADD VALUE IF NOT EXISTS. RENAME VALUE has no such word: ask pg_enum in a DO block.

```sql
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'tired' BEFORE 'sad';

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_enum WHERE enumtypid = 'mood'::regtype AND enumlabel = 'ok') THEN
    ALTER TYPE mood RENAME VALUE 'ok' TO 'fine';
  END IF;
END
$$;
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step

PHASE = "rerun"
SEVERITY = "warning"


def claims(error: PgError, step: Step) -> bool:
    return step.statement.tag == "AlterEnumStmt"


def advice(error: PgError, step: Step) -> str | None:
    if "oldVal" in step.statement.node:
        return "PostgreSQL has no IF EXISTS here: ask pg_enum in a DO block"
    return "write ADD VALUE IF NOT EXISTS"
