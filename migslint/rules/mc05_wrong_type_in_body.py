"""Types do not fit in the body of a function.

## What it does
Tells of functions that would be refused with 42804, 42846, 42P13 or their like when they are called: the query of
RETURN QUERY does not yield the declared columns, the types of an expression or of an INSERT do not fit, a type that a
variable is declared with is gone, a constant is none of its type.

## Why
PostgreSQL finds out when the function is called. RETURN QUERY is strict: where the function is declared to return
`text`, a column of type `varchar(40)` or of an enum is refused ("structure of query does not match function result
type").

## What to do
Cast what the query yields to the declared type, or declare what the query yields:

```sql
CREATE OR REPLACE FUNCTION names() RETURNS TABLE (name text) LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY SELECT p.name::text FROM people p;
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
    return error.reason in ("type", "value") or error.sqlstate in ("42704", "42P13")
