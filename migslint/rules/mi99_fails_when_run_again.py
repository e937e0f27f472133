"""The statement is refused when its file is run a second time.

## What it does
Tells of a statement that runs once, and that PostgreSQL refuses when the file is run again over its own result, where
no other rule of the family MI tells of it.

## Why
A migration that fails halfway, a restored database, a branch that was applied by hand: files are run again more often
than one plans for. The whole file then fails at the first such statement.

## What to do
Ask first whether there is still something to be done: with IF EXISTS or IF NOT EXISTS where the grammar has them, else
in a DO block that looks into the catalog:

```sql
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_class WHERE oid = to_regclass('public.teams') AND relispartition) THEN
    ALTER TABLE groups DETACH PARTITION teams;
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
    return True
