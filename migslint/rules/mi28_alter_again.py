"""An ALTER is refused when its file is run again.

## What it does
Tells of an ALTER that can be done only once, or whose second run meets what the file has changed since: a partition
that is attached already, an identity column that is one already (`column "id" of relation "teams" is already an
identity column`, 55000), a conversion of a type that no longer fits (42804, 42883), a column that is gone.

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand.

## What to do
Ask the catalog in a DO block whether there is still something to do:

```sql
DO $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM information_schema.columns
    WHERE table_name = 'teams' AND column_name = 'id' AND is_identity = 'YES'
  ) THEN
    ALTER TABLE teams ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
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
    return step.statement.tag.startswith("Alter")
