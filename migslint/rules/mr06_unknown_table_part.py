"""A policy, trigger, rule or constraint is named that is not there.

## What it does
Tells of a statement that PostgreSQL refuses with 42704 because a table has no such policy, trigger, rule or constraint,
or a domain no such constraint.

## Why
It has another name, or has been dropped, or was never made, often because the statement that should have made it was
refused. A constraint that was given no name has one that PostgreSQL made: `users_email_key` for UNIQUE,
`users_pkey`, `users_team_id_fkey`, `users_age_check`. Other tools have other habits, such as `users_email_unique`.

## What to do
Use the name that is there. What may be gone is dropped with IF EXISTS:

```sql
ALTER TABLE users DROP CONSTRAINT IF EXISTS users_email_key;
DROP POLICY IF EXISTS "Members read documents" ON documents;
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


PARTS = ("policy", "trigger", "rule", "constraint")


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "missing" and error.sqlstate == "42704" and error.kind in PARTS and bool(error.name)
