"""Whether two runs from the same state left the same catalog.

Only what the journal says was touched is compared, so that the cost grows with the statements and not with the catalog.
Objects that were there before the runs are compared by identity; what a run made is compared by its fields, names for
references.  Where statements stand, in which order objects were made and what became of the dropped ones does not
count.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

import msgspec

from migslint.catalog.catalog import Catalog
from migslint.catalog.objects import (
    AttrDefault,
    Attribute,
    Cast,
    CatalogObject,
    Constraint,
    Namespaced,
    Operator,
    Policy,
    Proc,
    PublicationRel,
    Rule,
    Trigger,
    UserMapping,
)
from migslint.source import Place, Source

#: fields that tell where an object came from, not what it is; `dependents` is `references` seen from the other end
_SKIPPED = frozenset(
    (
        *("life", "dependents", "serial", "oid", "builtin", "made_in", "fresh_labels", "asked", "pending"),
        *("location", "place"),
    )
)
#: ends of the names of fields that say where a node of a parse tree stands
_PLACES = ("location", "_len", "list_start", "list_end")
_PLAIN = (str, int, float, bytes, bool, type(None))

#: the identity of an object or container, and the attribute or the form of the key in it
Slot = tuple[int, Hashable]


class Changes(msgspec.Struct, eq=False):
    """What a run changed: touched slots of objects that were there before it, and the objects that it made."""

    slots: dict[Slot, Hashable]
    made: dict[Hashable, Hashable]
    targets: dict[Slot, tuple[Any, Any]]


class Comparer:
    """Compares runs on one catalog, each begun at the same journal mark and undone before the next."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._known: dict[int, tuple[Any, str]] = {}
        self.learn()

    def learn(self) -> None:
        """Take the present state as the one before the runs to come."""
        catalog = self.catalog
        for name in ("namespaces", "shared", "casts", "doubts"):
            container = getattr(catalog, name)
            self._known[id(container)] = (container, name)
            self._visit(container.values() if name != "casts" else catalog.casts.values())

    def _visit(self, values: Any, *, builtin: bool = False) -> None:
        """Take note of objects and of all that hangs on them; only of `builtin` ones, if asked."""
        known = self._known
        stack = list(values)
        while stack:
            value = stack.pop()
            if isinstance(value, _PLAIN) or id(value) in known:
                continue
            if isinstance(value, msgspec.Struct):
                if isinstance(value, Place) or (builtin and isinstance(value, CatalogObject) and not value.builtin):
                    continue
                known[id(value)] = (value, "")
                for field in value.__struct_fields__:
                    item = getattr(value, field)
                    if isinstance(item, (dict, list)):
                        known[id(item)] = (item, field)
                        if field in _SKIPPED or field in ("using", "check", "expression", "query", "when", "where"):
                            continue
                        stack.extend(item.values() if isinstance(item, dict) else item)
                        if isinstance(item, dict) and field == "references":
                            stack.extend(item)
                    elif isinstance(item, msgspec.Struct):
                        stack.append(item)
            elif isinstance(value, (list, tuple)):
                stack.extend(value)

    def changes(self, mark: int) -> Changes:
        """What has been changed since a mark of the journal; to be asked before the changes are undone."""
        self._learn_builtins()
        found = Changes({}, {}, {})
        pending: list[CatalogObject] = []
        for target, key in self.catalog.journal.touched(mark):
            entry = self._known.get(id(target))
            if entry is None or entry[1] in _SKIPPED or (isinstance(key, str) and key in _SKIPPED and not entry[1]):
                continue
            slot = (id(target), self._form(key, pending))
            if slot not in found.slots:
                value = _value(target, key)
                if target is self.catalog.casts and (value is None or value == "absent" or value.builtin):
                    continue  # an answer of the world that is kept, or forgotten
                found.targets[slot] = (target, key)
                found.slots[slot] = self._form(value, pending)
        done: set[int] = set()
        while pending:
            obj = pending.pop()
            if id(obj) in done:
                continue
            done.add(id(obj))
            found.made[self._name(obj)] = tuple(
                self._form(getattr(obj, field), pending) for field in obj.__struct_fields__ if field not in _SKIPPED
            )
        return found

    def same(self, one: Changes, other: Changes) -> bool:
        """Whether two runs left the same; to be asked when both are undone."""
        if one.made != other.made:
            return False
        for a, b in ((one, other), (other, one)):
            for slot, form in a.slots.items():
                there = b.slots.get(slot, _ABSENT)
                if there is _ABSENT:
                    there = self._form(_value(*a.targets[slot]), [])
                if there != form:
                    return False
        return True

    def _learn_builtins(self) -> None:
        """Objects of the world that were looked at for the first time since are not new."""
        for namespace in self.catalog.namespaces.values():
            for container in (namespace.relations, namespace.types, namespace.others):
                self._visit(container.values(), builtin=True)
            self._visit(namespace.procs.values(), builtin=True)
        self._visit(self.catalog.shared.values(), builtin=True)

    def _form(self, value: Any, pending: list[CatalogObject]) -> Hashable:
        """A value by which two runs can be compared."""
        if isinstance(value, _PLAIN):
            return value
        if isinstance(value, CatalogObject):
            if value.builtin:  # what an extension lends is lent anew after each run
                return ("world", self._name(value))
            if id(value) in self._known:
                return ("known", id(value))
            pending.append(value)
            return ("made", self._name(value))
        if isinstance(value, dict):
            return frozenset(self._items(value, pending))
        if isinstance(value, (list, tuple)):
            return tuple(self._form(item, pending) for item in value)
        if isinstance(value, (set, frozenset)):
            return frozenset(self._form(item, pending) for item in value)
        if isinstance(value, (Place, Source)):
            return None
        if isinstance(value, msgspec.Struct):
            fields = (f for f in value.__struct_fields__ if f not in _SKIPPED)
            return (type(value).__name__, *(self._form(getattr(value, f), pending) for f in fields))
        return type(value).__name__

    def _items(self, value: dict[Any, Any], pending: list[CatalogObject]) -> Iterator[Hashable]:
        for key, item in value.items():
            if isinstance(item, int) and isinstance(key, str) and key.endswith(_PLACES):
                continue
            yield self._form(key, pending), self._form(item, pending)

    def _name(self, obj: CatalogObject) -> Hashable:
        """What tells an object from all others of its catalog."""
        kind = type(obj).__name__
        if isinstance(obj, Proc):
            return (kind, obj.namespace.name, obj.name, tuple(self._name(t) for t in obj.argtypes))
        if isinstance(obj, Operator):
            left = None if obj.left is None else self._name(obj.left)
            return (kind, obj.namespace.name, obj.name, left, self._name(obj.right))
        if isinstance(obj, Namespaced):
            return (kind, obj.namespace.name, getattr(obj, "kind", ""), obj.name)
        if isinstance(obj, AttrDefault):
            return (kind, self._name(obj.attribute))
        if isinstance(obj, Constraint):
            owner = obj.relation or obj.domain
            return (kind, obj.name, None if owner is None else self._name(owner))
        if isinstance(obj, (Attribute, Trigger, Rule, Policy, PublicationRel)):
            return (kind, obj.name, self._name(obj.relation))
        if isinstance(obj, Cast):
            return (kind, self._name(obj.source), self._name(obj.target))
        if isinstance(obj, UserMapping):
            return (kind, obj.name, obj.server.name)
        return (kind, getattr(obj, "kind", ""), obj.name)


_ABSENT = object()


def _value(target: Any, key: Any) -> Any:
    """What stands in a slot now: an attribute, an entry of a dict, the whole of a list."""
    if isinstance(target, dict):
        return target.get(key, "absent")
    return target if key is None else getattr(target, key)
