"""A field of a record is used before anything has been put into the record.

## What it does
Tells of functions that would be refused with 55000 when they come to an expression that uses a field of a variable of
type `record` to which nothing is assigned on any way that leads there.

## Why
A `record` has no fields before a row is put into it: `record "r" is not assigned yet`. Where the query that would have
filled it is refused itself, this follows from it and is counted there.

## What to do
Assign the record on every way, or declare it with the type of a table, which has its columns from the beginning:

```sql
CREATE OR REPLACE FUNCTION latest() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  o orders%ROWTYPE;
BEGIN
  SELECT * INTO o FROM orders ORDER BY created_at DESC LIMIT 1;
  RETURN o.id;
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
    return error.sqlstate == "55000"
