"""A table, view, sequence or other relation of that name is there already.

## What it does
Tells of a statement that PostgreSQL refuses with 42P07 because it creates a relation, renames one or moves one to
another schema, and the name is taken there. Tables, views, materialized views, sequences, foreign tables, indexes and
composite types share one set of names in a schema, so a view cannot have the name of a table.

## Why
The second definition never comes to be. Its columns are missing from then on, and what is written for them fails.

## What to do
Where the second definition was meant to change the first, alter what is there:

```sql
ALTER TABLE teams ADD COLUMN billing_email text;
CREATE OR REPLACE VIEW open_invoices AS SELECT …;
```

Otherwise choose another name or leave the statement out. `CREATE TABLE IF NOT EXISTS` turns the error into a notice and
keeps the first definition as it is (see MS01).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.rules._taken import taken

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return taken(error, step) == "relation"
