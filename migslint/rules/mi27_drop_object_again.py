"""A DROP of another kind is refused when its file is run again.

## What it does
Tells of any other DROP that the first run has done: SCHEMA, EXTENSION, ROLE, PUBLICATION, SERVER, OPERATOR, COLLATION
and their like. The server says `schema "billing" does not exist` (3F000), `role "reporting" does not exist` (42704) …

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand.

## What to do
Write IF EXISTS.

```sql
DROP SCHEMA IF EXISTS billing CASCADE;
DROP ROLE IF EXISTS reporting;
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
    return drops(step, "other")


def advice(error: PgError, step: Step) -> str | None:
    return "write IF EXISTS before the name" if error.reason == "missing" else None
