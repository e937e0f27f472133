"""DROP of every kind (`commands/dropcmds.c, RemoveObjects`; tablecmds.c, RemoveRelations)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from migslint.analyze.parse_type import typename_text
from migslint.catalog import namespace as ns
from migslint.catalog.depend import perform_deletion
from migslint.catalog.errors import PgError, Unknown, undefined_schema
from migslint.catalog.objects import CatalogObject, Proc, Relation
from migslint.catalog.session import Session
from migslint.commands import lookup
from migslint.commands.doubt import touch
from migslint.commands.lookup import as_typename, qualified, schema_is_missing, strings
from migslint.commands.objectaddress import (
    NAMESPACED,
    RELATION_PARTS,
    RELATIONS,
    ROUTINES,
    SHARED,
    get_object_address,
    range_var,
)
from migslint.commands.xact import prevent_in_block

if TYPE_CHECKING:
    from collections.abc import Callable

    from migslint.syntax.nodes import DropStmt

T = TypeVar("T", bound=CatalogObject)

#: relkind -> how to drop it instead
_HINTS = {
    "r": "Use DROP TABLE to remove a table.",
    "p": "Use DROP TABLE to remove a table.",
    "S": "Use DROP SEQUENCE to remove a sequence.",
    "v": "Use DROP VIEW to remove a view.",
    "m": "Use DROP MATERIALIZED VIEW to remove a materialized view.",
    "i": "Use DROP INDEX to remove an index.",
    "I": "Use DROP INDEX to remove an index.",
    "c": "Use DROP TYPE to remove a type.",
    "f": "Use DROP FOREIGN TABLE to remove a foreign table.",
}

#: kind of relation -> noun and SQLSTATE of "… does not exist"
_MISSING = {
    "OBJECT_TABLE": ("table", "42P01"),
    "OBJECT_SEQUENCE": ("sequence", "42P01"),
    "OBJECT_VIEW": ("view", "42P01"),
    "OBJECT_MATVIEW": ("materialized view", "42P01"),
    "OBJECT_INDEX": ("index", "42704"),
    "OBJECT_FOREIGN_TABLE": ("foreign table", "42704"),
}


def drop(session: Session, node: DropStmt) -> None:
    """`ExecDropStmt`."""
    objtype = node["removeType"]
    cascade = node.get("behavior") == "DROP_CASCADE"
    if objtype in RELATIONS:
        targets = _relations(session, node, objtype, cascade)
    else:
        targets = _objects(session, node, objtype)
    if targets:
        perform_deletion(session, list(dict.fromkeys(targets)), cascade)


def _relations(session: Session, node: DropStmt, objtype: str, cascade: bool) -> list[CatalogObject]:
    """`RemoveRelations`."""
    objects: list[Any] = node["objects"]
    missing_ok = bool(node.get("missing_ok"))
    concurrent = bool(node.get("concurrent"))
    if concurrent:
        _check_concurrent(session, len(objects), cascade)
    targets: list[CatalogObject] = []
    for obj in objects:
        var = range_var(strings(obj["List"]["items"]))
        schema, name = var.get("schemaname"), var["relname"]
        try:
            rel = lookup.find_relation(session, var)
        except Unknown:
            if not missing_ok:
                raise
            rel = _certain(session, "relation", schema, name, ns.find_relation)
            if rel is None:
                continue
        if rel is None:
            _relation_is_missing(session, schema, name, objtype, missing_ok)
            continue
        _check_relation(rel, objtype, concurrent)
        targets.append(rel)
    return targets


def _check_concurrent(session: Session, count: int, cascade: bool) -> None:
    prevent_in_block(session, "DROP INDEX CONCURRENTLY")
    if count != 1:
        raise PgError(
            "0A000", "DROP INDEX CONCURRENTLY does not support dropping multiple objects", reason="unsupported"
        )
    if cascade:
        raise PgError("0A000", "DROP INDEX CONCURRENTLY does not support CASCADE", reason="unsupported")


def _check_relation(rel: Relation, objtype: str, concurrent: bool) -> None:
    """`RangeVarCallbackForDropRelation`."""
    relkinds, article = RELATIONS[objtype]
    if rel.relkind not in relkinds:
        raise PgError(
            "42809",
            f'"{rel.name}" is not {article}',
            hint=_HINTS.get(rel.relkind),
            reason="kind",
            kind=_MISSING[objtype][0],
            name=rel.name,
            obj=rel,
        )
    lookup.check_not_system(rel)
    if concurrent and rel.relkind == "I" and rel.persistence != "t":
        raise PgError(
            "0A000", f'cannot drop partitioned index "{rel.name}" concurrently', reason="unsupported", obj=rel
        )


def _relation_is_missing(session: Session, schema: str | None, name: str, objtype: str, missing_ok: bool) -> None:
    """`DropErrorMsgNonExistent`."""
    if schema is not None and schema_is_missing(session, schema):
        if not missing_ok:
            raise undefined_schema(schema)
        _skip(session, f'schema "{schema}"', "schema", schema)
        return
    kind, sqlstate = _MISSING[objtype]
    if missing_ok:
        _skip(session, f'{kind} "{name}"', kind, name)
        return
    raise PgError(
        sqlstate,
        f'{kind} "{name}" does not exist',
        reason="missing",
        kind=kind,
        name=name,
        within=schema or "",
    )


def _skip(session: Session, what: str, kind: str, name: str) -> None:
    session.notice(f"{what} does not exist, skipping", reason="skip", kind=kind, name=name)


def _certain(
    session: Session,
    kind: str,
    schema: str | None,
    name: str,
    find: Callable[[Session, str | None, str], T | None],
) -> T | None:
    """An object that may or may not be there, for DROP IF EXISTS: afterwards it is gone for certain.

    The object if the catalog has it, with its doubt removed so that it can be dropped; else None, the name settled.
    """
    try:
        found = find(session, schema, name)
    except Unknown:
        found = None
    if found is not None:
        session.journal.set(found, "unknown", found.unknown - {"self"})
        return found
    for space in [schema] if schema else [n.name for n in ns.path(session)]:
        session.catalog.settle(kind, space, name)
    return None


def _objects(session: Session, node: DropStmt, objtype: str) -> list[CatalogObject]:
    """`RemoveObjects`."""
    objects: list[Any] = node["objects"]
    missing_ok = bool(node.get("missing_ok"))
    targets: list[CatalogObject] = []
    for obj in objects:
        try:
            found = get_object_address(session, objtype, obj, missing_ok)
        except Unknown:
            if not missing_ok:
                raise
            found = _doubtful(session, objtype, obj)
            if objtype in RELATION_PARTS or objtype in ROUTINES:
                touch(session, "DropStmt", {"removeType": objtype, "objects": [obj], "behavior": node.get("behavior")})
            if found is None:
                continue
        if found is None:
            _does_not_exist_skipping(session, objtype, obj)
            continue
        if objtype == "OBJECT_FUNCTION" and isinstance(found, Proc) and found.kind == "a":
            raise PgError(
                "42809",
                f'"{".".join(strings(obj["ObjectWithArgs"]["objname"]))}" is an aggregate function',
                hint="Use DROP AGGREGATE to drop aggregate functions.",
                reason="kind",
                kind="function",
                name=found.name,
                obj=found,
            )
        targets.append(found)
    return targets


def _doubtful(session: Session, objtype: str, obj: Any) -> CatalogObject | None:
    """`_certain` for what is not a relation; where not even that can be said the doubt stays."""
    catalog = session.catalog
    if objtype in SHARED:
        kind = SHARED[objtype][0]
        return _certain(
            session, kind, "", obj["String"]["sval"], lambda _s, _n, name: catalog.global_object(kind, name)
        )
    if objtype in ("OBJECT_TYPE", "OBJECT_DOMAIN"):
        schema, name = qualified(as_typename(obj)["names"])
        return _certain(session, "type", schema, name, _raw_type)
    if objtype in NAMESPACED:
        schema, name = qualified(obj["List"]["items"])
        return _certain(session, NAMESPACED[objtype], schema, name, lambda *_: None)
    if objtype == "OBJECT_SCHEMA":
        catalog.settle("schema", "", obj["String"]["sval"])
    return None


def _raw_type(session: Session, schema: str | None, name: str) -> CatalogObject | None:
    spaces = [ns.namespace(session, schema)] if schema else ns.path(session)
    return next((t for s in spaces if (t := session.catalog.type(s, name)) is not None), None)


def _schema_skipped(session: Session, names: list[str]) -> bool:
    """`schema_does_not_exist_skipping`."""
    if len(names) < 2 or not schema_is_missing(session, names[-2]):
        return False
    _skip(session, f'schema "{names[-2]}"', "schema", names[-2])
    return True


def _type_skipped(session: Session, nodes: list[Any]) -> bool:
    """`type_in_list_does_not_exist_skipping`."""
    for node in nodes:
        if not node:
            continue
        typename = as_typename(node)
        if lookup.find_type(session, typename, missing_ok=True) is None:
            names = strings(typename["names"])
            if not _schema_skipped(session, names):
                _skip(session, f'type "{typename_text(typename)}"', "type", names[-1])
            return True
    return False


def _relation_skipped(session: Session, names: list[str]) -> bool:
    """`owningrel_does_not_exist_skipping`."""
    if _schema_skipped(session, names):
        return True
    if lookup.find_relation(session, range_var(names)) is not None:
        return False
    _skip(session, f'relation "{".".join(names)}"', "relation", names[-1])
    return True


def _does_not_exist_skipping(session: Session, objtype: str, obj: Any) -> None:
    """`does_not_exist_skipping`."""
    if objtype in SHARED or objtype == "OBJECT_SCHEMA":
        kind = SHARED[objtype][0] if objtype in SHARED else "schema"
        name = obj["String"]["sval"]
        _skip(session, f'{kind} "{name}"', kind, name)
    elif objtype in ("OBJECT_TYPE", "OBJECT_DOMAIN"):
        _type_skipped(session, [obj])
    elif objtype in NAMESPACED:
        names = strings(obj["List"]["items"])
        if not _schema_skipped(session, names):
            _skip(session, f'{NAMESPACED[objtype]} "{".".join(names)}"', NAMESPACED[objtype], names[-1])
    elif objtype in RELATION_PARTS:
        names = strings(obj["List"]["items"])
        if not _relation_skipped(session, names[:-1]):
            kind = RELATION_PARTS[objtype][1]
            _skip(session, f'{kind} "{names[-1]}" for relation "{".".join(names[:-1])}"', kind, names[-1])
    elif objtype in ROUTINES or objtype == "OBJECT_OPERATOR":
        _routine_skipped(session, objtype, obj["ObjectWithArgs"])
    else:
        _other_skipped(session, objtype, obj["List"]["items"])


def _routine_skipped(session: Session, objtype: str, owa: Any) -> None:
    names = strings(owa["objname"])
    arguments = owa.get("objargs", [])
    if _schema_skipped(session, names) or _type_skipped(session, arguments):
        return
    kind = objtype.removeprefix("OBJECT_").lower()
    shown = ".".join(names)
    if objtype != "OBJECT_OPERATOR":
        shown += f"({','.join(typename_text(as_typename(a)) for a in arguments)})"
    _skip(session, f"{kind} {shown}", kind, names[-1])


def _other_skipped(session: Session, objtype: str, items: list[Any]) -> None:
    if objtype in ("OBJECT_OPCLASS", "OBJECT_OPFAMILY"):
        kind = "operator class" if objtype == "OBJECT_OPCLASS" else "operator family"
        method, *names = strings(items)
        if not _schema_skipped(session, names):
            session.notice(
                f'{kind} "{".".join(names)}" does not exist for access method "{method}", skipping',
                reason="skip",
                kind=kind,
                name=names[-1],
            )
    elif objtype == "OBJECT_CAST":
        if not _type_skipped(session, items):
            source, target = (typename_text(as_typename(i)) for i in items)
            _skip(session, f"cast from type {source} to type {target}", "cast", f"{source} to {target}")
    elif objtype == "OBJECT_TRANSFORM":
        if not _type_skipped(session, items[:1]):
            type, language = typename_text(as_typename(items[0])), items[1]["String"]["sval"]
            _skip(session, f'transform for type {type} language "{language}"', "transform", type)
