"""What hangs on a role (`catalog/pg_shdepend.c`): ownership, privileges, policies."""

from __future__ import annotations

from collections.abc import Iterator

from migslint.catalog.describe import describe
from migslint.catalog.errors import PgError
from migslint.catalog.objects import (
    Attribute,
    CatalogObject,
    ForeignServer,
    Policy,
    Relation,
    Role,
    Type,
    UserMapping,
)
from migslint.catalog.session import Session


def is_dropped(obj: CatalogObject) -> bool:
    """Whether an object that something still refers to is gone."""
    if bool(obj.life) and obj.life[-1].kind == "dropped":
        return True
    return isinstance(obj, Attribute) and is_dropped(obj.relation)


def objects(session: Session) -> Iterator[CatalogObject]:
    """All objects of the database that may have an owner, those of the world only as far as they were asked for."""
    catalog = session.catalog
    for namespace in list(catalog.namespaces.values()):
        yield namespace
        yield from list(namespace.relations.values())
        for type in list(namespace.types.values()):
            if not type.is_array and (type.relation is None or type.relation.relkind == "c"):
                yield type
        for procs in list(namespace.procs.values()):
            yield from procs
        for operators in list(namespace.operators.values()):
            yield from operators
        yield from list(namespace.others.values())
    for obj in list(catalog.shared.values()):
        yield obj
        if isinstance(obj, ForeignServer):
            yield from list(obj.mappings.values())


def owned(session: Session, role: str) -> list[CatalogObject]:
    """What a role owns; an index belongs with its table, a composite type's relation with the type."""
    return [
        o
        for o in objects(session)
        if (o.owner == role or (isinstance(o, UserMapping) and o.name == role))
        and not (isinstance(o, Relation) and o.relkind in "iIct")
        and not _made_with_range(o)
    ]


def _made_with_range(obj: CatalogObject) -> bool:
    return isinstance(obj, Type) and obj.typtype == "m"


def policies(session: Session, role: str) -> list[Policy]:
    """The policies that name a role."""
    return [p for rel in session.catalog.relations() for p in rel.policies.values() if role in p.roles]


def check_shared_dependencies(session: Session, role: Role) -> list[str]:
    """`checkSharedDependencies`: the lines of the DETAIL, one for each thing that hangs on the role, oldest first."""
    found: list[tuple[CatalogObject, str]] = [(o, "owner of") for o in owned(session, role.name)]
    found += [(o, "privileges for") for o in role.grants if not is_dropped(o)]
    found += [(p, "target of") for p in policies(session, role.name)]
    found.sort(key=lambda item: item[0].serial)
    return [f"{word} {describe(session, obj)}" for obj, word in found]


def check_droppable(session: Session, role: Role) -> None:
    """PgError 2BP01 if anything hangs on the role."""
    lines = check_shared_dependencies(session, role)
    if lines:
        raise PgError(
            "2BP01",
            f'role "{role.name}" cannot be dropped because some objects depend on it',
            detail="\n".join(lines[:100]),
            reason="dependents",
            kind="role",
            name=role.name,
            obj=role,
        )
