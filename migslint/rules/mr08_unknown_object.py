"""A role, extension, publication, collation or other object is named that is not there.

## What it does
Tells of what PostgreSQL refuses because it does not exist and no other MR rule speaks of: mostly 42704.

## Why
No statement has made the object at this point of the replay, or it has been dropped, or the name is misspelt. Roles
belong to the whole server and are often made outside of the migrations; those of a platform (`authenticated`, `anon`)
are there on that platform only.

## What to do
Create it first, or correct the name. What is there before the first migration can be given with `--baseline
schema.sql`, and `--platform supabase` brings the roles, schemas and extensions of that platform.

```sql
CREATE ROLE reports_reader NOLOGIN;
GRANT SELECT ON reports TO reports_reader;
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "missing" and error.kind not in ("operator", "constraint") and bool(error.name)
