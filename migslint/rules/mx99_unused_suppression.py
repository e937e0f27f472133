"""A `migslint:` comment silences nothing, or is not understood.

## What it does
Tells of a `-- migslint: ignore[…]` or `ignore-file[…]` whose rules find nothing in the place it speaks of, of single
codes in it that are of no use, and of comments that are written wrong. Codes of rules that are switched off are passed
over.

## Why
A comment that has outlived its finding would hide the next one of that rule. One with a typing error hides nothing,
though it looks as if it did.

## What to do
Remove the comment, or the code that the report names. To keep such comments, ignore MX99: `--ignore MX99`, or in the
head of a file

```sql
-- migslint: ignore-file[MX99]
```
"""

from __future__ import annotations

SEVERITY = "warning"
PHASE = "advice"
