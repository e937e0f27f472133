"""The definition contradicts itself or what is there.

## What it does
Tells of every refusal that no other rule tells of: 42P16 (tables and views), 42P13 (functions), 42830 (foreign keys),
42P10 (ON CONFLICT), 42P17, 42803 (aggregates), and their like.

## Why
The commonest ones: CREATE OR REPLACE VIEW that drops, renames or reorders columns; CREATE OR REPLACE FUNCTION with
another result type or other argument names; a foreign key to columns that no unique constraint covers; an ON CONFLICT
without a unique index for its columns; an aggregate where none can stand.

## What to do
The message and its DETAIL or HINT say what contradicts what. A view or function that cannot be replaced is dropped and
made anew; a foreign key needs a unique constraint on just the columns that it refers to:

```sql
ALTER TABLE regions ADD CONSTRAINT regions_code_key UNIQUE (code);
ALTER TABLE offices ADD FOREIGN KEY (region_code) REFERENCES regions (code);
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return True
