"""A RENAME is refused when its file is run again.

## What it does
Tells of an ALTER … RENAME or ALTER … SET SCHEMA: what it renames no longer has the old name (`relation "groups" does
not exist`, 42P01; `column "title" does not exist`, 42703), or the new one is taken.

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand.

## What to do
ALTER TABLE, VIEW, INDEX and SEQUENCE take IF EXISTS, which is enough where nothing makes the old name anew. For a
column, a type, a constraint or anything else ask the catalog in a DO block:

```sql
ALTER TABLE IF EXISTS groups RENAME TO teams;

DO $$
BEGIN
  IF EXISTS (
    SELECT FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = 'teams' AND column_name = 'title'
  ) THEN
    ALTER TABLE public.teams RENAME COLUMN title TO name;
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
    return step.statement.tag in ("RenameStmt", "AlterObjectSchemaStmt")


def advice(error: PgError, step: Step) -> str | None:
    if error.reason == "missing" and error.kind == "relation" and not step.statement.node.get("missing_ok"):
        return "write IF EXISTS before the name"
    return "PostgreSQL has no guard here: ask the catalog in a DO block"
