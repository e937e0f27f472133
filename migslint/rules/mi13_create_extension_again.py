"""CREATE EXTENSION is refused when its file is run again.

## What it does
Tells of a CREATE EXTENSION that the first run has installed already (`extension "pg_trgm" already exists`, 42710), and
of an ALTER EXTENSION that cannot be done twice.

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand. Platforms install some extensions beforehand, which makes even the first run fail there.

## What to do
Write IF NOT EXISTS.

```sql
CREATE EXTENSION IF NOT EXISTS pg_trgm;
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
    return step.statement.tag in ("CreateExtensionStmt", "AlterExtensionStmt", "AlterExtensionContentsStmt")


def advice(error: PgError, step: Step) -> str | None:
    return "write CREATE EXTENSION IF NOT EXISTS" if step.statement.tag == "CreateExtensionStmt" else None
