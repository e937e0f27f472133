"""The body of a function calls a function or uses an operator that is not there.

## What it does
Tells of functions that would be refused with 42883 when they are called after the last migration: the body calls a
function, or uses an operator, that does not exist for these types of arguments.

## Why
PostgreSQL does not look at the calls of a PL/pgSQL body when the function is created. The function that is called was
dropped or got other arguments later; it belongs to an extension that was not created, or to one in a schema that is
not on the `search_path` of the function (`gen_salt` of pgcrypto in the schema `extensions`); or an argument has another
type than it takes.

## What to do
Call the function by the schema that it is in and with the types that it takes, or give the function a `search_path`:

```sql
ALTER FUNCTION public.invite(text) SET search_path = public, extensions;
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step

PHASE = "call"


def claims(error: PgError, step: Step) -> bool:
    return error.sqlstate == "42883"
