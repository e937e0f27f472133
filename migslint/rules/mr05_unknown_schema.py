"""A schema is named that is not there.

## What it does
Tells of a statement that PostgreSQL refuses with 3F000 because a schema does not exist.

## Why
No statement has made the schema at this point of the replay, or it has been dropped or renamed, or the name is
misspelt. A CREATE without a schema is refused with 3F000, too, when no schema of search_path exists.

## What to do
Create it first:

```sql
CREATE SCHEMA IF NOT EXISTS analytics;
```

If the schema was there before the first migration, give it with `--baseline schema.sql`; if a platform provides it,
name the platform (`--platform supabase`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "missing" and error.kind == "schema"
