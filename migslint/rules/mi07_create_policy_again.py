"""CREATE POLICY is refused when its file is run again.

## What it does
Tells of a CREATE POLICY that the first run has made already: `policy "members" for table "teams" already exists`
(42710).

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand. CREATE POLICY has neither IF NOT EXISTS nor OR REPLACE.

## What to do
Drop the policy first. Within a transaction nobody sees the table without it.

```sql
DROP POLICY IF EXISTS members ON teams;
CREATE POLICY members ON teams FOR SELECT USING (true);
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
    return error.reason == "exists" and step.statement.tag == "CreatePolicyStmt"


def advice(error: PgError, step: Step) -> str | None:
    node = step.statement.node
    name = quote_identifier(node["policy_name"])
    return f"put DROP POLICY IF EXISTS {name} ON {relation_name(node['table'])}; before it"
