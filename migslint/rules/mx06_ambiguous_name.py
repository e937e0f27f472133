"""A column or a call could mean more than one thing.

## What it does
Tells of a statement that PostgreSQL refuses with 42702 (a column that two tables of the query have, or a column and a
variable), 42725 (a function or operator) or 42P09 (an alias).

## Why
A new column can make a name ambiguous in a query that worked before. A function with default arguments and another with
fewer arguments fit the same call; arguments of unknown type fit more than one function.

## What to do
Write the table or its alias before the column, cast the arguments, and where a function is dropped or altered give its
argument types:

```sql
SELECT orders.created_at FROM orders JOIN customers ON …;
DROP FUNCTION slugify(text);
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "ambiguous"
