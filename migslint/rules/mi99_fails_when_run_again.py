"""The statement is refused when its file is run again.

## What it does
Tells of every refusal of a second run that no other rule of the family MI tells of, such as a value that no longer fits
the type that a later statement of the file has given to its column (`invalid input syntax for type integer`, 22P02).

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand. The whole file then fails at the first such statement.

## What to do
Ask the catalog in a DO block whether there is still something to do, or put the step into a file of its own:

```sql
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM information_schema.columns
    WHERE table_name = 'teams' AND column_name = 'size' AND data_type = 'text'
  ) THEN
    EXECUTE $sql$UPDATE teams SET size = '0' WHERE size = 'no players'$sql$;
    ALTER TABLE teams ALTER COLUMN size TYPE int USING size::int;
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
