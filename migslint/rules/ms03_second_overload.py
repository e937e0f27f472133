"""CREATE OR REPLACE FUNCTION makes a second function instead of replacing the first.

## What it does
Tells of a CREATE OR REPLACE whose function has other argument types than the one of the same name that an earlier file
has made, and the same names of arguments or these and more: both are there from then on, and nothing drops the first.
Functions that a file makes in several forms on purpose are not told of.

## Why
OR REPLACE replaces a function with just the same argument types, no other. The old body goes on being called by whoever
passes the old arguments; where the new ones have defaults, calls fail with `function … is not unique` (42725).

## What to do
Drop the old form in the same file:

```sql
DROP FUNCTION IF EXISTS public.list_orders(uuid);
CREATE OR REPLACE FUNCTION public.list_orders(customer uuid, since date DEFAULT NULL) RETURNS SETOF orders …
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.catalog.objects import Proc
from migslint.catalog.typename import format_type
from migslint.diagnostic import Related
from migslint.rules import Finding
from migslint.rules._left import Left
from migslint.source import Place

if TYPE_CHECKING:
    from migslint.replay.run import Replay

SEVERITY = "warning"


def state(replay: Replay) -> Iterator[Finding]:
    left = Left(replay)
    for space in left.spaces():
        for name, procs in space.procs.items():
            if len(procs) != 2:
                continue
            old, new = sorted(procs, key=lambda p: p.oid)
            first, step = left.step(old), left.step(new)
            if first is None or step is None or first.migration is step.migration or not _is_next(old, new):
                continue
            statement = step.statement
            if statement.tag != "CreateFunctionStmt" or not statement.node.get("replace"):
                continue
            forms = [f"{name}({', '.join(format_type(replay.session, t) for t in p.argtypes)})" for p in (old, new)]
            yield Finding(
                statement.source,
                statement.find(name) or statement.span,
                f"{forms[1]} does not replace {forms[0]}, which stays beside it",
                advice=f"put DROP FUNCTION IF EXISTS {forms[0]}; before it",
                related=(Related(Place(first.statement.source, first.statement.span), "created here"),),
                step=step,
            )
            statement.release()


def _is_next(old: Proc, new: Proc) -> bool:
    """Whether one looks like the next version of the other, by the names of the arguments."""
    if old.kind != new.kind or old.kind not in "fp" or old.language != new.language:
        return False
    mine, others = ([a.name for a in p.args if a.mode in "iobv"] for p in (new, old))
    shorter = min(len(mine), len(others))
    return shorter > 0 and all(mine[:shorter]) and mine[:shorter] == others[:shorter]
