"""Dropping objects with all that depends on them (`catalog/dependency.c`)."""

from __future__ import annotations

from collections.abc import Iterable

from migslint.catalog.catalog import Catalog
from migslint.catalog.describe import describe
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import (
    AttrDefault,
    Attribute,
    Cast,
    CatalogObject,
    Constraint,
    Extension,
    Namespace,
    Operator,
    Policy,
    Proc,
    Publication,
    PublicationRel,
    Relation,
    Rule,
    Trigger,
    Type,
    UserMapping,
)
from migslint.catalog.session import Session

_AUTOMATIC = frozenset("aieP S")


def perform_deletion(
    session: Session,
    targets: list[CatalogObject],
    cascade: bool,
    location: int | None = None,
    quiet: bool = False,
) -> None:
    """`performMultipleDeletions`: PgError 2BP01 when something else depends on a target and not `cascade`.

    All targets go in one piece, so that they may depend on each other.
    """
    found: dict[CatalogObject, tuple[bool, CatalogObject | None]] = {}
    for target in targets:
        if target.builtin and _is_pinned(target):
            raise PgError(
                "2BP01",
                f"cannot drop {describe(session, target)} because it is required by the database system",
                location=location,
                reason="dependents",
                name=target.name,
                obj=target,
            )
        _find_dependents(session, target, None, found, set(targets), location, cascade)
    _report(session, targets, found, cascade, location, quiet)
    for obj in found:
        remove(session.catalog, obj)


def _is_pinned(obj: CatalogObject) -> bool:
    """`IsPinnedObject`: what initdb makes; of the things in pg_catalog only the views can be dropped."""
    if isinstance(obj, Namespace):
        return obj.name in ("pg_catalog", "pg_toast")
    if isinstance(obj, Relation) and obj.relkind == "v":
        return False
    namespace = getattr(obj, "namespace", None)
    if namespace is not None and not isinstance(obj, Extension):
        return bool(namespace.name == "pg_catalog")
    if isinstance(obj, Cast):
        return obj.source.builtin and obj.target.builtin
    return obj.name in _PINNED


#: languages and access methods
_PINNED = frozenset(("internal", "c", "sql", "heap", "btree", "hash", "gist", "gin", "spgist", "brin"))


def _find_dependents(
    session: Session,
    obj: CatalogObject,
    via: CatalogObject | None,
    found: dict[CatalogObject, tuple[bool, CatalogObject | None]],
    targets: set[CatalogObject],
    location: int | None,
    cascade: bool,
) -> None:
    """`findDependentObjects`; fills `found` with object -> (goes without asking, the object it depends on).

    What depends on an object comes before it; of several dependents the newest comes first, as in the server.
    """
    pending: dict[CatalogObject, tuple[bool, CatalogObject | None]] = {}
    seen = set(found)
    stack: list[tuple[CatalogObject, list[tuple[CatalogObject, bool]]]] = []
    visit: tuple[CatalogObject, CatalogObject | None, bool] | None = (obj, None, True)
    while visit is not None or stack:
        if visit is None:
            obj, dependents = stack[-1]
            if dependents:
                dependent, automatic = dependents.pop()
                visit = (dependent, obj, automatic)
            else:
                stack.pop()
                found[obj] = pending.pop(obj)
            continue
        obj, via, automatic = visit
        visit = None
        for known in (found, pending):
            if obj in known:
                if automatic and not known[obj][0]:
                    known[obj] = (True, known[obj][1])
                break
        else:
            if "self" in obj.unknown and not cascade:
                raise Unknown(obj.name)
            owner = _internal_owner(obj, via, seen, targets)
            if owner is None:
                pending[obj] = (automatic, via)
                seen.add(obj)
                stack.append((obj, _dependents(obj)))
            elif via is not None:
                visit = (owner, via, automatic)
            else:
                owner = next((on for on, deptype in obj.references.items() if deptype == "P"), owner)
                raise PgError(
                    "2BP01",
                    f"cannot drop {describe(session, obj)} because {describe(session, owner)} requires it",
                    hint=f"You can drop {describe(session, owner)} instead.",
                    location=location,
                    reason="dependents",
                    obj=obj,
                )


def _dependents(obj: CatalogObject) -> list[tuple[CatalogObject, bool]]:
    """What depends on an object or its columns, the newest last, and whether it goes without asking."""
    found = [
        (dependent, deptype in _AUTOMATIC)
        for part in _with_parts(obj)
        for dependent, deptype in part.dependents.items()
        if not (isinstance(dependent, Attribute) and dependent.relation is obj)
    ]
    if len(found) > 1:
        found.sort(key=_age)
    return found


def _age(dependent: tuple[CatalogObject, bool]) -> tuple[int, int]:
    obj = dependent[0]
    return (obj.relation.serial, -obj.number) if isinstance(obj, Attribute) else (obj.serial, 0)


def _with_parts(obj: CatalogObject) -> Iterable[CatalogObject]:
    yield obj
    if isinstance(obj, Relation):
        yield from obj.attributes.values()


def _internal_owner(
    obj: CatalogObject,
    via: CatalogObject | None,
    found: set[CatalogObject],
    targets: set[CatalogObject],
) -> CatalogObject | None:
    """What must be dropped instead of `obj`: its owner, or for the part of a partition the parent's part.

    None when that goes too: a part of a partition goes with the parent's part or with the partition itself.
    """
    parent: CatalogObject | None = None
    for on, deptype in obj.references.items():
        if deptype in "ie":
            owner: CatalogObject = on
            if isinstance(on, Attribute):
                if on.relation is via or on.relation in found or on.relation in targets:
                    return None
                if not isinstance(obj, (AttrDefault, Relation)):
                    owner = on.relation
            return None if owner is via or owner in found or owner in targets else owner
        if deptype in "PS":
            if on is via or on in found or on in targets:
                return None
            if deptype == "P" or parent is None:
                parent = on
    return parent


def _report(
    session: Session,
    targets: list[CatalogObject],
    found: dict[CatalogObject, tuple[bool, CatalogObject | None]],
    cascade: bool,
    location: int | None,
    quiet: bool,
) -> None:
    """`reportDependentObjects`."""
    blocked = [
        (o, via)
        for o, (automatic, via) in reversed(found.items())
        if not automatic and o not in targets and not (isinstance(o, Attribute) and o.relation in found)
    ]
    if not blocked:
        return
    if cascade:
        if quiet:
            return
        if len(blocked) == 1:
            session.notice(f"drop cascades to {describe(session, blocked[0][0])}", reason="cascade", obj=blocked[0][0])
        else:
            session.notice(f"drop cascades to {len(blocked)} other objects", reason="cascade")
        return
    lines = [f"{describe(session, o)} depends on {describe(session, via)}" for o, via in blocked if via is not None]
    if len(targets) == 1:
        message = f"cannot drop {describe(session, targets[0])} because other objects depend on it"
    else:
        message = "cannot drop desired object(s) because other objects depend on them"
    raise PgError(
        "2BP01",
        message,
        detail="\n".join(lines),
        hint="Use DROP ... CASCADE to drop the dependent objects too.",
        location=location,
        reason="dependents",
        name=targets[0].name,
        obj=blocked[0][0],
    )


def discard(catalog: Catalog, obj: CatalogObject) -> None:
    """An object that may not be there gives way to one that certainly is."""
    remove(catalog, obj, bury=False)
    if isinstance(obj, Relation) and obj.rowtype is not None:
        discard(catalog, obj.rowtype)
    elif isinstance(obj, Type) and obj.array is not None and not obj.is_array:
        remove(catalog, obj.array, bury=False)


def remove(catalog: Catalog, obj: CatalogObject, bury: bool = True) -> None:
    """`doDeletion`: take one object out of the catalog, with all its dependency records."""
    journal = catalog.journal
    if isinstance(obj, Relation):
        if obj.namespace.relations.get(obj.name) is obj:
            journal.drop(obj.namespace.relations, obj.name)
        if obj.index is not None and obj.index.table.indexes.get(obj.name) is obj:
            journal.save(obj.index.table.indexes)
            del obj.index.table.indexes[obj.name]
        for parent in obj.parents:
            journal.set(parent, "children", [c for c in parent.children if c is not obj])
        for attribute in obj.attributes.values():
            _forget(catalog, attribute)
    elif isinstance(obj, Attribute):
        if obj.relation.attributes.get(obj.name) is obj:
            journal.save(obj.relation.attributes)
            del obj.relation.attributes[obj.name]
    elif isinstance(obj, AttrDefault):
        journal.set(obj.attribute, "default", None)
    elif isinstance(obj, Constraint):
        if obj.relation is not None and obj.relation.constraints.get(obj.name) is obj:
            journal.save(obj.relation.constraints)
            del obj.relation.constraints[obj.name]
        elif obj.domain is not None:
            journal.save(obj.domain.constraints)
            obj.domain.constraints.pop(obj.name, None)
    elif isinstance(obj, (Trigger, Policy, Rule)):
        members: dict[str, CatalogObject] = getattr(
            obj.relation, type(obj).__name__.lower().replace("policy", "policie") + "s"
        )
        if members.get(obj.name) is obj:
            journal.save(members)
            del members[obj.name]
    elif isinstance(obj, Type):
        if obj.namespace.types.get(obj.name) is obj:
            journal.drop(obj.namespace.types, obj.name)
    elif isinstance(obj, Proc):
        rest = [p for p in obj.namespace.procs.get(obj.name, []) if p is not obj]
        journal.put(obj.namespace.procs, obj.name, rest)
    elif isinstance(obj, Operator):
        left = [o for o in obj.namespace.operators.get(obj.name, []) if o is not obj]
        journal.put(obj.namespace.operators, obj.name, left)
        _unlink(catalog, obj)
    elif isinstance(obj, PublicationRel):
        if obj.publication.relations.get(obj.relation) is obj:
            journal.drop(obj.publication.relations, obj.relation)
    elif isinstance(obj, Namespace):
        for publication in catalog.shared.values():
            if isinstance(publication, Publication) and obj in publication.schemas:
                journal.drop(publication.schemas, obj)
        if catalog.namespaces.get(obj.name) is obj:
            journal.drop(catalog.namespaces, obj.name)
    elif isinstance(obj, UserMapping):
        if obj.server.mappings.get(obj.name) is obj:
            journal.drop(obj.server.mappings, obj.name)
    elif isinstance(obj, Cast):
        journal.put(catalog.casts, (obj.source, obj.target), None)
        journal.set(catalog, "operator_choices", {})
    else:
        if isinstance(obj, Extension):
            catalog.unload(obj)
        _remove_other(catalog, obj)
    _forget(catalog, obj)
    if bury:
        catalog.bury(obj)


def _unlink(catalog: Catalog, operator: Operator) -> None:
    """`OperatorUpd`: the commutator and the negator of an operator that goes have none any more."""
    for key in ("commutator", "negator"):
        name = getattr(operator, key)
        for namespace in catalog.namespaces.values() if name else ():
            for other in namespace.operators.get(name, ()):
                if getattr(other, key) == operator.name and {other.left, other.right} == {
                    operator.left,
                    operator.right,
                }:
                    catalog.journal.set(other, key, "")


def _remove_other(catalog: Catalog, obj: CatalogObject) -> None:
    namespace = getattr(obj, "namespace", None)
    if namespace is not None and not isinstance(obj, Extension):
        for key in [k for k, o in namespace.others.items() if o is obj]:
            catalog.journal.drop(namespace.others, key)
    else:
        for shared in [k for k, o in catalog.shared.items() if o is obj]:
            catalog.journal.drop(catalog.shared, shared)


def _forget(catalog: Catalog, obj: CatalogObject) -> None:
    catalog.forget_references(obj)
    for dependent in list(obj.dependents):
        catalog.undepend(dependent, obj)
