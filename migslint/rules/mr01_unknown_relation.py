"""A table, view, sequence or index is named that is not there.

## What it does
Tells of a statement that PostgreSQL refuses because a relation does not exist: 42P01, and 42704 for an index.

## Why
At this point of the replay no statement has made the relation; or it has been dropped, renamed or moved to another
schema; or it is in a schema that is not in search_path; or the name is misspelt. Without double quotes a name is
folded to lower case: `CREATE TABLE "Users"` makes a table that `users` does not find. If the statement that should
have made it is refused itself, that one is shown and this one is counted as its consequence.

## What to do
Correct the name, qualify it (`billing.invoices`), or put the statement that creates it first; the report says where it
is dropped before or created later. If the relation was in the database before the first migration, say what was there:

```sh
pg_dump --schema-only … > schema.sql
migslint check --baseline schema.sql
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "missing" and error.kind in (
        "relation",
        "table",
        "view",
        "sequence",
        "index",
        "materialized view",
        "foreign table",
    )
