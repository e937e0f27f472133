"""A DO block is refused when its file is run again.

## What it does
Tells of a DO block in which a statement is refused that the first run has run: the server's words are those of the
inner statement. A block whose conditions or EXCEPTION clause keep the statement from running a second time is not told
of.

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand.

## What to do
Put the statement under a condition that asks the catalog:

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

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step

PHASE = "rerun"
SEVERITY = "warning"


def claims(error: PgError, step: Step) -> bool:
    return step.statement.tag == "DoStmt"


def advice(error: PgError, step: Step) -> str | None:
    return "put what it makes under a condition that asks the catalog"
