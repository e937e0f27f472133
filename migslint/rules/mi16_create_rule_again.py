"""CREATE RULE is refused when its file is run again.

## What it does
Tells of a CREATE RULE that the first run has made already: `rule "no_delete" for relation "teams" already exists`
(42710).

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand.

## What to do
Write CREATE OR REPLACE RULE.

```sql
CREATE OR REPLACE RULE no_delete AS ON DELETE TO teams DO INSTEAD NOTHING;
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step

PHASE = "rerun"
SEVERITY = "warning"


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "exists" and step.statement.tag == "RuleStmt"


def advice(error: PgError, step: Step) -> str | None:
    return "write CREATE OR REPLACE RULE"
