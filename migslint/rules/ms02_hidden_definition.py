"""IF NOT EXISTS is skipped over an object with another definition.

## What it does
Tells of a CREATE TABLE, INDEX, SEQUENCE, MATERIALIZED VIEW … IF NOT EXISTS, or an ADD COLUMN IF NOT EXISTS, whose
object is there already and falls short of the statement: columns of another type, without the default or the NOT NULL,
constraints that are not there, an index on other columns. Columns that are missing altogether are told by MS01. What
the object has beyond the statement is not told.

## Why
PostgreSQL says "already exists, skipping" and looks at nothing but the name. The migration seems to have run; the key,
the check or the type that it was written for never comes to be.

## What to do
Change what is there, step by step:

```sql
ALTER TABLE bookings ALTER COLUMN created_by TYPE uuid USING created_by::uuid;
ALTER TABLE bookings ADD FOREIGN KEY (created_by) REFERENCES users (id);
```

An index is dropped first, or gets another name. Where the definition in the statement is out of date, bring it up to
date.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.catalog.objects import Attribute
from migslint.diagnostic import Related
from migslint.rules import Finding
from migslint.source import Place

if TYPE_CHECKING:
    from migslint.replay.step import Step

SEVERITY = "warning"

#: differences that are told one by one
_MOST = 6


def findings(step: Step) -> Iterator[Finding]:
    statement = step.statement
    for loss in step.losses:
        obj, parts = loss.obj, list(loss.parts)
        if len(parts) > _MOST:
            parts[_MOST - 1 :] = [f"{len(parts) - _MOST + 1} more differences"]
        name = f'"{obj.name}"'
        if isinstance(obj, Attribute):
            name = f'column {name} of "{obj.relation.name}"'
        at = loss.location
        if at is None and not isinstance(obj, Attribute):
            at = (statement.node.get("relation") or statement.node.get("sequence") or {}).get("location", 0)
        is_index = statement.tag == "IndexStmt"
        places = [e.place for e in obj.life if e.kind == "created" and isinstance(e.place, Place)]
        yield Finding(
            statement.source,
            statement.place_name(at) if at is not None and not is_index else statement.find(obj.name) or statement.span,
            f"{name} exists already and stays as it is: {'; '.join(parts)}",
            advice="change what is there with ALTER, or bring the statement up to date",
            related=tuple(Related(p, "created here") for p in places[:1]),
            step=step,
        )
