"""CREATE SCHEMA is refused when its file is run again.

## What it does
Tells of a CREATE SCHEMA that the first run has made already: `schema "billing" already exists` (42P06).

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand. It often stands at the top, and nothing below it is reached.

## What to do
Write IF NOT EXISTS; statements within the CREATE SCHEMA have to become statements of their own then.

```sql
CREATE SCHEMA IF NOT EXISTS billing;
CREATE TABLE IF NOT EXISTS billing.invoices (id int PRIMARY KEY);
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
    return error.reason == "exists" and step.statement.tag == "CreateSchemaStmt"


def advice(error: PgError, step: Step) -> str | None:
    return "write CREATE SCHEMA IF NOT EXISTS"
