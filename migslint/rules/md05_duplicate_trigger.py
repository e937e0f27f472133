"""The table has a trigger of that name already.

## What it does
Tells of a CREATE TRIGGER, or an ALTER TRIGGER … RENAME TO, that PostgreSQL refuses with 42710. The names of triggers
belong to their table; two tables may have triggers of the same name.

## Why
The trigger that is there stays as it is, with its events, its condition and its function.

## What to do
From PostgreSQL 14 on the new definition can take the place of the old one:

```sql
CREATE OR REPLACE TRIGGER projects_touch BEFORE UPDATE ON projects
  FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
```

A constraint trigger cannot be replaced: `DROP TRIGGER IF EXISTS name ON table;` before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "exists" and error.kind == "trigger"
