"""The table has a policy of that name already.

## What it does
Tells of a CREATE POLICY, or an ALTER POLICY … RENAME TO, that PostgreSQL refuses with 42710. CREATE POLICY has neither
IF NOT EXISTS nor OR REPLACE.

## Why
The policy that is there stays as it is. Where the new one was meant to be stricter, the old one goes on showing rows
that should be hidden.

## What to do
Drop the old policy in the same file, or change it in place:

```sql
DROP POLICY IF EXISTS "Members read documents" ON documents;
CREATE POLICY "Members read documents" ON documents FOR SELECT USING (…);

ALTER POLICY "Members read documents" ON documents USING (…);
```

ALTER POLICY changes the roles and the two expressions; for another command (FOR …) or from permissive to restrictive
the policy has to be made anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "exists" and error.kind == "policy"
