"""Two policies of a table say the same under two names.

## What it does
Tells of a policy that has the command, the roles and the expressions of another policy of its table, where both are
there after the last file.

## Why
A policy that was meant to replace another one under a new name leaves the old one in force. Both apply: whoever drops
or tightens one of them later changes nothing, since a permissive policy lets through what any other of them lets
through.

## What to do
Drop the one that is no longer meant:

```sql
DROP POLICY IF EXISTS "Users can view own profile" ON profiles;
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.catalog.objects import Policy
from migslint.commands.equal import same_tree
from migslint.diagnostic import Related
from migslint.rules import Finding
from migslint.rules._left import Left
from migslint.source import Place

if TYPE_CHECKING:
    from migslint.replay.run import Replay

SEVERITY = "warning"


def state(replay: Replay) -> Iterator[Finding]:
    left = Left(replay)
    for relation in left.tables():
        if len(relation.policies) < 2:
            continue
        made = [(step, p) for p in relation.policies.values() if (step := left.step(p)) is not None]
        made.sort(key=lambda pair: pair[0].number)
        for i, (step, policy) in enumerate(made):
            first = next(((s, p) for s, p in made[:i] if _same(p, policy)), None)
            if first is None:
                continue
            statement = step.statement
            yield Finding(
                statement.source,
                statement.find(policy.name) or statement.span,
                f'policy "{policy.name}" for table "{relation.name}" says the same as "{first[1].name}": both apply',
                advice="drop the one that is no longer meant",
                related=(Related(Place(first[0].statement.source, first[0].statement.span), "created here"),),
                step=step,
            )
            statement.release()


def _same(one: Policy, other: Policy) -> bool:
    return (
        (one.command, one.permissive) == (other.command, other.permissive)
        and set(one.roles) == set(other.roles)
        and same_tree(one.using, other.using)
        and same_tree(one.check, other.check)
    )
