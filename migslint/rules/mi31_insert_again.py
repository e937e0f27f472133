"""INSERT is refused for the rows of its first run when its file is run again.

## What it does
Tells of an INSERT of constants into a table that has a unique key for them: `duplicate key value violates unique
constraint "roles_pkey"` (23505). It says nothing where the file itself may take the rows away or change the key, and
where a trigger looks at the rows before they are stored.

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand.

## What to do
Say what is to be done with rows that are there:

```sql
INSERT INTO roles (name) VALUES ('reader'), ('writer') ON CONFLICT (name) DO NOTHING;
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
    return error.sqlstate == "23505"


def advice(error: PgError, step: Step) -> str | None:
    return "write ON CONFLICT DO NOTHING"
