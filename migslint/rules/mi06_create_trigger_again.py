"""CREATE TRIGGER is refused when its file is run again.

## What it does
Tells of a CREATE TRIGGER, CREATE CONSTRAINT TRIGGER or CREATE EVENT TRIGGER that the first run has made already:
`trigger "touch" for relation "teams" already exists` (42710).

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand.

## What to do
Write CREATE OR REPLACE TRIGGER (PostgreSQL 14 and later), or drop the trigger first; constraint triggers and event
triggers cannot be replaced.

```sql
CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON teams FOR EACH ROW EXECUTE FUNCTION touch_row();
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.catalog.namespace import quote_identifier
from migslint.rules._again import relation_name

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step

PHASE = "rerun"
SEVERITY = "warning"


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "exists" and step.statement.tag in ("CreateTrigStmt", "CreateEventTrigStmt")


def advice(error: PgError, step: Step) -> str | None:
    node = step.statement.node
    name = quote_identifier(node["trigname"])
    if step.statement.tag == "CreateEventTrigStmt":
        return f"put DROP EVENT TRIGGER IF EXISTS {name}; before it"
    drop = f"DROP TRIGGER IF EXISTS {name} ON {relation_name(node['relation'])}; before it"
    return f"put {drop}" if node.get("isconstraint") else f"write CREATE OR REPLACE TRIGGER, or put {drop}"
