"""A function of that name with the same argument types is there already.

## What it does
Tells of a CREATE FUNCTION, PROCEDURE or AGGREGATE, or of a new name or schema for one, that PostgreSQL refuses with
42723. Only the types of the input arguments count: argument names, defaults and the result type make no other function.

## Why
The body that is there goes on being called.

## What to do
Write `CREATE OR REPLACE FUNCTION`. It keeps the function's owner, its privileges and what depends on it, but cannot
change the result type or the names of arguments (see MX09): for that, drop the function first.

```sql
DROP FUNCTION IF EXISTS slugify(text);
CREATE FUNCTION slugify(heading text) RETURNS varchar …;
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "exists" and error.sqlstate == "42723"
