"""CREATE SERVER or its like is refused when its file is run again.

## What it does
Tells of a CREATE SERVER, CREATE USER MAPPING, CREATE FOREIGN DATA WRAPPER or IMPORT FOREIGN SCHEMA that the first run
has made already: `server "archive" already exists` (42710).

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand.

## What to do
Write IF NOT EXISTS, which CREATE SERVER and CREATE USER MAPPING take; drop a wrapper first.

```sql
CREATE SERVER IF NOT EXISTS archive FOREIGN DATA WRAPPER remote;
CREATE USER MAPPING IF NOT EXISTS FOR CURRENT_USER SERVER archive;
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
    return error.reason == "exists" and makes(step, "server")


def advice(error: PgError, step: Step) -> str | None:
    kind = {"CreateForeignServerStmt": "SERVER", "CreateUserMappingStmt": "USER MAPPING"}.get(step.statement.tag)
    return f"write CREATE {kind} IF NOT EXISTS" if kind else None
