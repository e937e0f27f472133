"""The body of a function uses a table, view or alias that is not there.

## What it does
Tells of PL/pgSQL functions, procedures and trigger functions, and of SQL functions, that would be refused with 42P01
when they are called after the last migration: a query in the body names a relation that no schema of the search path
has, or an alias that its FROM does not have.

## Why
PostgreSQL does not look at the tables of a PL/pgSQL body when the function is created. The migration runs, and the
function fails at its first call: the table was renamed or dropped later, its CREATE TABLE was refused, it lies in a
schema that is not on the function's `search_path`, or the name is misspelt. Where a trigger calls the function, every
INSERT, UPDATE or DELETE that fires it fails.

Nothing is said of tables that some function of the folder creates, nor behind a condition that looks into the system
catalog (`IF to_regclass('public.archive') IS NOT NULL THEN …`).

## What to do
Name the table as it is called now, with its schema; or drop a function that nobody needs any more:

```sql
CREATE OR REPLACE FUNCTION count_members(team bigint) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  RETURN (SELECT count(*) FROM public.team_members WHERE team_id = team);
END
$$;
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step

PHASE = "call"


def claims(error: PgError, step: Step) -> bool:
    return error.sqlstate in ("42P01", "3F000")
