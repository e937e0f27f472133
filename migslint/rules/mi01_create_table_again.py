"""CREATE TABLE is refused when its file is run again.

## What it does
Tells of a CREATE TABLE, a CREATE FOREIGN TABLE, a CREATE TABLE AS or a SELECT INTO whose name the first run has taken:
`relation "teams" already exists` (42P07).

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand. Everything after the first table of such a file is then never reached.

## What to do
Write IF NOT EXISTS, which all but SELECT INTO take. It only looks at the name: columns that the file adds to the
statement later do not come to a table that is there (MS01).

```sql
CREATE TABLE IF NOT EXISTS teams (id int PRIMARY KEY, name text NOT NULL);
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
    return error.reason == "exists" and makes(step, "table")


def advice(error: PgError, step: Step) -> str | None:
    tag = step.statement.tag
    if tag == "SelectStmt":
        return "write CREATE TABLE IF NOT EXISTS … AS instead of SELECT INTO"
    return f"write CREATE {'FOREIGN ' if tag == 'CreateForeignTableStmt' else ''}TABLE IF NOT EXISTS"
