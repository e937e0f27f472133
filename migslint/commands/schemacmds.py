"""CREATE SCHEMA and ALTER SCHEMA (`commands/schemacmds.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown, duplicate_object, undefined_schema
from migslint.catalog.objects import Namespace
from migslint.catalog.session import Session
from migslint.commands.lookup import named_role

if TYPE_CHECKING:
    from migslint.syntax.nodes import CreateSchemaStmt, Node

#: element -> the field with the name that lands in the new schema, in the order in which elements are run
_ELEMENTS = {
    "CreateSeqStmt": "sequence",
    "CreateStmt": "relation",
    "ViewStmt": "view",
    "IndexStmt": "relation",
    "CreateTrigStmt": "relation",
    "GrantStmt": "",
}

#: what may lie in a schema that was perhaps there before
_CONTENTS = ("relation", "type", "function", "operator")


def create_schema(session: Session, node: CreateSchemaStmt) -> None:
    """`CreateSchemaCommand`: the schema, then the elements in it, with it at the head of search_path.

    A schema that may be there certainly is afterwards, but nobody knows what lies in it.
    """
    owner = named_role(session, node["authrole"]) if "authrole" in node else session.role
    name = node.get("schemaname") or owner
    _check_reserved(name)
    catalog = session.catalog
    existing = catalog.namespaces.get(name)
    if catalog.doubtful("schema", "", name):
        if "schemaElts" in node:
            raise Unknown(name)
        for kind in _CONTENTS:
            catalog.doubt(kind, name)
        catalog.settle("schema", "", name)
        if existing is not None:
            return
    elif existing is not None:
        if not node.get("if_not_exists"):
            raise duplicate_object("schema", name, sqlstate="42P06", obj=existing)
        message = f'schema "{name}" already exists, skipping'
        session.notice(message, sqlstate="42P06", reason="skip", kind="schema", name=name, obj=existing)
        return
    forget_path(session)
    catalog.add_namespace(Namespace(name=name, owner=owner))
    elements = _transform_elements(node.get("schemaElts", []), name)
    if elements:
        _run(session, elements, name, owner)


def _check_reserved(name: str) -> None:
    """`IsReservedName`."""
    if name.startswith("pg_"):
        raise PgError(
            "42939",
            f'unacceptable schema name "{name}"',
            detail='The prefix "pg_" is reserved for system schemas.',
            reason="definition",
            kind="schema",
            name=name,
        )


def forget_path(session: Session) -> None:
    """`recomputeNamespacePath` is due: the schemas are no longer those that the path was made of."""
    session.journal.set(session, "_path_key", None)
    session.journal.set(session, "_path", [])


def _transform_elements(elements: list[Node], schema: str) -> list[tuple[str, Any]]:
    """`transformCreateSchemaStmtElements`: (tag, body) in the order in which they are run, all in the new schema."""
    found: list[tuple[str, Any]] = []
    for element in elements:
        (tag, body), *_ = element.items()
        field = _ELEMENTS[tag]
        if field:
            body = _in_schema(body, field, schema)
        found.append((tag, body))
    order = list(_ELEMENTS)
    return sorted(found, key=lambda e: order.index(e[0]))


def _in_schema(body: Any, field: str, schema: str) -> Any:
    """`setSchemaName`."""
    var = body[field]
    given = var.get("schemaname")
    if given and given != schema:
        raise PgError(
            "42P15",
            f"CREATE specifies a schema ({given}) different from the one being created ({schema})",
            location=var.get("location", 0),
            reason="definition",
            kind="schema",
            name=given,
        )
    return {**body, field: {**var, "schemaname": schema}}


def _run(session: Session, elements: list[tuple[str, Any]], schema: str, owner: str) -> None:
    from migslint.commands.utility import execute

    role, path = session.role, session.settings["search_path"]
    session.set("search_path", f"{ns.quote_identifier(schema)}, {path}" if path else ns.quote_identifier(schema))
    session.role = owner
    try:
        for tag, body in elements:
            execute(session, tag, body)
    finally:
        session.role = role
    session.set("search_path", path)


def rename_schema(session: Session, old: str, new: str) -> None:
    """`RenameSchema`."""
    catalog, journal = session.catalog, session.journal
    namespace, existing = catalog.namespaces.get(old), catalog.namespaces.get(new)
    if catalog.doubtful("schema", "", old) or catalog.doubtful("schema", "", new):
        raise Unknown(old)
    if namespace is None:
        raise undefined_schema(old)
    if existing is not None:
        raise duplicate_object("schema", new, sqlstate="42P06", obj=existing)
    _check_reserved(new)
    if old == "pg_catalog":
        raise Unknown(old)
    for key in list(namespace.pending):
        catalog.load_pending(namespace, *key)
    forget_path(session)
    journal.drop(catalog.namespaces, old)
    journal.set(namespace, "name", new)
    journal.put(catalog.namespaces, new, namespace)
    for kind, schema, name in list(catalog.doubts):
        if schema == old:
            catalog.doubt(kind, new, name)
    catalog.event(namespace, "renamed", old)
