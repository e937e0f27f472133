"""Objects of the catalog listed with how sure they are, and what may be there besides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from migslint.catalog.catalog import ANY
from migslint.catalog.objects import CatalogObject, Constraint, Namespace, Proc, Relation, Type
from migslint.executor.scope import CERTAIN, MANY, MAYBE
from migslint.executor.values import OTHER, SOMETHING, Oid, Value

if TYPE_CHECKING:
    from migslint.executor.run import Run

Hints = dict[str, list[Value]]
T = TypeVar("T", bound=CatalogObject)

ZERO = Oid("oid", None, 0)

_MAYBE = frozenset(("self",))


def oid(obj: CatalogObject | None) -> Oid:
    """The oid of an object, 0 without one."""
    return ZERO if obj is None else Oid("oid", obj)


def text(value: str) -> Value:
    """A text that is empty where the catalog does not know it."""
    return value or SOMETHING


def yes_no(value: bool) -> str:
    """information_schema's yes_or_no."""
    return "YES" if value else "NO"


def texts(hints: Hints, column: str) -> list[str] | None:
    """The texts that a column is compared with; None without a comparison."""
    values = hints.get(column)
    if values is None or not all(isinstance(v, str) for v in values):
        return None
    return [str(v) for v in values]


def objects(hints: Hints, column: str, kind: type[T]) -> list[T] | None:
    """The objects that an oid is compared with; None without a comparison, or where a number stands for one."""
    values = hints.get(column)
    if values is None:
        return None
    out: list[T] = []
    for value in values:
        if not isinstance(value, Oid) or (value.obj is None and value.number):
            return None
        if isinstance(value.obj, kind):
            out.append(value.obj)
    return out


def sure(*objs: CatalogObject | None) -> int:
    """CERTAIN, or MAYBE where one of the objects may not be there."""
    for obj in objs:
        if obj is not None and obj.unknown and "self" in obj.unknown:
            return MAYBE
    return CERTAIN


def part(owner: CatalogObject, kind: str, obj: CatalogObject) -> int:
    """How sure a part of an object is: its kind ("constraint", "policy" …) may be in doubt as a whole."""
    return MAYBE if kind in owner.unknown else sure(owner, obj)


def spaces(run: Run, hints: Hints, oid_column: str = "", name_column: str = "") -> list[Namespace]:
    """The schemas that a query can mean."""
    catalog = run.session.catalog
    found = objects(hints, oid_column, Namespace) if oid_column else None
    if found is None:
        names = texts(hints, name_column) if name_column else None
        if names is None:
            return list(catalog.namespaces.values())
        found = [catalog.namespaces[n] for n in names if n in catalog.namespaces]
    return found


def names_in(run: Run, kind: str, space: Namespace, there: dict[str, Any]) -> list[str]:
    """All names of a kind in a schema, those too that nobody has asked for yet."""
    names = dict.fromkeys(there)
    if space.lazy:
        for world in run.session.catalog.worlds:
            names.update(dict.fromkeys(world.names(kind, space.name)))
    names.update(dict.fromkeys(n for k, n in space.pending if k == kind))
    return list(names)


def relations(
    run: Run, names: list[str] | None, where: list[Namespace], only: list[Relation] | None = None
) -> list[Relation]:
    """The relations of these names in these schemas, indexes and sequences among them."""
    if only is not None:
        return [r for r in only if (names is None or r.name in names) and r.namespace in where]
    catalog = run.session.catalog
    out: list[Relation] = []
    for space in where:
        for name in names if names is not None else names_in(run, "relation", space, space.relations):
            found = catalog.relation(space, name)
            if found is not None:
                out.append(found)
    return out


def constraints(run: Run, rel: Relation) -> list[Constraint]:
    """The constraints of a relation; from 18 on maybe also NOT NULL of the system catalogs: no record of it is kept."""
    found = list(rel.constraints.values())
    if rel.builtin and rel.relkind == "r" and rel.namespace.name == "pg_catalog" and run.session.version >= 18:
        key = ("not null", rel)
        if key not in run.cache:
            run.cache[key] = [
                Constraint(
                    name=f"{rel.name}_{a.name}_not_null",
                    relation=rel,
                    contype="n",
                    columns=[a],
                    builtin=True,
                    unknown=_MAYBE,
                )
                for a in rel.attributes.values()
                if a.notnull
            ]
        found += run.cache[key]
    return found


def types(run: Run, names: list[str] | None, where: list[Namespace], only: list[Type] | None = None) -> list[Type]:
    """The types of these names in these schemas."""
    if only is not None:
        return [t for t in only if (names is None or t.name in names) and t.namespace in where]
    catalog = run.session.catalog
    out: list[Type] = []
    for space in where:
        for name in names if names is not None else names_in(run, "type", space, space.types):
            found = catalog.type(space, name)
            if found is not None:
                out.append(found)
        if names is None and space.lazy:
            for name in names_in(run, "relation", space, space.relations):
                found = catalog.type(space, name)
                if found is not None and found not in out[-1:]:
                    out.append(found)
    return list(dict.fromkeys(out))


def procs(run: Run, names: list[str] | None, where: list[Namespace], only: list[Proc] | None = None) -> list[Proc]:
    """The routines of these names in these schemas."""
    if only is not None:
        return [p for p in only if (names is None or p.name in names) and p.namespace in where]
    catalog = run.session.catalog
    return [
        p
        for space in where
        for name in (names if names is not None else names_in(run, "proc", space, space.procs))
        for p in catalog.procs(space, name)
    ]


def shared(run: Run, kind: str, names: list[str] | None) -> list[Any]:
    """The objects without a schema of a kind."""
    catalog = run.session.catalog
    if names is None:
        names = [n for k, n in catalog.shared if k == kind]
        for world in catalog.worlds:
            try:
                names.extend(world.names(kind, ""))
            except KeyError:
                pass
    out = [catalog.global_object(kind, name) for name in dict.fromkeys(names)]
    return [o for o in out if o is not None]


def doubts(run: Run, *kinds: str) -> Iterator[tuple[Value, Value, Namespace | None]]:
    """What may be there besides: its schema's name and its own (SOMETHING for any), and the schema.

    A name that is surely there is in no doubt.
    """
    catalog = run.session.catalog
    for kind, schema, name in catalog.doubts:
        if kind not in kinds:
            continue
        space = catalog.namespaces.get(schema)
        if space is not None and kind == "relation" and name in space.relations:
            continue
        if space is not None and kind == "type" and name in space.types:
            continue
        yield SOMETHING if schema == ANY else schema, SOMETHING if name == ANY else name, space


def maybe_relations(run: Run, schema: str, name: str, oid_column: str = "") -> Iterator[tuple[dict[str, Value], int]]:
    """Rows about relations that may be there: the columns of that name that hold their schema, name and oid."""
    for schema_name, relation_name, space in doubts(run, "relation"):
        row: dict[str, Value] = {name: relation_name} if name else {}
        if schema:
            row[schema] = (
                schema_name
                if not schema.endswith("namespace")
                else oid(space)
                if space
                else OTHER
                if schema_name is not SOMETHING
                else SOMETHING
            )
        if oid_column:
            row[oid_column] = OTHER
        yield row, MANY


def owner_of(run: Run, obj: CatalogObject) -> Value:
    """The oid of an object's owner."""
    role = run.session.catalog.global_object("role", obj.owner) if obj.owner else None
    return oid(role) if role is not None else SOMETHING
