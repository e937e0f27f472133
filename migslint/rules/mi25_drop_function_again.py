"""DROP FUNCTION is refused when its file is run again.

## What it does
Tells of a DROP FUNCTION, PROCEDURE, ROUTINE or AGGREGATE that the first run has done: `function add_tax(numeric) does
not exist` or `could not find a function named "add_tax"` (42883).

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand.

## What to do
Write IF EXISTS, with the types of the arguments: without them it is refused as soon as there are two of the name.

```sql
DROP FUNCTION IF EXISTS add_tax(numeric);
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.rules._again import drops

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step

PHASE = "rerun"
SEVERITY = "warning"


def claims(error: PgError, step: Step) -> bool:
    return drops(step, "function")


def advice(error: PgError, step: Step) -> str | None:
    return "write IF EXISTS before the name" if error.reason == "missing" else None
