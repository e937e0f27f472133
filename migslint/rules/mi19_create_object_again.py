"""A CREATE of another kind is refused when its file is run again.

## What it does
Tells of any other statement that makes what the first run has made already: CREATE STATISTICS, COLLATION, CONVERSION,
TEXT SEARCH …, LANGUAGE, ACCESS METHOD, PREPARE and DECLARE. The server says `… already exists`, mostly with 42710.

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand.

## What to do
Write IF NOT EXISTS where the grammar has it (STATISTICS, COLLATION), OR REPLACE (LANGUAGE, TRANSFORM), else drop it
first:

```sql
CREATE STATISTICS IF NOT EXISTS teams_place ON city, country FROM teams;

DROP TEXT SEARCH CONFIGURATION IF EXISTS plain;
CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple);
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.rules._again import alters_table

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step

PHASE = "rerun"
SEVERITY = "warning"

_OTHERS = ("RenameStmt", "DoStmt", "InsertStmt")


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "exists" and not alters_table(step) and step.statement.tag not in _OTHERS


def advice(error: PgError, step: Step) -> str | None:
    if step.statement.tag == "CreateStatsStmt":
        return "write CREATE STATISTICS IF NOT EXISTS"
    return None
