"""Other objects depend on what is to be dropped or changed.

## What it does
Tells of a DROP that PostgreSQL refuses with 2BP01, and of a column whose type cannot be changed because a view, policy,
trigger or generated column uses it (0A000). DETAIL names what depends on it.

## Why
Views, policies, foreign keys, defaults and functions with a parsed body (BEGIN ATOMIC) hold on to the tables, columns,
functions and types that they use. Function bodies in quotes do not: they fail when they are called.

## What to do
Drop what depends on it first, and make it anew after the change:

```sql
DROP VIEW price_list;
ALTER TABLE products ALTER COLUMN price TYPE numeric(12, 2);
CREATE VIEW price_list AS SELECT name, price FROM products;
```

`DROP … CASCADE` drops it, too, and nothing brings it back: policies and foreign keys may be among it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "dependents"
