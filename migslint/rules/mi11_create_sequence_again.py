"""CREATE SEQUENCE is refused when its file is run again.

## What it does
Tells of a CREATE SEQUENCE whose name the first run has taken: `relation "invoice_number" already exists` (42P07).

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand.

## What to do
Write IF NOT EXISTS. The sequence that is there goes on where it stands.

```sql
CREATE SEQUENCE IF NOT EXISTS invoice_number START 1000;
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
    return error.reason == "exists" and step.statement.tag == "CreateSeqStmt"


def advice(error: PgError, step: Step) -> str | None:
    return "write CREATE SEQUENCE IF NOT EXISTS"
