"""CREATE ROLE is refused when its file is run again.

## What it does
Tells of a CREATE ROLE, USER or GROUP that the first run has made already: `role "reporting" already exists` (42710).

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand. Roles belong to the cluster and outlive the database: the statement fails in the next database too.

## What to do
Ask pg_roles in a DO block; CREATE ROLE has no IF NOT EXISTS.

```sql
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'reporting') THEN
    CREATE ROLE reporting;
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
    return error.reason == "exists" and step.statement.tag == "CreateRoleStmt"


def advice(error: PgError, step: Step) -> str | None:
    return "PostgreSQL has no IF NOT EXISTS here: ask pg_roles in a DO block"
