"""A type is named that is not there.

## What it does
Tells of a statement that PostgreSQL refuses with 42704 because a type or domain does not exist.

## Why
The type is created later or has been dropped; or it is in a schema that is not in search_path; or it belongs to an
extension that is not installed (`citext`, `vector`, `hstore`, `geometry`); or the name is misspelt or that of another
database (`datetime`, `tinyint`, `nvarchar`).

## What to do
Create the type or its extension first, qualify the name, or use PostgreSQL's name of the type.

```sql
CREATE EXTENSION IF NOT EXISTS citext;
CREATE TABLE members (email citext NOT NULL);
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "missing" and error.kind in ("type", "domain")
