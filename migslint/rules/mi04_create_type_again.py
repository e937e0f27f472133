"""CREATE TYPE or CREATE DOMAIN is refused when its file is run again.

## What it does
Tells of a CREATE TYPE or CREATE DOMAIN whose name the first run has taken: `type "mood" already exists` (42710).

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand. Neither of the two has IF NOT EXISTS or OR REPLACE.

## What to do
Ask the catalog in a DO block:

```sql
DO $$
BEGIN
  IF to_regtype('public.mood') IS NULL THEN
    CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'happy');
  END IF;
END
$$;
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.rules._again import makes

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step

PHASE = "rerun"
SEVERITY = "warning"


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "exists" and makes(step, "type")


def advice(error: PgError, step: Step) -> str | None:
    return "PostgreSQL has no IF NOT EXISTS here: ask to_regtype('…') IS NULL in a DO block"
