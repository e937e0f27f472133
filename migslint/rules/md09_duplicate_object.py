"""A schema, role, extension, publication or other object of that name is there already.

## What it does
Tells of what PostgreSQL refuses because the name is taken and no other MD rule speaks of: 42P06 for schemas, 42710 for
most others (roles, extensions, publications, servers, event triggers, rules, operators, casts, labels of an enum), and
42P04, 42P03 or 42P05 for databases, cursors and prepared statements.

## Why
The object that is there stays as it is.

## What to do
Some statements have a guard: CREATE SCHEMA, EXTENSION, SEQUENCE, SERVER, USER MAPPING, COLLATION and STATISTICS take
`IF NOT EXISTS`, and so does `ALTER TYPE … ADD VALUE`. For the others, drop the object first, alter it, or ask the
catalog:

```sql
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'reporting') THEN
    CREATE ROLE reporting NOLOGIN;
  END IF;
END $$;
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "exists" and error.kind != "option"
