"""IF NOT EXISTS, or the guard of a DO block, is skipped over an object with another definition.

## What it does
Tells of a CREATE TABLE, INDEX, SEQUENCE, MATERIALIZED VIEW … IF NOT EXISTS, or an ADD COLUMN IF NOT EXISTS, whose
object is there already and falls short of the statement: columns of another type, without the default or the NOT NULL,
constraints that are not there, an index on other columns. Columns that are missing altogether are told by MS01. What
the object has beyond the statement is not told.

The same of a DO block that guards CREATE TYPE, DOMAIN, TABLE, INDEX, POLICY, ADD COLUMN or ADD CONSTRAINT with
`EXCEPTION WHEN duplicate_object` or with `IF NOT EXISTS (SELECT … FROM pg_type …)`: an enum without some of the labels,
a composite type without some of the attributes, a domain over another type or without its check. What a later statement
of the folder mends is not told of these.

## Why
PostgreSQL says "already exists, skipping" and looks at nothing but the name; a guard does not even say that. The
migration seems to have run; the key, the check, the label or the type that it was written for never comes to be.

## What to do
Change what is there, step by step:

```sql
ALTER TABLE bookings ALTER COLUMN created_by TYPE uuid USING created_by::uuid;
ALTER TABLE bookings ADD FOREIGN KEY (created_by) REFERENCES users (id);
```

An enum gets its labels with `ALTER TYPE … ADD VALUE IF NOT EXISTS`. An index is dropped first, or gets another name.
Where the definition in the statement is out of date, bring it up to date.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.catalog.objects import Attribute, Constraint, Policy, Type
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
        elif isinstance(obj, Policy):
            name = f'policy {name} for table "{obj.relation.name}"'
        elif isinstance(obj, Constraint):
            name = f"constraint {name}"
        elif isinstance(obj, Type):
            name = f"type {name}"
        span = loss.span
        if span is None:
            at = loss.location
            if at is None and not isinstance(obj, Attribute):
                at = (statement.node.get("relation") or statement.node.get("sequence") or {}).get("location", 0)
            is_index = statement.tag == "IndexStmt"
            named = statement.find(obj.name) if at is None or is_index else statement.place_name(at)
            span = named or statement.span
        places = [e.place for e in obj.life if e.kind == "created" and isinstance(e.place, Place)]
        yield Finding(
            statement.source,
            span,
            f"{name} exists already and stays as it is: {'; '.join(parts)}",
            advice="change what is there with ALTER, or bring the statement up to date",
            related=tuple(Related(p, "created here") for p in places[:1]),
            step=step,
        )
