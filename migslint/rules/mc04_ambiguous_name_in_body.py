"""A name in the body of a function can mean a variable and a column, or several columns.

## What it does
Tells of functions that would be refused with 42702 (or 42725, 42P09) when they are called: a name in a query of the
body is a variable, a parameter or a column of RETURNS TABLE, and a column of a table as well.

## Why
PostgreSQL does not guess which of them is meant: `column reference "id" is ambiguous`, it says, and that the name could
refer to either a PL/pgSQL variable or a table column; when the function is called, not when it is created. The columns
of `RETURNS TABLE (id …)` are variables too.

## What to do
Qualify the column with its table and the parameter with the function, or rename the parameter. `#variable_conflict
use_column` at the beginning of the body, or `use_variable`, decides for the whole function:

```sql
CREATE OR REPLACE FUNCTION orders_of(customer_id bigint) RETURNS TABLE (id bigint) LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY SELECT o.id FROM orders o WHERE o.customer_id = orders_of.customer_id;
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
    return error.reason == "ambiguous"
