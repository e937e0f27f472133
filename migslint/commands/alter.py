"""ALTER … SET SCHEMA, OWNER TO and DEPENDS ON EXTENSION (`commands/alter.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.analyze.parse_type import lookup_typename
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import (
    CatalogObject,
    EventTrigger,
    Extension,
    Namespace,
    Namespaced,
    Operator,
    Proc,
    Relation,
    Role,
    Simple,
    Type,
)
from migslint.catalog.pg_proc import check_new_name
from migslint.catalog.session import Session
from migslint.catalog.typename import format_type
from migslint.commands import lookup
from migslint.commands.lookup import as_typename, find_type, strings
from migslint.commands.objectaddress import NAMESPACED, RELATIONS, get_object_address, get_shared
from migslint.commands.rename import (
    check_alter_relation,
    check_alter_type,
    check_new_other,
    find_target,
    other_key,
    other_kind,
)

if TYPE_CHECKING:
    from migslint.syntax.nodes import AlterObjectDependsStmt, AlterObjectSchemaStmt, AlterOwnerStmt


def set_schema(session: Session, node: AlterObjectSchemaStmt) -> None:
    """`ExecAlterObjectSchemaStmt`."""
    objtype, schema = node.get("objectType", ""), node["newschema"]
    target: Any = node.get("object")
    if objtype == "OBJECT_EXTENSION":
        from migslint.commands.extension import set_extension_schema

        set_extension_schema(session, target["String"]["sval"], schema)
    elif objtype in RELATIONS:
        _set_relation_schema(session, node, objtype)
    elif objtype in ("OBJECT_TYPE", "OBJECT_DOMAIN"):
        _set_type_schema(session, lookup_typename(session, as_typename(target)).type, objtype, schema)
    else:
        obj = get_object_address(session, objtype, target)
        assert isinstance(obj, (Namespaced, Proc))
        _move_object(session, objtype, obj, ns.namespace(session, schema), target)


def _set_type_schema(session: Session, type: Type, objtype: str, schema: str) -> None:
    """`AlterTypeNamespace`."""
    if objtype == "OBJECT_DOMAIN":
        check_alter_type(session, type, objtype)
    space = ns.namespace(session, schema)
    if type.is_array:
        check_alter_type(session, type, objtype)
    if type.namespace is not space:
        check_set_namespace(type.namespace, space)
        _check_type(session, type, space)
    check_alter_type(session, type, objtype)
    _move_type(session, type, space)


def _is_temp(space: Namespace) -> bool:
    return space.name.startswith(("pg_temp_", "pg_toast_temp_"))


def check_set_namespace(old: Namespace, new: Namespace) -> None:
    """`namespace.c, CheckSetNamespace`."""
    if _is_temp(old) or _is_temp(new):
        raise PgError("0A000", "cannot move objects into or out of temporary schemas", reason="unsupported")
    if "pg_toast" in (old.name, new.name):
        raise PgError("0A000", "cannot move objects into or out of TOAST schema", reason="unsupported")


def _change_dependency(session: Session, obj: CatalogObject, old: Namespace, new: Namespace) -> None:
    """`changeDependencyFor`, and the event."""
    if old in obj.references:
        deptype = obj.references[old]
        session.catalog.undepend(obj, old)
        session.catalog.depend(obj, new, deptype)
    session.catalog.event(obj, "altered", f"moved from schema {old.name}")


def _set_relation_schema(session: Session, node: AlterObjectSchemaStmt, objtype: str) -> None:
    """`AlterTableNamespace`."""
    rel = find_target(session, node)
    if rel is None:
        return
    location = node["relation"].get("location", 0)
    check_alter_relation(rel, objtype, location)
    if rel.relkind in "iI":
        if session.version < 15:
            raise lookup.not_a(rel, "a table, view, materialized view, sequence, or foreign table", location)
        error = lookup.not_a(rel, "", location)
        error.message = f'cannot change schema of index "{rel.name}"'
        error.hint = "Change the schema of the table instead."
        raise error
    if rel.sequence is not None and rel.sequence.owner is not None:
        raise PgError(
            "0A000",
            "cannot move an owned sequence into another schema",
            detail=f'Sequence "{rel.name}" is linked to table "{rel.sequence.owner.relation.name}".',
            location=location,
            reason="unsupported",
            kind="sequence",
            name=rel.name,
            obj=rel,
        )
    space = ns.namespace(session, node["newschema"])
    check_set_namespace(rel.namespace, space)
    if rel.namespace is not space:
        _move_relation(session, rel, space)


def _move_relation(session: Session, rel: Relation, space: Namespace) -> None:
    """`AlterTableNamespaceInternal`: with its row type, its indexes and the sequences of its columns."""
    catalog, journal, old = session.catalog, session.journal, rel.namespace
    existing = catalog.relation(space, rel.name)
    if existing is not None:
        if "self" in existing.unknown:
            raise Unknown(rel.name)
        raise _exists("relation", rel, space, existing, "42P07")
    if catalog.doubtful("relation", space.name, rel.name):
        raise Unknown(rel.name)
    rowtype = rel.rowtype if rel.rowtype is not None and rel.rowtype.namespace is not space else None
    if rowtype is not None:
        catalog.type(old, rowtype.name)
        _check_type(session, rowtype, space)
    journal.drop(old.relations, rel.name)
    journal.set(rel, "namespace", space)
    journal.put(space.relations, rel.name, rel)
    _change_dependency(session, rel, old, space)
    if rowtype is not None:
        _move_type(session, rowtype, space)
    for index in list(rel.indexes.values()):
        _move_relation(session, index, space)
    for attribute in rel.attributes.values():
        for obj in list(attribute.dependents):
            if isinstance(obj, Relation) and obj.sequence is not None and obj.sequence.owner is attribute:
                _move_relation(session, obj, space)


def _exists(kind: str, obj: CatalogObject, space: Namespace, existing: CatalogObject, sqlstate: str) -> PgError:
    return PgError(
        sqlstate,
        f'{kind} "{obj.name}" already exists in schema "{space.name}"',
        reason="exists",
        kind=kind,
        name=obj.name,
        within=space.name,
        obj=existing,
    )


def _check_type(session: Session, type: Type, space: Namespace) -> None:
    existing = session.catalog.type(space, type.name)
    if existing is not None:
        if "self" in existing.unknown:
            raise Unknown(type.name)
        raise _exists("type", type, space, existing, "42710")
    if session.catalog.doubtful("type", space.name, type.name):
        raise Unknown(type.name)


def _move_type(session: Session, type: Type, space: Namespace) -> None:
    """`AlterTypeNamespaceInternal`: with its array type, and the relation of a composite type."""
    journal, old = session.journal, type.namespace
    if old is space:
        return
    if old.types.get(type.name) is type:
        journal.drop(old.types, type.name)
    journal.set(type, "namespace", space)
    journal.put(space.types, type.name, type)
    _change_dependency(session, type, old, space)
    if type.relation is not None and type.relation.relkind == "c" and type.relation.namespace is not space:
        _move_relation(session, type.relation, space)
    if type.array is not None:
        _check_type(session, type.array, space)
        _move_type(session, type.array, space)


def _move_object(session: Session, objtype: str, obj: Namespaced, space: Namespace, target: Any) -> None:
    """`AlterObjectNamespace_internal`."""
    catalog, journal, old = session.catalog, session.journal, obj.namespace
    if old is space:
        return
    check_set_namespace(old, space)
    if isinstance(obj, Proc):
        check_new_name(session, space, obj.name, obj.argtypes)
        journal.put(old.procs, obj.name, [p for p in old.procs[obj.name] if p is not obj])
        journal.put(space.procs, obj.name, [*catalog.procs(space, obj.name), obj])
    elif isinstance(obj, Operator):
        _check_operator(session, obj, space)
        journal.put(old.operators, obj.name, [o for o in old.operators[obj.name] if o is not obj])
        journal.put(space.operators, obj.name, [*catalog.operators(space, obj.name), obj])
    else:
        method = "" if objtype in NAMESPACED else strings(target["List"]["items"])[0]
        key = (other_kind(objtype), other_key(method, obj.name))
        check_new_other(session, objtype, space.name, obj.name, method, catalog.other(space, *key))
        journal.drop(old.others, key)
        journal.put(space.others, key, obj)
    journal.set(obj, "namespace", space)
    _change_dependency(session, obj, old, space)


def _check_operator(session: Session, operator: Operator, space: Namespace) -> None:
    """No check of the server's own: the unique index of pg_operator refuses."""
    catalog = session.catalog
    if catalog.doubtful("operator", space.name, operator.name):
        raise Unknown(operator.name)
    for other in catalog.operators(space, operator.name):
        if other.left is operator.left and other.right is operator.right:
            raise PgError(
                "23505",
                'duplicate key value violates unique constraint "pg_operator_oprname_l_r_n_index"',
                reason="exists",
                kind="operator",
                name=operator.name,
                within=space.name,
                obj=other,
            )


def owner(session: Session, node: AlterOwnerStmt) -> None:
    """`ExecAlterOwnerStmt`: the role is looked for first."""
    new = lookup.named_role(session, node["newowner"])
    objtype: str = node.get("objectType", "")
    target: Any = node["object"]
    if objtype in ("OBJECT_TYPE", "OBJECT_DOMAIN"):
        type = find_type(session, as_typename(target), False)
        assert type is not None
        _check_type_owner(session, type, objtype)
        for obj in _with_type(type):
            session.journal.set(obj, "owner", new)
        session.catalog.event(type, "altered", "owner")
        return
    found = get_object_address(session, objtype, target)
    assert found is not None
    _check_superuser(session, found, new)
    session.journal.set(found, "owner", new)
    session.catalog.event(found, "altered", "owner")


def _check_type_owner(session: Session, type: Type, objtype: str) -> None:
    """`AlterTypeOwner`."""
    check_alter_type(session, type, objtype)
    if type.typtype == "m" and session.version >= 17:
        made_with = format_type(session, type.range) if type.range is not None else ""
        raise PgError(
            "42809",
            f"cannot alter multirange type {format_type(session, type)}",
            hint=f"You can alter type {made_with}, which will alter the multirange type as well.",
            reason="kind",
            kind="type",
            name=type.name,
            obj=type,
        )


def _with_type(type: Type) -> list[CatalogObject]:
    """`AlterTypeOwner_oid`: what belongs to whom the type belongs to."""
    found: list[CatalogObject] = [type]
    if type.array is not None:
        found.append(type.array)
    if type.relation is not None:
        found.append(type.relation)
    if type.multirange is not None:
        found += _with_type(type.multirange)
    return found


def _check_superuser(session: Session, obj: CatalogObject, new: str) -> None:
    """`AlterEventTriggerOwner_internal`, `AlterForeignDataWrapperOwner_internal`."""
    if isinstance(obj, EventTrigger):
        kind, article = "event trigger", "an"
    elif isinstance(obj, Simple) and obj.kind == "foreign-data wrapper":
        kind, article = obj.kind, "a"
    else:
        return
    role = ns.find_shared(session, "role", new)
    if isinstance(role, Role) and not role.superuser:
        raise PgError(
            "42501",
            f'permission denied to change owner of {kind} "{obj.name}"',
            hint=f"The owner of {article} {kind} must be a superuser.",
            reason="unsupported",
            kind=kind,
            name=obj.name,
            obj=obj,
        )


def depends(session: Session, node: AlterObjectDependsStmt) -> None:
    """`ExecAlterObjectDependsStmt`: [NO] DEPENDS ON EXTENSION; the object goes when the extension goes."""
    target: Any = node.get("object")
    if "relation" in node:
        var = node["relation"]
        names = [var[key] for key in ("catalogname", "schemaname", "relname") if var.get(key)]
        items = [{"String": {"sval": name}} for name in names]
        target = {"List": {"items": [*items, *(target["List"]["items"] if target else ())]}}
    obj = get_object_address(session, node.get("objectType", ""), target)
    extension = get_shared(session, "OBJECT_EXTENSION", node["extname"]["sval"])
    assert obj is not None and isinstance(extension, Extension)
    if not node.get("remove"):
        session.catalog.depend(obj, extension, "a")
    elif obj.references.get(extension) == "a":
        session.catalog.undepend(obj, extension)
    session.catalog.event(obj, "altered", "extension")
