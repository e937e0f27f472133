"""UPDATE draws other values when its file is run again.

## What it does
Tells of an UPDATE that assigns what is another value each time, by chance (`gen_random_uuid()`, `random()`), from a
sequence or, for all rows, by the clock (`now()`), without a condition that keeps it from what is set already.

## Why
Keys, tokens and invitation links that were handed out after the first run are no longer valid after the second.

## What to do
Fill only what is empty:

```sql
UPDATE users SET api_key = gen_random_uuid() WHERE api_key IS NULL;
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.catalog.namespace import quote_identifier
from migslint.rules import Finding
from migslint.rules._again import harmed

if TYPE_CHECKING:
    from migslint.replay.step import Step

PHASE = "rerun"
SEVERITY = "warning"


def findings(step: Step) -> Iterator[Finding]:
    for harm, span in harmed(step, "anew"):
        message = f'"{harm.column}" of "{harm.name}" gets other values when the file is run again'
        yield Finding(
            step.statement.source,
            span,
            message,
            advice=f"fill only what is empty: WHERE {quote_identifier(harm.column)} IS NULL",
            step=step,
        )
