"""INSERT adds its rows once more when its file is run again.

## What it does
Tells of an INSERT that no unique key of its table keeps from adding the same rows again: there is none, or a column of
each is drawn anew (an identity column, `nextval`, `gen_random_uuid()`), or is NULL. ON CONFLICT does not help then, as
there is no conflict. It says nothing where the statement or the file looks at what is there: WHERE NOT EXISTS, a DELETE
or a TRUNCATE of the table.

## Why
Nothing is refused, and nobody notices until the roles, settings or messages are there twice.

## What to do
Give the table a unique key for what tells the rows apart, and say so:

```sql
CREATE UNIQUE INDEX IF NOT EXISTS roles_name_key ON roles (name);
INSERT INTO roles (name) VALUES ('reader') ON CONFLICT (name) DO NOTHING;
```

or ask first:

```sql
INSERT INTO roles (name)
SELECT 'reader' WHERE NOT EXISTS (SELECT FROM roles WHERE name = 'reader');
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.rules import Finding
from migslint.rules._again import harmed

if TYPE_CHECKING:
    from migslint.replay.step import Step

PHASE = "rerun"
SEVERITY = "warning"


def findings(step: Step) -> Iterator[Finding]:
    for harm, span in harmed(step, "doubled"):
        why = f'"{harm.column}" is another one each time' if harm.column else "no unique key stands in the way"
        message = f'the rows are added to "{harm.name}" once more when the file is run again: {why}'
        advice = "give the table a unique key for what tells its rows apart, and write ON CONFLICT … DO NOTHING"
        yield Finding(step.statement.source, span, message, advice=advice, step=step)
