"""A statement in the body of a function would be refused when the function is called.

## What it does
Tells of all that functions would be refused for when they are called and that no other rule tells of: aggregates where
none can stand (42803), ON CONFLICT without a unique index (42P10), INSERT with more columns than values (42601), a
write to a generated column (428C9), and their like.

## Why
PostgreSQL analyses the statements of a PL/pgSQL body only when the function is called. Most of these come from a change
of the table after the function was written: the unique index that ON CONFLICT relied on was dropped, a column became
generated.

## What to do
The message and its DETAIL or HINT say what contradicts what:

```sql
CREATE UNIQUE INDEX settings_key_idx ON settings (key);
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step

PHASE = "call"


def claims(error: PgError, step: Step) -> bool:
    return True
