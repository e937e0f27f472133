"""Making types that are not row types, shells among them (`catalog/pg_type.c`)."""

from __future__ import annotations

from typing import Any

from migslint.catalog import heap
from migslint.catalog.errors import Unknown
from migslint.catalog.names import NAMEDATALEN, array_type_name, clip, move_array_type
from migslint.catalog.objects import Namespace, Type
from migslint.catalog.session import Session


def check_new_type(session: Session, namespace: Namespace, name: str) -> Type | None:
    """Whether a type of the name can be made: the shell that it would fill, None if there is nothing of the name.

    42710 if a type is there, but for an automatic array type, which moves away; Unknown if one may be there.
    """
    catalog = session.catalog
    old = catalog.type(namespace, name)
    if old is None:
        if catalog.doubtful("type", namespace.name, name):
            raise Unknown(name)
        return None
    if "self" in old.unknown:
        raise Unknown(name)
    if not old.defined:
        return old
    if move_array_type(catalog, old):
        return None
    raise heap.duplicate_type(name, None, old)


def type_create(
    session: Session, namespace: Namespace, name: str, typtype: str, *, category: str = "U", **fields: Any
) -> Type:
    """`TypeCreate` with the array type; the name has been checked, a shell of that name is filled."""
    catalog, journal = session.catalog, session.journal
    shell = catalog.type(namespace, name)
    if shell is None or shell.defined:
        type = heap.create_type(session, namespace, name, typtype, category=category)
        for field, value in fields.items():
            setattr(type, field, value)
        return type
    array = Type(
        name=array_type_name(catalog, namespace, name),
        namespace=namespace,
        category="A",
        is_array=True,
        element=shell,
        owner=session.role,
    )
    for field, value in {
        "typtype": typtype,
        "category": category,
        "array": array,
        "defined": True,
        **fields,
    }.items():
        journal.set(shell, field, value)
    catalog.event(shell, "altered")
    catalog.add_type(array)
    catalog.depend(array, shell, "i")
    return shell


def shell_make(session: Session, namespace: Namespace, name: str) -> Type:
    """`TypeShellMake`."""
    type = heap.create_type(session, namespace, name, "p", category="P", array=False)
    type.defined = False
    return type


def multirange_type_name(name: str) -> str:
    """`makeMultirangeTypeName`: the first "range" becomes "multirange", else "_multirange" is added."""
    if "range" in name:
        made = name.replace("range", "multirange", 1)
    else:
        made = f"{clip(name, NAMEDATALEN - 12)}_multirange"
    return clip(made, NAMEDATALEN - 1)
