"""DELETE takes further rows when its file is run again.

## What it does
Tells of a DELETE of the first or last row, or of so many rows in an order: `WHERE id = (SELECT max(id) FROM …)`, `WHERE
id IN (SELECT id FROM … ORDER BY … LIMIT 10)`.

## Why
After the first run another row is the last one.

## What to do
Name the rows by what they hold:

```sql
DELETE FROM entries WHERE id = 4711;
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
    for harm, span in harmed(step, "takes more"):
        message = f'further rows of "{harm.name}" are deleted when the file is run again'
        yield Finding(step.statement.source, span, message, advice="name the rows by what they hold", step=step)
