"""UPDATE changes its column once more when its file is run again.

## What it does
Tells of an UPDATE, or an ON CONFLICT DO UPDATE, that makes of a column the same and something more: `price = price *
100`, `name = name || ' (old)'`, `tags = array_append(tags, 'x')`. It says nothing where the condition looks at a column
that the file assigns: it may be there to keep the second run away.

## Why
Prices that were to become cents are multiplied again. Nothing is refused.

## What to do
Let the statement mark what it has done, and look for the mark:

```sql
ALTER TABLE goods ADD COLUMN IF NOT EXISTS in_cents boolean NOT NULL DEFAULT false;
UPDATE goods SET price = price * 100, in_cents = true WHERE NOT in_cents;
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
    for harm, span in harmed(step, "adds up"):
        message = f'"{harm.column}" of "{harm.name}" is changed once more when the file is run again'
        yield Finding(
            step.statement.source,
            span,
            message,
            advice="look in WHERE for something that the statement itself changes",
            step=step,
        )
