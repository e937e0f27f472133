"""What the names in a statement stand for: relations of a RangeVar, roles of a RoleSpec, qualified names.

`catalog/namespace.c, RangeVarGetRelidExtended`, `utils/adt/acl.c, get_rolespec_oid`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from migslint.analyze.parse_type import find_typename, typename_text
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown, undefined_object, undefined_type
from migslint.catalog.objects import Attribute, Namespace, Proc, Relation, Type
from migslint.catalog.session import Session

if TYPE_CHECKING:
    from migslint.syntax.nodes import RangeVar, RoleSpec, TypeName

#: `catalog/pg_class.c, errdetail_relkind_not_supported`
NOT_SUPPORTED = {
    "r": "tables",
    "i": "indexes",
    "S": "sequences",
    "t": "TOAST tables",
    "v": "views",
    "m": "materialized views",
    "c": "composite types",
    "f": "foreign tables",
    "p": "partitioned tables",
    "I": "partitioned indexes",
}


def relkind_not_supported(relkind: str) -> str:
    """`errdetail_relkind_not_supported`: the DETAIL of a command that does not do this kind of relation."""
    return f"This operation is not supported for {NOT_SUPPORTED[relkind]}."


def strings(nodes: Iterable[Any]) -> list[str]:
    """The texts of String nodes."""
    return [n["String"].get("sval", "") for n in nodes]


def qualified(nodes: Iterable[Any]) -> tuple[str | None, str]:
    """`DeconstructQualifiedName`: (schema or None, name)."""
    names = strings(nodes)
    if len(names) > 3:
        raise PgError("42601", f"improper qualified name (too many dotted names): {'.'.join(names)}", reason="syntax")
    if len(names) == 3 and names[0] != "postgres":
        raise PgError(
            "0A000",
            f"cross-database references are not implemented: {'.'.join(names)}",
            reason="unsupported",
        )
    return (names[-2] if len(names) > 1 else None), names[-1]


def check_catalog(node: RangeVar) -> None:
    """PgError 0A000 for a name of another database (the database is called "postgres" here)."""
    catalog = node.get("catalogname")
    if catalog and catalog != "postgres":
        shown = ".".join(x for x in (catalog, node.get("schemaname"), node["relname"]) if x)
        raise PgError(
            "0A000",
            f'cross-database references are not implemented: "{shown}"',
            location=node.get("location", 0),
            reason="unsupported",
        )


def find_relation(session: Session, node: RangeVar) -> Relation | None:
    """`RangeVarGetRelidExtended` with RVR_MISSING_OK; Unknown if it may be there."""
    check_catalog(node)
    found = ns.find_relation(session, node.get("schemaname"), node["relname"], node.get("location", 0))
    if found is not None and "self" in found.unknown:
        raise Unknown(found.name)
    return found


def relation(session: Session, node: RangeVar) -> Relation:
    """`RangeVarGetRelidExtended`: 3F000 without the schema, 42P01 without the relation, Unknown if it may be there."""
    check_catalog(node)
    schema, location = node.get("schemaname"), node.get("location", 0)
    if schema and (schema != "pg_temp" or session.temp is not None):
        ns.namespace(session, schema, location)
    return ns.relation(session, schema, node["relname"], location)


def open_relation(session: Session, node: RangeVar) -> Relation:
    """`table_openrv`: as `relation`, but PgError 42809 for an index or a composite type."""
    rel = relation(session, node)
    if rel.relkind in "iIc":
        location = node.get("location", 0)
        if session.version < 16:
            raise PgError(
                "42809",
                f'"{rel.name}" is {"a composite type" if rel.relkind == "c" else "an index"}',
                location=location,
                reason="kind",
                kind="relation",
                name=rel.name,
                obj=rel,
            )
        raise PgError(
            "42809",
            f'cannot open relation "{rel.name}"',
            detail=relkind_not_supported(rel.relkind),
            location=location,
            reason="kind",
            kind="relation",
            name=rel.name,
            obj=rel,
        )
    return rel


def not_a(rel: Relation, what: str, location: int | None = None, detail: str | None = None) -> PgError:
    """42809 '"x" is not a table'."""
    return PgError(
        "42809",
        f'"{rel.name}" is not {what}',
        detail=detail,
        location=location,
        reason="kind",
        kind="relation",
        name=rel.name,
        obj=rel,
    )


def check_not_system(rel: Relation, location: int | None = None) -> None:
    """`IsSystemClass`: 42501 even for a superuser, as long as allow_system_table_mods is off."""
    if rel.builtin and rel.namespace.name == "pg_catalog" and rel.relkind != "v":
        raise PgError(
            "42501",
            f'permission denied: "{rel.name}" is a system catalog',
            location=location,
            reason="unsupported",
            kind="relation",
            name=rel.name,
            obj=rel,
        )


def find_attribute(rel: Relation, name: str) -> Attribute | None:
    """The column, None if it is absent; Unknown if it may be there."""
    found = rel.attributes.get(name)
    if found is None and "column" in rel.unknown:
        raise Unknown(name)
    if found is not None and "self" in found.unknown:
        raise Unknown(name)
    return found


def rolespec(session: Session, node: RoleSpec) -> str | None:
    """`get_rolespec_oid`: the name of a role that is there, None for PUBLIC; PgError 42704 without the role."""
    kind = node.get("roletype", "ROLESPEC_CSTRING")
    if kind == "ROLESPEC_PUBLIC":
        return None
    if kind != "ROLESPEC_CSTRING":
        return session.role
    name = node.get("rolename", "")
    if ns.find_shared(session, "role", name) is None:
        raise undefined_object("role", name, node.get("location", 0))
    return name


def named_role(session: Session, node: RoleSpec) -> str:
    """`get_rolespec_oid` where PUBLIC will not do: 42704 'role "public" does not exist'."""
    found = rolespec(session, node)
    if found is None:
        raise undefined_object("role", "public", node.get("location", 0))
    return found


def trigger_function(session: Session, nodes: list[Any], returns: str = "trigger") -> Proc:
    """`LookupFuncName` of a function without arguments: PgError 42883, or Unknown if there may be one.

    42P17 if it does not return `returns`.
    """
    schema, name = qualified(nodes)
    for proc in ns.find_procs(session, schema, name):
        if not proc.argtypes:
            if "self" in proc.unknown:
                raise Unknown(name)
            if proc.rettype is not session.catalog.builtin_type(returns) and proc.rettype.typtype != "?":
                raise PgError(
                    "42P17",
                    f"function {'.'.join(strings(nodes))} must return type {returns}",
                    reason="type",
                    kind="function",
                    name=name,
                    obj=proc,
                )
            return proc
    if ns.procs_in_doubt(session, schema, name):
        raise Unknown(name)
    shown = ".".join(strings(nodes))
    raise PgError(
        "42883",
        f"function {shown}() does not exist",
        reason="missing",
        kind="function",
        name=name,
        within=schema or "",
    )


def creation_namespace(session: Session, node: RangeVar) -> Namespace:
    """`RangeVarGetCreationNamespace`, with `RangeVarAdjustRelationPersistence`."""
    check_catalog(node)
    schema, location = node.get("schemaname"), node.get("location", 0)
    if node.get("relpersistence") == "t":
        if schema and schema != "pg_temp":
            ns.namespace(session, schema, location)
        if schema and schema != "pg_temp" and not schema.startswith("pg_temp_"):
            raise PgError(
                "42P16",
                "cannot create temporary relation in non-temporary schema",
                location=location,
                reason="definition",
            )
        return ns.temp_namespace(session)
    found = ns.creation_namespace(session, schema, location)
    if node.get("relpersistence") == "u" and (found is session.temp or found.name.startswith("pg_temp")):
        raise PgError("42P16", "only temporary relations may be created in temporary schemas", location=location)
    return found


def schema_is_missing(session: Session, schema: str | None) -> bool:
    """`LookupExplicitNamespace` with missing_ok: whether a schema is named that is not there."""
    return bool(schema) and ns.get_namespace(session, schema or "", missing_ok=True) is None


def as_typename(node: Any) -> TypeName:
    """`makeTypeNameFromNameList`: RENAME and OWNER TO give a type as a list of names."""
    if "TypeName" in node:
        return node["TypeName"]  # type: ignore[no-any-return]
    return {"names": node["List"]["items"], "typemod": -1, "location": -1}


def find_type(session: Session, typename: TypeName, missing_ok: bool) -> Type | None:
    """`LookupTypeNameOid`: shell types too; None if absent and `missing_ok`."""
    if missing_ok and not typename.get("pct_type"):
        schema, _ = qualified(typename["names"])
        if schema_is_missing(session, schema):
            return None
    found = find_typename(session, typename)
    if found is not None:
        return found.type
    if missing_ok:
        return None
    error = undefined_type(typename_text(typename))
    location = typename.get("location", 0)
    error.location = location if location >= 0 else None
    error.name = strings(typename["names"])[-1]
    raise error
