"""A statement needs what its own file takes away, and is refused when the file is run again.

## What it does
Tells of a statement that reads, writes, describes or builds on a table, column, function or other object which a later
statement of the same file drops or renames. The first run finds it, the second does not: `column "title" does not
exist` (42703), `relation "groups" does not exist` (42P01).

## Why
Typical are an UPDATE that copies a column before the column is dropped, and an index on a column that is renamed below.
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand.

## What to do
Run the steps together in a DO block, under the condition that the old name is still there. EXECUTE keeps PL/pgSQL from
looking at names that may be gone:

```sql
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM information_schema.columns WHERE table_name = 'teams' AND column_name = 'title'
  ) THEN
    EXECUTE 'UPDATE teams SET name = title';
    ALTER TABLE teams DROP COLUMN title;
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
    return error.reason == "missing" and step.statement.tag != "DoStmt"
