"""ADD CONSTRAINT is refused when its file is run again.

## What it does
Tells of an ALTER TABLE or ALTER DOMAIN that adds a constraint which the first run has added: `constraint
"teams_owner_fkey" for relation "teams" already exists` (42710), `relation "teams_name_key" already exists` (42P07, for
UNIQUE and the like), `multiple primary keys for table "teams" are not allowed` (42P16).

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand. ADD CONSTRAINT has no IF NOT EXISTS.

## What to do
Drop the constraint first, which makes PostgreSQL check all rows once more, or ask the catalog in a DO block:

```sql
ALTER TABLE teams DROP CONSTRAINT IF EXISTS teams_size_check;
ALTER TABLE teams ADD CONSTRAINT teams_size_check CHECK (size > 0);

DO $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_constraint WHERE conrelid = 'teams'::regclass AND conname = 'teams_size_check'
  ) THEN
    ALTER TABLE teams ADD CONSTRAINT teams_size_check CHECK (size > 0);
  END IF;
END
$$;
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.catalog.namespace import quote_identifier
from migslint.rules._again import alters_table, relation_name

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step

PHASE = "rerun"
SEVERITY = "warning"


def claims(error: PgError, step: Step) -> bool:
    if error.reason != "exists" or error.kind == "column":
        return False
    return step.statement.tag == "AlterDomainStmt" or alters_table(step)


def advice(error: PgError, step: Step) -> str | None:
    if step.statement.tag != "AlterTableStmt" or error.kind != "constraint" or not error.name:
        return "PostgreSQL has no IF NOT EXISTS here: ask pg_constraint in a DO block"
    table = relation_name(step.statement.node["relation"])
    name = quote_identifier(error.name)
    return f"put ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}; before it, or ask pg_constraint in a DO block"
