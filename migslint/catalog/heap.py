"""Making relations, columns, types (`catalog/heap.c`, `catalog/pg_type.c`); the caller has checked and analysed."""

from __future__ import annotations

from migslint.catalog.depend import discard
from migslint.catalog.errors import PgError, duplicate_object, duplicate_relation
from migslint.catalog.names import array_type_name, move_array_type
from migslint.catalog.objects import (
    AttrDefault,
    Attribute,
    CatalogObject,
    Event,
    Namespace,
    Relation,
    Type,
    TypeRef,
    is_pinned,
)
from migslint.catalog.session import Session
from migslint.catalog.typename import format_type

SYSTEM_COLUMNS = {"ctid": "tid", "xmin": "xid", "cmin": "cid", "xmax": "xid", "cmax": "cid", "tableoid": "oid"}


def check_type_name(session: Session, namespace: Namespace, name: str, location: int | None = None) -> None:
    """A new type's name must be free, or an automatic array type's, which moves away."""
    old = session.catalog.type(namespace, name)
    if old is None or move_array_type(session.catalog, old):
        return
    if "self" in old.unknown or (old.relation is not None and "self" in old.relation.unknown):
        discard(session.catalog, old)
        return
    raise PgError(
        "42710",
        f'type "{name}" already exists',
        hint="A relation has an associated type of the same name, so you must use a name that doesn't conflict with "
        "any existing type.",
        location=location,
        reason="exists",
        kind="type",
        name=name,
        obj=old,
    )


def create_relation(
    session: Session, namespace: Namespace, name: str, relkind: str, location: int | None = None, persistence: str = "p"
) -> Relation:
    """`heap_create_with_catalog`: a relation without columns yet, with its row type and array type where it has one.

    Raises 42P07 if a relation of the name is there, 42710 if a type is.  If one may be there, it certainly is
    afterwards, but what it consists of is not known.
    """
    catalog = session.catalog
    existing = catalog.relation(namespace, name)
    if existing is not None and "self" not in existing.unknown:
        raise duplicate_relation(name, location, existing)
    unsure = existing is not None or catalog.doubtful("relation", namespace.name, name)
    if existing is not None:
        discard(catalog, existing)
    relation = Relation(name=name, namespace=namespace, relkind=relkind, owner=session.role, persistence=persistence)
    if unsure and relkind in "rpvmfc":
        relation.unknown = frozenset(("column", "constraint", "index", "policy", "trigger", "rule"))
    if relkind in "rpvmfcS":
        check_type_name(session, namespace, name, location)
    if namespace.name in ("pg_catalog", "pg_toast") and relkind not in "iI":
        raise PgError(
            "42501",
            f'permission denied to create "{namespace.name}.{name}"',
            detail="System catalog modifications are currently disallowed.",
            location=location,
            reason="unsupported",
            kind="relation",
            name=name,
        )
    if relkind in "rpvmfc":
        catalog.add_relation(relation)
        relation.rowtype = create_type(session, namespace, name, "c", relation=relation, category="C")
        if relkind == "c":
            catalog.depend(relation, relation.rowtype, "i")
        else:
            catalog.depend(relation.rowtype, relation, "i")
    else:
        catalog.add_relation(relation)
    catalog.depend(relation, namespace)
    return relation


def create_type(
    session: Session,
    namespace: Namespace,
    name: str,
    typtype: str,
    *,
    category: str = "U",
    relation: Relation | None = None,
    array: bool = True,
) -> Type:
    """`TypeCreate` with its array type; the name has been checked."""
    catalog = session.catalog
    type = Type(
        name=name, namespace=namespace, typtype=typtype, category=category, relation=relation, owner=session.role
    )
    catalog.add_type(type)
    catalog.depend(type, namespace)
    if array:
        type.array = Type(
            name=array_type_name(catalog, namespace, name),
            namespace=namespace,
            category="A",
            is_array=True,
            element=type,
            owner=session.role,
        )
        catalog.add_type(type.array)
        catalog.depend(type.array, type, "i")
    return type


def check_column_name(name: str, relkind: str, location: int | None = None) -> None:
    """`CheckAttributeNamesTypes`: names of system columns are taken (in all that has storage)."""
    if name in SYSTEM_COLUMNS and relkind not in "vc":
        raise PgError(
            "42701",
            f'column name "{name}" conflicts with a system column name',
            location=location,
            reason="exists",
            kind="column",
            name=name,
        )


def check_attribute_type(session: Session, name: str, type: Type, location: int | None = None) -> None:
    """`CheckAttributeType`: PgError 42P16 for a pseudo-type; domains and arrays are looked through."""
    while type.typtype == "d" and type.base is not None:
        type = type.base.type
    if type.typtype == "p" or (type.is_array and type.element is not None and type.element.typtype == "p"):
        raise PgError(
            "42P16",
            f'column "{name}" has pseudo-type {format_type(session, type)}',
            location=location,
            reason="type",
            kind="column",
            name=name,
        )


def add_attribute(session: Session, relation: Relation, name: str, type: TypeRef) -> Attribute:
    """`AddNewAttributeTuples`: a column at the end; the name has been checked."""
    journal = session.journal
    attribute = Attribute(
        name=name, relation=relation, number=relation.last_number + 1, type=type.type, typmod=type.typmod
    )
    journal.set(relation, "last_number", relation.last_number + 1)
    journal.put(relation.attributes, name, attribute)
    attribute.life.append(Event("created", session.catalog.place))
    if not is_pinned(type.type) and type.type.typtype != "?":
        session.catalog.depend(attribute, type.type)
    return attribute


def depend_on_collation(session: Session, attribute: Attribute) -> None:
    """A column depends on its collation, where that is not one of pg_catalog."""
    schema, _, name = attribute.collation.rpartition(".")
    namespace = session.catalog.namespaces.get(schema)
    collation = session.catalog.other(namespace, "collation", name) if namespace is not None else None
    if collation is not None and not is_pinned(collation):
        session.catalog.depend(attribute, collation)


def depend_on_method(session: Session, relation: Relation) -> None:
    """A table depends on its access method, where CREATE ACCESS METHOD made that."""
    method = session.catalog.shared.get(("access method", relation.method))
    if method is not None and not is_pinned(method):
        session.catalog.depend(relation, method)


def set_default(
    session: Session, attribute: Attribute, expression: object, depends: tuple[CatalogObject, ...]
) -> AttrDefault:
    """`StoreAttrDefault`: replaces a default that is there."""
    catalog = session.catalog
    if attribute.default is not None:
        clear_default(session, attribute)
    default = AttrDefault(name=attribute.name, attribute=attribute, expression=expression)
    session.journal.set(attribute, "default", default)
    catalog.depend(default, attribute, "a")
    for obj in depends:
        catalog.depend(default, obj)
    return default


def clear_default(session: Session, attribute: Attribute) -> None:
    """`RemoveAttrDefault`."""
    if attribute.default is not None:
        catalog = session.catalog
        catalog.forget_references(attribute.default)
        session.journal.set(attribute, "default", None)


def duplicate_type(name: str, location: int | None, obj: Type | None) -> PgError:
    """`typecmds.c`: type "x" already exists."""
    return duplicate_object("type", name, location, obj=obj)
