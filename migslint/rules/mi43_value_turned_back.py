"""UPDATE undoes its own work when its file is run again.

## What it does
Tells of an UPDATE that turns a column round (`hidden = NOT hidden`, `balance = -balance`) or lets two columns change
places (`SET a = b, b = a`).

## Why
After a second run all is as before the first, after a third it is not. Nothing is refused.

## What to do
Let the statement mark what it has done, or change a column that the file adds:

```sql
ALTER TABLE pages ADD COLUMN IF NOT EXISTS visible boolean;
UPDATE pages SET visible = NOT hidden WHERE visible IS NULL;
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.rules import Finding
from migslint.rules._again import harmed

if TYPE_CHECKING:
    from migslint.replay.step import Harm, Step

PHASE = "rerun"
SEVERITY = "warning"


def findings(step: Step) -> Iterator[Finding]:
    for harm, span in harmed(step, "turned", "swapped"):
        message = _message(harm)
        yield Finding(
            step.statement.source,
            span,
            message,
            advice="look in WHERE for something that the statement itself changes",
            step=step,
        )


def _message(harm: Harm) -> str:
    if harm.kind == "turned":
        return f'"{harm.column}" of "{harm.name}" is turned back when the file is run again'
    first, _, second = harm.column.partition(" ")
    return f'"{first}" and "{second}" of "{harm.name}" change places once more when the file is run again'
