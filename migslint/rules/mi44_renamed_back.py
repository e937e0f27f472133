"""Renames change places once more when their file is run again.

## What it does
Tells of renames by which two tables, columns or other objects have changed places (a to c, b to a, c to b): the second
run is not refused, and puts each back.

## Why
The new version of a table is the old one again, and nothing is refused.

## What to do
Ask in a DO block whether the change is still to be made, by something that only one of the two has:

```sql
DO $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = 'orders' AND column_name = 'currency'
  ) THEN
    ALTER TABLE orders RENAME TO orders_old;
    ALTER TABLE orders_new RENAME TO orders;
  END IF;
END
$$;
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.rules import Finding
from migslint.rules._again import harmed

if TYPE_CHECKING:
    from migslint.replay.step import Step

PHASE = "rerun"
SEVERITY = "warning"


def findings(step: Step) -> Iterator[Finding]:
    for harm, span in harmed(step, "renamed back"):
        message = f'"{harm.name}" is what it was before the first run when the file is run again'
        yield Finding(
            step.statement.source,
            span,
            message,
            advice="ask the catalog in a DO block whether the names have still to change",
            step=step,
        )
