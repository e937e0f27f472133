"""An index or a constraint has the definition of another one of its table.

## What it does
Tells of an index on the same columns in the same order, with the same method, predicate and uniqueness as another index
of its table, and of a foreign key or a CHECK that another one repeats, where both are there after the last file.

## Why
The second has no use and a price: every INSERT and UPDATE maintains both indexes or checks both constraints. Mostly it
comes from a migration that was meant to replace the first under a new name, or from a name that IF NOT EXISTS did not
find.

## What to do
Drop one of the two:

```sql
DROP INDEX IF EXISTS orders_customer_idx;
ALTER TABLE orders DROP CONSTRAINT IF EXISTS orders_customer_fkey1;
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.catalog.objects import Constraint, Relation
from migslint.commands.equal import same_tree
from migslint.diagnostic import Related
from migslint.replay.losses import same_index
from migslint.rules import Finding
from migslint.rules._left import Left
from migslint.source import Place

if TYPE_CHECKING:
    from migslint.replay.run import Replay
    from migslint.replay.step import Step

SEVERITY = "warning"


def state(replay: Replay) -> Iterator[Finding]:
    left = Left(replay)
    for relation in left.tables():
        if relation.is_partition or relation.parents:
            continue
        for step, obj, first, maker in _twice(left, relation):
            kind = "constraint" if isinstance(obj, Constraint) else "index"
            statement = step.statement
            yield Finding(
                statement.source,
                statement.find(obj.name) or statement.span,
                f'{kind} "{obj.name}" of table "{relation.name}" has the definition of "{first.name}"',
                advice="drop one of the two",
                related=(Related(Place(maker.statement.source, maker.statement.span), "created here"),),
                step=step,
            )
            statement.release()


def _twice(left: Left, relation: Relation) -> Iterator[tuple[Step, Relation | Constraint, Relation | Constraint, Step]]:
    """(maker, object, the first of that definition, its maker)"""
    constraints = [c for c in relation.constraints.values() if c.contype in "fc"]
    for objects in (list(relation.indexes.values()), constraints):
        made = [(step, o) for o in objects if (step := left.step(o)) is not None]
        made.sort(key=lambda pair: pair[0].number)
        for i, (step, obj) in enumerate(made):
            for maker, first in made[:i]:
                if _same(obj, first):
                    yield step, obj, first, maker
                    break


def _same(one: Relation | Constraint, other: Relation | Constraint) -> bool:
    if isinstance(one, Relation) or isinstance(other, Relation):
        return isinstance(one, Relation) and isinstance(other, Relation) and same_index(one, other)
    if one.contype != other.contype or one.inhcount or other.inhcount:
        return False
    if one.contype == "c":
        return one.expression is not None and same_tree(one.expression, other.expression)
    fields = ("ref_relation", "on_delete", "on_update", "match", "enforced")
    if any(getattr(one, field) != getattr(other, field) for field in fields) or one.ref_relation is None:
        return False
    pairs = [set(zip((a.name for a in c.columns), (a.name for a in c.ref_columns))) for c in (one, other)]
    return pairs[0] == pairs[1]
