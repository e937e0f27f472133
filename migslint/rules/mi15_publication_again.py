"""A statement about a publication is refused when its file is run again.

## What it does
Tells of a CREATE PUBLICATION or CREATE SUBSCRIPTION that the first run has made (`publication "changes" already
exists`, 42710), and of an ALTER PUBLICATION that adds what is in it (`relation "teams" is already member of publication
"changes"`, 42710) or drops what is not.

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand. None of these has IF NOT EXISTS.

## What to do
Drop the publication first, set its tables instead of adding one, or ask pg_publication_tables in a DO block:

```sql
ALTER PUBLICATION changes SET TABLE teams, players;

DO $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_publication_tables WHERE pubname = 'changes' AND schemaname = 'public' AND tablename = 'teams'
  ) THEN
    ALTER PUBLICATION changes ADD TABLE public.teams;
  END IF;
END
$$;
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step

PHASE = "rerun"
SEVERITY = "warning"

_TAGS = ("CreatePublicationStmt", "AlterPublicationStmt", "CreateSubscriptionStmt", "AlterSubscriptionStmt")


def claims(error: PgError, step: Step) -> bool:
    return step.statement.tag in _TAGS


def advice(error: PgError, step: Step) -> str | None:
    if step.statement.tag == "AlterPublicationStmt":
        return "PostgreSQL has no IF NOT EXISTS here: ask pg_publication_tables in a DO block"
    return "PostgreSQL has no IF NOT EXISTS here: ask the catalog in a DO block"
