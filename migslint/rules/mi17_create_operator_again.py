"""CREATE OPERATOR, or a class or family of operators, is refused when its file is run again.

## What it does
Tells of a CREATE OPERATOR, OPERATOR CLASS, OPERATOR FAMILY or CAST that the first run has made already: `operator ===
already exists` (42723), `cast from type … to type … already exists` (42710).

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand.

## What to do
Drop it first; none of these has IF NOT EXISTS or OR REPLACE. What depends on it stands in the way of the DROP.

```sql
DROP OPERATOR IF EXISTS === (int, int);
CREATE OPERATOR === (leftarg = int, rightarg = int, procedure = int4eq);
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.rules._again import makes

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step

PHASE = "rerun"
SEVERITY = "warning"


def claims(error: PgError, step: Step) -> bool:
    return error.reason != "missing" and makes(step, "operator")


def advice(error: PgError, step: Step) -> str | None:
    return "PostgreSQL has no IF NOT EXISTS here: put DROP … IF EXISTS before it"
