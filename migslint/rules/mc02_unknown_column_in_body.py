"""The body of a function uses a column, field or variable that is not there.

## What it does
Tells of functions that would be refused with 42703 when they are called after the last migration: a query in the body
names a column that its tables do not have, or a record (NEW and OLD of a trigger among them) has no such field.

## Why
PostgreSQL does not look at the columns of a PL/pgSQL body when the function is created. The migration runs, and the
function fails when it is called, because the column was renamed or dropped later or never made. A trigger function is
checked for every table that has a trigger which calls it: NEW and OLD have the columns of that table.

## What to do
Name the column as it is called now, or take it out of the body:

```sql
CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_at := now();
  RETURN NEW;
END
$$;
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step

PHASE = "call"


def claims(error: PgError, step: Step) -> bool:
    return error.sqlstate == "42703"
