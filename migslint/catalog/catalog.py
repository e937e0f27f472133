"""The catalog: objects by name, what is in doubt, and the changes to both, all journalled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from migslint.catalog.journal import Journal
from migslint.catalog.objects import (
    Cast,
    CatalogObject,
    Constraint,
    DepType,
    Event,
    EventKind,
    Extension,
    Namespace,
    OpClass,
    Operator,
    Proc,
    Relation,
    Type,
    TypeRef,
)
from migslint.catalog.world import World
from migslint.source import Place

ANY = "*"
"""In a doubt: any name, any schema."""


class Catalog:
    """One database.

    `place` is the statement being replayed, remembered by whatever it makes or changes.  `doubts` holds
    (kind, schema, name) of what may or may not be there; `*` stands for any.
    """

    def __init__(self, version: int, worlds: Iterable[World] = ()) -> None:
        self.version = version
        self.journal = Journal()
        self.worlds: list[World] = list(worlds)
        self.namespaces: dict[str, Namespace] = {}
        self.shared: dict[tuple[str, str], CatalogObject] = {}
        self.casts: dict[tuple[Type, Type], Cast | None] = {}
        #: name -> the operators of each schema on the path, each a new list after a change, and all that can be seen
        self.operators_on_path: dict[str, tuple[list[list[Operator]], list[Operator]]] = {}
        #: (name, left, right) -> the operators that the choice was made from, the choice
        self.operator_choices: dict[tuple[str, Type | None, Type], tuple[list[Operator], Operator]] = {}
        #: the names that constraints bear or bore, so that most others are known to be free at once
        self.constraint_names: set[str] = set()
        self.doubts: dict[tuple[str, str, str], bool] = {}
        self.buried: dict[int, CatalogObject] = {}
        self.place: Place | None = None
        self._asked: set[tuple[str, str]] = set()
        self._next_oid = 16384
        self._builtin: dict[str, Type] = {}
        self._offers: dict[tuple[str, str, int], list[World]] = {}
        self.type_texts: dict[str, TypeRef] = {}
        self._opclasses: dict[str, list[OpClass]] = {}
        self.default_opclasses: dict[tuple[str, Type], OpClass] = {}

    # --- looking up: the object, or None; whether None means absent is for `doubtful` to say ---

    def relation(self, namespace: Namespace, name: str) -> Relation | None:
        """pg_class by name."""
        if namespace.pending:
            self.load_pending(namespace, "relation", name)
        found = namespace.relations.get(name)
        if found is None and namespace.lazy and ("relation", name) not in namespace.asked:
            namespace.asked.add(("relation", name))
            for world in self._layers("relation", namespace.name):
                found = world.relation(self, namespace, name)
                if found is not None:
                    namespace.relations[name] = found
                    break
        return found

    def type(self, namespace: Namespace, name: str) -> Type | None:
        """pg_type by name, the row types of relations and array types among them."""
        if namespace.pending:
            self.load_pending(namespace, "relation", name)
            self.load_pending(namespace, "type", name)
        found = namespace.types.get(name)
        if found is None and namespace.lazy and ("type", name) not in namespace.asked:
            namespace.asked.add(("type", name))
            for world in self._layers("type", namespace.name):
                found = world.type(self, namespace, name)
                if found is not None:
                    namespace.types.setdefault(name, found)
                    break
            else:
                relation = self.relation(namespace, name)
                if relation is not None and relation.rowtype is not None:
                    found = namespace.types.setdefault(name, relation.rowtype)
        return found

    def procs(self, namespace: Namespace, name: str) -> list[Proc]:
        """pg_proc by name."""
        if namespace.pending:
            self.load_pending(namespace, "proc", name)
        if namespace.lazy and ("proc", name) not in namespace.asked:
            namespace.asked.add(("proc", name))
            found = [p for world in self._layers("proc", namespace.name) for p in world.procs(self, namespace, name)]
            if found:
                namespace.procs[name] = found
        return namespace.procs.get(name, [])

    def operators(self, namespace: Namespace, name: str) -> list[Operator]:
        """pg_operator by name."""
        if namespace.pending:
            self.load_pending(namespace, "operator", name)
        if namespace.lazy and ("operator", name) not in namespace.asked:
            namespace.asked.add(("operator", name))
            found = [
                o for world in self._layers("operator", namespace.name) for o in world.operators(self, namespace, name)
            ]
            if found:
                namespace.operators[name] = found
        return namespace.operators.get(name, [])

    def other(self, namespace: Namespace, kind: str, name: str) -> CatalogObject | None:
        """Any other kind of object that lies in a schema."""
        if namespace.pending:
            self.load_pending(namespace, kind, name)
        found = namespace.others.get((kind, name))
        if found is None and namespace.lazy and (kind, name) not in namespace.asked:
            namespace.asked.add((kind, name))
            for world in self.worlds:
                found = world.other(self, namespace, kind, name)
                if found is not None:
                    namespace.others[kind, name] = found
                    break
        return found

    def unload(self, extension: Extension) -> None:
        """What an extension has brought and nobody has asked for yet goes with it."""
        journal = self.journal
        journal.set(self, "worlds", [w for w in self.worlds if getattr(w, "extension", None) is not extension])
        for namespace in self.namespaces.values():
            for key, layers in list(namespace.pending.items()):
                rest = [layer for layer in layers if getattr(layer, "extension", None) is not extension]
                if not rest:
                    journal.drop(namespace.pending, key)
                elif len(rest) < len(layers):
                    journal.put(namespace.pending, key, rest)

    def load_pending(self, namespace: Namespace, kind: str, name: str) -> None:
        """Make what an extension has brought under a name."""
        layers = namespace.pending.get((kind, name))
        if layers is None:
            return
        journal = self.journal
        journal.drop(namespace.pending, (kind, name))
        for layer in layers:
            if kind == "proc":
                for proc in layer.procs(self, namespace, name):
                    journal.put(namespace.procs, name, [*namespace.procs.get(name, ()), proc])
            elif kind == "operator":
                for operator in layer.operators(self, namespace, name):
                    journal.put(namespace.operators, name, [*namespace.operators.get(name, ()), operator])
            elif kind == "relation":
                journal.put(namespace.relations, name, layer.relation(self, namespace, name))
            elif kind == "type":
                journal.put(namespace.types, name, layer.type(self, namespace, name))
            else:
                journal.put(namespace.others, (kind, name), layer.other(self, namespace, kind, name))

    def _layers(self, kind: str, namespace: str) -> list[World]:
        """The layers that have anything of a kind in a schema."""
        key = (kind, namespace, len(self.worlds))
        found = self._offers.get(key)
        if found is None:
            found = self._offers[key] = [w for w in self.worlds if w.offers(kind, namespace)]
        return found

    def global_object(self, kind: str, name: str) -> CatalogObject | None:
        """An object without a schema."""
        key = (kind, name)
        found = self.shared.get(key)
        if found is None and key not in self._asked:
            self._asked.add(key)
            for world in self.worlds:
                found = world.shared(self, kind, name)
                if found is not None:
                    self.shared[key] = found
                    break
        return found

    def cast(self, source: Type, target: Type) -> Cast | None:
        """pg_cast."""
        key = (source, target)
        if key not in self.casts:
            found = None
            if source.builtin or target.builtin:
                for world in self._layers("cast", ""):
                    found = world.cast(self, source, target)
                    if found is not None:
                        break
            self.casts[key] = found
        return self.casts[key]

    def opclasses(self, method: str) -> list[OpClass]:
        """pg_opclass of an access method, in no order."""
        found = self._opclasses.get(method)
        if found is None:
            found = [o for world in self.worlds for o in world.opclasses(self, method)]
            self._opclasses[method] = found
        own: list[OpClass] = []
        start = method + " "
        for namespace in self.namespaces.values():
            for kind, name in [k for k in namespace.pending if k[0] == "operator class" and k[1].startswith(start)]:
                self.load_pending(namespace, kind, name)
            if namespace.others and namespace.name != "pg_catalog":
                for (kind, _), o in namespace.others.items():
                    if kind == "operator class" and isinstance(o, OpClass) and o.method == method:
                        own.append(o)
        return found + own if own else found

    def builtin_type(self, name: str) -> Type:
        """A type of pg_catalog that is always there, by its internal name ("int4", "text", "_text")."""
        found = self._builtin.get(name)
        if found is None:
            found = self.type(self.namespaces["pg_catalog"], name)
            if found is None:
                raise KeyError(f"no built-in type {name}")
            self._builtin[name] = found
        return found

    def builtin(self, name: str) -> TypeRef:
        """`builtin_type` without a modifier."""
        return TypeRef(self.builtin_type(name))

    def relations(self) -> Iterator[Relation]:
        """All relations that the folder made or touched, not the untouched rest of the world."""
        for namespace in self.namespaces.values():
            yield from namespace.relations.values()

    # --- doubt ---

    def doubt(self, kind: str, namespace: str = ANY, name: str = ANY) -> None:
        """From here on nobody knows whether there is such an object."""
        self.journal.put(self.doubts, (kind, namespace, name), True)

    def doubtful(self, kind: str, namespace: str, name: str) -> bool:
        """Whether an object may be there though the catalog has none (or the other way round)."""
        doubts = self.doubts
        return bool(doubts) and (
            (kind, namespace, name) in doubts
            or (kind, ANY, name) in doubts
            or (kind, namespace, ANY) in doubts
            or (kind, ANY, ANY) in doubts
        )

    def settle(self, kind: str, namespace: str, name: str) -> None:
        """The name is known again: a statement has just made or removed the object for certain."""
        for key in ((kind, namespace, name), (kind, ANY, name)):
            if key in self.doubts:
                self.journal.drop(self.doubts, key)

    def obscure(self, obj: CatalogObject, *parts: str) -> None:
        """Parts of an object are no longer known: "column", "policy", "trigger", "constraint", "index", "self"."""
        if not obj.unknown.issuperset(parts):
            self.journal.set(obj, "unknown", obj.unknown | frozenset(parts))

    # --- life ---

    def event(self, obj: CatalogObject, kind: EventKind, note: str = "") -> None:
        """Remember on the object that the statement at hand did this to it."""
        self.journal.set(obj, "life", [*obj.life, Event(kind, self.place, note)])

    def bury(self, obj: CatalogObject) -> None:
        """Keep a dropped object in memory, for those who ask where it went."""
        self.event(obj, "dropped")
        self.journal.put(self.buried, len(self.buried), obj)

    def new_oid(self) -> int:
        """A number that grows; only the order matters."""
        self._next_oid += 1
        return self._next_oid

    # --- adding ---

    def add_namespace(self, namespace: Namespace) -> Namespace:
        """pg_namespace."""
        namespace.serial = namespace.serial or self.new_oid()
        self.journal.put(self.namespaces, namespace.name, namespace)
        self.event(namespace, "created")
        return namespace

    def add_relation(self, relation: Relation) -> Relation:
        """pg_class; the caller has checked the name."""
        self.journal.put(relation.namespace.relations, relation.name, relation)
        relation.life.append(Event("created", self.place))
        self.settle("relation", relation.namespace.name, relation.name)
        return relation

    def add_type(self, type: Type) -> Type:
        """pg_type."""
        type.oid = type.oid or self.new_oid()
        self.journal.put(type.namespace.types, type.name, type)
        type.life.append(Event("created", self.place))
        self.settle("type", type.namespace.name, type.name)
        return type

    def add_proc(self, proc: Proc) -> Proc:
        """pg_proc."""
        proc.oid = proc.oid or self.new_oid()
        existing = self.procs(proc.namespace, proc.name)
        self.journal.put(proc.namespace.procs, proc.name, [*existing, proc])
        proc.life.append(Event("created", self.place))
        return proc

    def add_operator(self, operator: Operator) -> Operator:
        """pg_operator."""
        operator.oid = operator.oid or self.new_oid()
        existing = self.operators(operator.namespace, operator.name)
        self.journal.put(operator.namespace.operators, operator.name, [*existing, operator])
        operator.life.append(Event("created", self.place))
        return operator

    def add_constraint(self, constraint: Constraint) -> None:
        """pg_constraint, of a table or of a domain; the caller has checked the name."""
        owner = constraint.relation or constraint.domain
        assert owner is not None
        self.journal.put(owner.constraints, constraint.name, constraint)
        self.constraint_names.add(constraint.name)

    def add_other(self, namespace: Namespace, kind: str, obj: CatalogObject, key: str = "") -> None:
        """Any other kind of object that lies in a schema."""
        self.journal.put(namespace.others, (kind, key or obj.name), obj)
        obj.life.append(Event("created", self.place))

    def add_shared(self, kind: str, obj: CatalogObject) -> None:
        """An object without a schema."""
        self.journal.put(self.shared, (kind, obj.name), obj)
        obj.life.append(Event("created", self.place))

    def depend(self, obj: CatalogObject, on: CatalogObject, deptype: DepType = "n") -> None:
        """pg_depend; a normal dependency outweighs an automatic one, an internal one both."""
        if obj is on:
            return
        if not obj.serial:
            obj.serial = self.new_oid()
        old = obj.references.get(on)
        if old is None or (old == "a" and deptype in "ni"):
            self.journal.put(obj.references, on, deptype)
            self.journal.put(on.dependents, obj, deptype)

    def undepend(self, obj: CatalogObject, on: CatalogObject) -> None:
        """Remove one dependency."""
        if on in obj.references:
            self.journal.drop(obj.references, on)
            self.journal.drop(on.dependents, obj)

    def forget_references(self, obj: CatalogObject) -> None:
        """Remove all that an object depends on."""
        for on in list(obj.references):
            self.undepend(obj, on)
