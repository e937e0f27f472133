"""What the statements of one file together do to the rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from migslint.catalog.objects import Relation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from migslint.catalog.catalog import Catalog
    from migslint.replay.step import Step

_MODIFY = ("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "TruncateStmt", "CopyStmt")


class File:
    """The statements of a file that is run again: `steps` of the first run, `again` of the second up to now.

    `start` is the oid that the second run begins with.
    Tables are told apart by their bare names: where two schemas have one of a name, less is told.
    """

    def __init__(self, catalog: Catalog, steps: list[Step], again: list[Step]) -> None:
        self.start = catalog.new_oid()
        self.steps, self.again = steps, again
        self._known: list[tuple[str, str, Any]] | None = None
        self._blocks: str | None = None

    def is_new(self, relation: Relation) -> bool:
        """Whether the second run has made the relation."""
        rowtype = relation.rowtype
        return rowtype is None or rowtype.oid > self.start

    @property
    def modifications(self) -> list[tuple[str, str, Any]]:
        """(tag, bare name of the table, node of an UPDATE) of all that adds, changes or removes rows."""
        if self._known is None:
            self._known = [m for step in self.steps for m in _modifications(step)]
        return self._known

    @property
    def blocks(self) -> str:
        """The texts of the DO blocks and of the calls, in lower case: what they do to rows is not followed."""
        if self._blocks is None:
            opaque = ("DoStmt", "CallStmt", "ExecuteStmt")
            self._blocks = "\n".join(s.statement.text.lower() for s in self.steps if s.statement.tag in opaque)
        return self._blocks

    def takes_rows(self, relation: Relation) -> bool:
        """Whether rows may go from the table, directly or with those that they refer to."""
        names = {relation.name}
        for constraint in relation.constraints.values():
            if constraint.contype == "f" and constraint.ref_relation is not None:
                names.add(constraint.ref_relation.name)
        takes = ("DeleteStmt", "TruncateStmt", "MergeStmt")
        if any(name in names for tag, name, _ in self.modifications if tag in takes):
            return True
        return relation.name.lower() in self.blocks

    def fills(self, name: str) -> bool:
        """Whether rows are added to a table of that name."""
        return any(tag in ("InsertStmt", "CopyStmt", "MergeStmt") and n == name for tag, n, _ in self.modifications)

    def changed(self) -> set[str]:
        """The names of the tables whose rows are changed or removed."""
        return {name for tag, name, _ in self.modifications if tag not in ("InsertStmt", "CopyStmt")}

    def assigned(self, name: str) -> set[str]:
        """The columns of a table to which an UPDATE assigns something."""
        return {
            target["ResTarget"].get("name", "")
            for tag, n, node in self.modifications
            if tag == "UpdateStmt" and n == name
            for target in node.get("targetList", ())
        }


class _Named(msgspec.Struct):
    relname: str


class _Head(msgspec.Struct):
    """What an INSERT or COPY is about, without its values."""

    relation: _Named | None = None
    is_from: bool = False


def _modifications(step: Step) -> Iterator[tuple[str, str, Any]]:
    statement = step.statement
    tag, raw = statement.tag, bytes(statement.raw)
    if statement.error is not None or (tag not in _MODIFY and not (tag == "SelectStmt" and b'"withClause"' in raw)):
        return
    if tag in ("InsertStmt", "CopyStmt") and b'"withClause"' not in raw:
        head = msgspec.json.decode(raw, type=_Head)
        if head.relation is not None and (tag == "InsertStmt" or head.is_from):
            yield tag, head.relation.relname, None
        return
    stack: list[Any] = [{tag: msgspec.json.decode(raw)}]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            for key, value in item.items():
                if key == "TruncateStmt":
                    for var in value["relations"]:
                        yield key, var["RangeVar"]["relname"], None
                elif key in _MODIFY and "relation" in value and (key != "CopyStmt" or value.get("is_from")):
                    yield key, value["relation"]["relname"], value if key == "UpdateStmt" else None
                if isinstance(value, (dict, list)) and key != "valuesLists":
                    stack.append(value)
