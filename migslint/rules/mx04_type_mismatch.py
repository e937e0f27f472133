"""The types do not fit together.

## What it does
Tells of a statement that PostgreSQL refuses because a value has another type than is wanted and cannot be converted
(mostly 42804 or 42846), or because no operator takes operands of these types (42883).

## Why
PostgreSQL converts by itself between numbers and between texts, but does not turn text into uuid, jsonb or an enum, nor
compare uuid with text. (A quoted constant is no text yet: it takes the type that is wanted.) The two ends of a foreign
key need types that can be compared.

## What to do
Give the column the type of its partner, or cast one side:

```sql
CREATE VIEW own_account AS
  SELECT * FROM users WHERE id = current_setting('app.user_id')::uuid;

ALTER TABLE invoices ALTER COLUMN number TYPE integer USING number::integer;
```

A default that does not fit the new type is dropped before the change of type and set anew after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


#: a type that stands where it cannot stand at all (42P13, 42P16 …) is an invalid definition
MISMATCHES = ("42804", "42846", "42883", "42809", "42P18", "42P21", "42P22")


def claims(error: PgError, step: Step) -> bool:
    if error.reason == "missing":
        return error.kind == "operator"
    return error.reason == "type" and error.sqlstate in MISMATCHES
