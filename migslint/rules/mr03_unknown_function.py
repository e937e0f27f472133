"""A function is called or named that is not there with these arguments.

## What it does
Tells of a statement that PostgreSQL refuses with 42883 because no function, procedure or aggregate of that name takes
these arguments.

## Why
The function is created later or has been dropped; or it is in a schema that is not in search_path; or its extension is
not installed; or it takes other types: functions are found by name and argument types together. A trigger function is
looked up without arguments.

## What to do
Create the function or its extension first, qualify the name, or cast the arguments. Where it is dropped, name it with
the types that it has; `DROP FUNCTION IF EXISTS` passes over one that may be gone.

```sql
CREATE EXTENSION IF NOT EXISTS pgcrypto;
DROP FUNCTION IF EXISTS slugify(text);
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "missing" and error.kind in ("function", "procedure", "aggregate", "routine")
