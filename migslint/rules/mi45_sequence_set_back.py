"""A sequence is set back when its file is run again.

## What it does
Tells of ALTER SEQUENCE … RESTART, of ALTER TABLE … ALTER COLUMN … RESTART and of `setval` with a constant.

## Why
The numbers that were given out since the first run are given out again. Inserts are refused then, later, somewhere else
(`duplicate key value violates unique constraint`, 23505), or rows get numbers that other rows have had.

## What to do
Set the sequence by what the table has:

```sql
SELECT setval('invoices_id_seq', greatest((SELECT max(id) FROM invoices), 1000));
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
    for harm, span in harmed(step, "set back"):
        message = f'sequence "{harm.name}" is set back when the file is run again'
        yield Finding(
            step.statement.source,
            span,
            message,
            advice="set it by what the table has: SELECT setval('…', (SELECT max(id) FROM …))",
            step=step,
        )
