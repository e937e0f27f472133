"""The statement is not SQL that this version of PostgreSQL understands.

## What it does
Tells of a statement that PostgreSQL's grammar refuses, mostly with 42601, and points at the token that does not fit.
The other statements of the file are judged all the same.

## Why
A typing error; the syntax of another database (backquotes, AUTO_INCREMENT); a guard that the grammar does not have,
such as `CREATE POLICY IF NOT EXISTS` or `ADD CONSTRAINT IF NOT EXISTS`; or syntax that is newer than the server
(`--pg-version`).

## What to do
Where a guard is to blame, the report says which form does the same. For a policy it is:

```sql
DROP POLICY IF EXISTS notes_own ON notes;
CREATE POLICY notes_own ON notes USING (author = current_user);
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "syntax"
