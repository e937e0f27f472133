"""CREATE INDEX is refused when its file is run again.

## What it does
Tells of a CREATE INDEX whose name the first run has taken: `relation "teams_name_idx" already exists` (42P07). An index
without a name is made again under a new one.

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand. A CREATE TABLE IF NOT EXISTS that an unguarded CREATE INDEX follows is no safer than without.

## What to do
Write IF NOT EXISTS; it needs the name of the index.

```sql
CREATE INDEX IF NOT EXISTS teams_name_idx ON teams (name);
```

An index that CREATE INDEX CONCURRENTLY left behind invalid has the name too: drop it first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step

PHASE = "rerun"
SEVERITY = "warning"


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "exists" and step.statement.tag == "IndexStmt"


def advice(error: PgError, step: Step) -> str | None:
    return "write CREATE INDEX IF NOT EXISTS"
