"""DROP COLUMN is refused when its file is run again.

## What it does
Tells of an ALTER TABLE … DROP COLUMN, or an ALTER TYPE … DROP ATTRIBUTE, that the first run has done: `column "color"
of relation "teams" does not exist` (42703).

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand.

## What to do
Write IF EXISTS.

```sql
ALTER TABLE teams DROP COLUMN IF EXISTS color;
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
    return error.reason == "missing" and error.kind == "column" and does(step, "AT_DropColumn", error.name)


def advice(error: PgError, step: Step) -> str | None:
    return f"write DROP {'ATTRIBUTE' if step.statement.node.get('objtype') == 'OBJECT_TYPE' else 'COLUMN'} IF EXISTS"
