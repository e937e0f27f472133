"""DROP … IF EXISTS names nothing, and something of nearly that name is there.

## What it does
Tells of a DROP … IF EXISTS of a name that no file has ever made, where an object of the same kind bears a name that
differs in a letter or two, or in upper and lower case, and is still there after the last file.

## Why
PostgreSQL says "does not exist, skipping", which nobody reads. The policy, trigger or index that was to go stays in
force beside its successor.

## What to do
Write the name as it stands in the CREATE statement:

```sql
DROP POLICY IF EXISTS "Users can view own profile" ON profiles;
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from migslint.catalog.objects import CatalogObject, Namespace
from migslint.diagnostic import Related
from migslint.rules import Finding
from migslint.rules._left import Left
from migslint.source import Place

if TYPE_CHECKING:
    from migslint.replay.run import Replay
    from migslint.replay.step import Step

SEVERITY = "warning"

_PARTS = {"OBJECT_POLICY": "policies", "OBJECT_TRIGGER": "triggers", "OBJECT_RULE": "rules"}
_RELATIONS = {
    "OBJECT_TABLE": "rp",
    "OBJECT_VIEW": "v",
    "OBJECT_MATVIEW": "m",
    "OBJECT_INDEX": "iI",
    "OBJECT_SEQUENCE": "S",
}


def state(replay: Replay) -> Iterator[Finding]:
    left = Left(replay)
    for step in replay.steps:
        statement = step.statement
        if statement.tag != "DropStmt" or not step.notices or not step.accepted:
            continue
        kind = statement.node["removeType"]
        missed = {n.name for n in step.notices if n.reason == "skip"}
        for item in statement.node["objects"]:
            words = [w["String"].get("sval", "") for w in item.get("List", {}).get("items", ()) if "String" in w]
            if not words or words[-1] not in missed:
                continue
            near = _nearest(words[-1], _others(left, kind, words))
            maker = left.step(near) if near is not None else None
            if near is None or maker is None or maker.number > step.number or maker.migration is step.migration:
                continue
            if _was_meant(replay, step, words[-1], near.name):
                continue
            yield Finding(
                statement.source,
                statement.find(words[-1]) or statement.span,
                f'"{words[-1]}" never existed; there is "{near.name}"',
                advice=f'did you mean "{near.name}"?',
                related=(Related(Place(maker.statement.source, maker.statement.span), "created here"),),
                step=step,
            )
        statement.release()


def _others(left: Left, kind: str, words: list[str]) -> Iterable[CatalogObject]:
    """What of the kind is there, on the same table or in the same schema."""
    schema = words[-3:-2] if kind in _PARTS else words[-2:-1]
    spaces: list[Namespace] = [s for s in left.spaces() if not schema or s.name == schema[0]]
    if kind in _PARTS and len(words) > 1:
        for space in spaces:
            relation = space.relations.get(words[-2])
            if relation is not None and not relation.unknown:
                parts: dict[str, Any] = getattr(relation, _PARTS[kind])
                return list(parts.values())
    elif kind in _RELATIONS:
        return [r for space in spaces for r in space.relations.values() if r.relkind in _RELATIONS[kind]]
    return []


def _nearest(name: str, others: Iterable[CatalogObject]) -> CatalogObject | None:
    """The object whose name differs in little, but not only in its digits."""
    from difflib import SequenceMatcher

    best, found = 0.88, None
    letters = _without_digits(name)
    for obj in others:
        if abs(len(obj.name) - len(name)) > 2 or obj.name == name:
            continue
        if _without_digits(obj.name) == letters and obj.name.casefold() != name.casefold():
            continue
        ratio = SequenceMatcher(None, name.casefold(), obj.name.casefold()).ratio()
        if ratio > best:
            best, found = ratio, obj
    return found if len(name) > 4 else None


def _without_digits(name: str) -> str:
    return "".join(c for c in name.casefold() if not c.isdigit())


def _was_meant(replay: Replay, step: Step, name: str, near: str) -> bool:
    """Whether another statement makes or changes the name, or the file deals with the near one itself."""
    if any(o.name == name for o in replay.session.catalog.buried.values()):
        return True
    for other in replay.steps:
        if other is step:
            continue
        text = other.statement.text
        if other.statement.tag != "DropStmt" and name in text:
            return True
        if other.migration is step.migration and near in text:
            return True
    return False
