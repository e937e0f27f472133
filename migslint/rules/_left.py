"""What the folder leaves behind, and the statement that each object comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.catalog.objects import CatalogObject, Namespace, Relation
from migslint.source import Place

if TYPE_CHECKING:
    from migslint.replay.run import Replay
    from migslint.replay.step import Step


class Left:
    """The catalog after the last file, of which only what the folder has made counts."""

    def __init__(self, replay: Replay) -> None:
        self.replay = replay
        self.catalog = replay.session.catalog
        self._starts = {(id(s.statement.source), s.statement.span.start): s for s in replay.steps}

    def spaces(self) -> Iterator[Namespace]:
        """The schemas that people use."""
        for space in self.catalog.namespaces.values():
            if space.name not in ("pg_catalog", "information_schema") and not space.unknown:
                yield space

    def tables(self) -> Iterator[Relation]:
        """Tables of which all is known."""
        for space in self.spaces():
            for relation in space.relations.values():
                if relation.relkind in "rpf" and not relation.unknown:
                    yield relation

    def step(self, obj: CatalogObject) -> Step | None:
        """The statement that has made an object; None for what was there before and what is not known for certain."""
        if obj.unknown or obj.builtin:
            return None
        for event in obj.life:
            if event.kind == "created":
                place = event.place
                return self._starts.get((id(place.source), place.span.start)) if isinstance(place, Place) else None
        return None
