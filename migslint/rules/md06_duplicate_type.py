"""A type or domain of that name is there already.

## What it does
Tells of a statement that PostgreSQL refuses with 42710 because it makes a type, domain or relation of that name. Every
table and view has a row type of its own name: a type and a table cannot have the same name in one schema.

## Why
The type that is there stays as it is. The labels or attributes that only the second definition has never come to be.

## What to do
CREATE TYPE and CREATE DOMAIN have no IF NOT EXISTS. Change the type that is there:

```sql
ALTER TYPE order_status ADD VALUE IF NOT EXISTS 'refunded';
```

Where the same definition may run twice, let a DO block pass over it:

```sql
DO $$ BEGIN
  CREATE TYPE order_status AS ENUM ('draft', 'paid');
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "exists" and error.kind in ("type", "domain")
