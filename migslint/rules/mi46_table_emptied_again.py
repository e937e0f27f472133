"""A table is emptied once more when its file is run again.

## What it does
Tells of a TRUNCATE, or a DELETE without WHERE, of a table that the file does not fill again.

## Why
The first run took what was meant to go, the second takes all that has come since.

## What to do
Name what is to go:

```sql
DELETE FROM sessions WHERE created_at < '2025-01-01';
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
    for harm, span in harmed(step, "emptied"):
        message = f'"{harm.name}" is emptied once more when the file is run again'
        yield Finding(step.statement.source, span, message, advice="name in WHERE what is to go", step=step)
