"""CREATE TABLE IF NOT EXISTS is skipped over a table that lacks some of its columns.

## What it does
Tells of a `CREATE TABLE IF NOT EXISTS` whose table is there already and has not all of the columns that the statement
lists. PostgreSQL says "relation already exists, skipping" and makes none of them.

## Why
The migration seems to have run. What uses the columns fails, here or later: indexes, policies, views, functions, the
application.

## What to do
Add the columns that are missing:

```sql
ALTER TABLE profiles
  ADD COLUMN IF NOT EXISTS avatar_url text,
  ADD COLUMN IF NOT EXISTS timezone text NOT NULL DEFAULT 'UTC';
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.diagnostic import Related
from migslint.replay.cause import lost_columns
from migslint.rules import Finding
from migslint.source import Place

if TYPE_CHECKING:
    from migslint.replay.step import Step

SEVERITY = "warning"


def findings(step: Step) -> Iterator[Finding]:
    lost = lost_columns(step)
    if not lost:
        return
    statement = step.statement
    relation = next(n.obj for n in step.notices if n.reason == "skip")
    names = ", ".join(f'"{c}"' for _, c, _ in lost)
    places = [e.place for e in relation.life if e.kind == "created" and isinstance(e.place, Place)] if relation else []
    yield Finding(
        statement.source,
        statement.place(statement.node["relation"].get("location", 0)),
        f'table "{lost[0][2]}" exists already: column{"s" if len(lost) > 1 else ""} {names} will not be created',
        advice="add what is missing with ALTER TABLE … ADD COLUMN IF NOT EXISTS",
        related=tuple(Related(p, "created here") for p in places),
        step=step,
    )
