"""Renames that change places: a second run puts the old ones back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import CatalogObject, Relation
from migslint.commands import lookup
from migslint.replay.step import Harm

if TYPE_CHECKING:
    from migslint.catalog.session import Session
    from migslint.replay.step import Step

_RELATIONS = (
    "OBJECT_TABLE",
    "OBJECT_VIEW",
    "OBJECT_MATVIEW",
    "OBJECT_INDEX",
    "OBJECT_SEQUENCE",
    "OBJECT_FOREIGN_TABLE",
)


class Renames:
    """What bears the new names of a file's renames, before and after its second run."""

    def __init__(self, session: Session, steps: list[Step]) -> None:
        self.session = session
        renamed = [s for s in steps if s.statement.tag == "RenameStmt" and s.accepted]
        self.before = {s.number: self._bearer(s.statement.node) for s in renamed} if len(renamed) > 1 else {}

    def tell(self, steps: list[Step]) -> None:
        """Mark the renames of the second run, given right after it, whose new name something else bears now."""
        there = {id(obj) for obj in self.before.values() if obj is not None}
        for step in steps:
            first = self.before.get(step.first.number) if step.first is not None else None
            if first is None or not step.accepted:
                continue
            now = self._bearer(step.statement.node)
            if now is not None and now is not first and id(now) in there:
                step.harms = (Harm("renamed back", now.name),)

    def _bearer(self, node: Any) -> CatalogObject | None:
        relation, name = node.get("relation"), node.get("newname", "")
        if relation is None:
            return None
        try:
            if node["renameType"] in _RELATIONS:
                var: Any = dict(relation, relname=name)
                found = lookup.find_relation(self.session, var)
                return found if found is not None and not found.unknown else None
            found = lookup.find_relation(self.session, relation)
        except (PgError, Unknown):
            return None
        if node["renameType"] == "OBJECT_COLUMN" and isinstance(found, Relation) and not found.unknown:
            return found.attributes.get(name)
        return None
