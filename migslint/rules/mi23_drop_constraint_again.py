"""DROP CONSTRAINT is refused when its file is run again.

## What it does
Tells of an ALTER TABLE or ALTER DOMAIN … DROP CONSTRAINT that the first run has done: `constraint "teams_size_check" of
relation "teams" does not exist` (42704).

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand.

## What to do
Write IF EXISTS.

```sql
ALTER TABLE teams DROP CONSTRAINT IF EXISTS teams_size_check;
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.rules._again import does

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step

PHASE = "rerun"
SEVERITY = "warning"


def claims(error: PgError, step: Step) -> bool:
    if error.reason != "missing" or error.kind != "constraint":
        return False
    return step.statement.tag == "AlterDomainStmt" or does(step, "AT_DropConstraint", error.name)


def advice(error: PgError, step: Step) -> str | None:
    return "write DROP CONSTRAINT IF EXISTS"
