"""CREATE FUNCTION is refused when its file is run again.

## What it does
Tells of a CREATE FUNCTION, PROCEDURE or AGGREGATE that the first run has made already (`function "add_tax" already
exists with same argument types`, 42723), and of a CREATE OR REPLACE that a later statement of the file stands in the
way of (`cannot change return type of existing function`, 42P13).

## Why
A file is run again more often than one plans for: it failed halfway, a database was restored, a branch was applied by
hand.

## What to do
Write OR REPLACE. It keeps the owner, the privileges and what depends on the function. Where the result type or the
names of arguments change, drop the function first:

```sql
CREATE OR REPLACE FUNCTION add_tax(price numeric) RETURNS numeric LANGUAGE sql AS 'SELECT price * 1.19';

DROP FUNCTION IF EXISTS add_tax(numeric);
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
    return error.reason != "missing" and makes(step, "function")


def advice(error: PgError, step: Step) -> str | None:
    if step.statement.node.get("replace"):
        return "put DROP FUNCTION IF EXISTS with the types of its arguments before it"
    kind = "AGGREGATE" if step.statement.tag == "DefineStmt" else "FUNCTION"
    return f"write CREATE OR REPLACE {'PROCEDURE' if step.statement.node.get('is_procedure') else kind}"
