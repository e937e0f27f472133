"""CREATE VIEW is refused when its file is run again.

## What it does
Tells of a CREATE VIEW or a CREATE MATERIALIZED VIEW whose name the first run has taken (`relation "team_names" already
exists`, 42P07), and of a CREATE OR REPLACE VIEW that would take columns away from what a later statement of the file
has made of the view (`cannot drop columns from view`, 42P16).

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand. Views are made anew with every change, so that a file often holds several.

## What to do
Write CREATE OR REPLACE VIEW; where columns change their order or go, and for a materialized view, drop it first:

```sql
CREATE OR REPLACE VIEW team_names AS SELECT id, name FROM teams;

DROP MATERIALIZED VIEW IF EXISTS team_sizes;
CREATE MATERIALIZED VIEW team_sizes AS SELECT id, count(*) FROM teams GROUP BY id;
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.rules._again import makes

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step

PHASE = "rerun"
SEVERITY = "warning"


def claims(error: PgError, step: Step) -> bool:
    return error.reason != "missing" and makes(step, "view")


def advice(error: PgError, step: Step) -> str | None:
    if step.statement.tag == "CreateTableAsStmt":
        return "write CREATE MATERIALIZED VIEW IF NOT EXISTS, or put DROP MATERIALIZED VIEW IF EXISTS before it"
    if step.statement.node.get("replace"):
        return "put DROP VIEW IF EXISTS before it"
    return "write CREATE OR REPLACE VIEW"
