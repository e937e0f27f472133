"""ALTER … RENAME of every kind (`commands/alter.c, ExecRenameStmt`).

What is done to names is done in place: the objects stay the same, and the order in which they lie stays too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from migslint.analyze.parse_type import lookup_typename
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown, duplicate_object, duplicate_relation, undefined_object
from migslint.catalog.names import array_type_name, move_array_type
from migslint.catalog.names import rename_type as rename_type_entry
from migslint.catalog.objects import CatalogObject, Constraint, Namespaced, Proc, Relation, Trigger, Type
from migslint.catalog.pg_proc import check_new_name
from migslint.catalog.session import Session
from migslint.catalog.typename import format_type
from migslint.commands import lookup
from migslint.commands.lookup import as_typename, strings
from migslint.commands.objectaddress import (
    NAMESPACED,
    RELATIONS,
    SHARED,
    get_domain_constraint,
    get_object_address,
    relation_part,
)
from migslint.commands.renameatt import check_rename_attribute, find_all_inheritors, rename_column

if TYPE_CHECKING:
    from migslint.catalog.journal import Journal
    from migslint.syntax.nodes import RenameStmt

T = TypeVar("T")

#: relkinds that `ALTER <kind>` takes, and how another one is told
_TAKES = {
    "OBJECT_SEQUENCE": ("S", "a sequence"),
    "OBJECT_VIEW": ("v", "a view"),
    "OBJECT_MATVIEW": ("m", "a materialized view"),
    "OBJECT_FOREIGN_TABLE": ("f", "a foreign table"),
    "OBJECT_TYPE": ("c", "a composite type"),
}


def rename(session: Session, node: RenameStmt) -> None:
    """`ExecRenameStmt`."""
    kind: str = node["renameType"]
    if kind in RELATIONS:
        rename_relation(session, node, kind)
    elif kind in ("OBJECT_COLUMN", "OBJECT_ATTRIBUTE"):
        rename_column(session, node)
    elif kind in ("OBJECT_TABCONSTRAINT", "OBJECT_DOMCONSTRAINT"):
        rename_constraint(session, node, kind)
    elif kind in ("OBJECT_TYPE", "OBJECT_DOMAIN"):
        rename_type(session, node, kind)
    elif kind == "OBJECT_POLICY":
        rename_policy(session, node)
    elif kind == "OBJECT_TRIGGER":
        rename_trigger(session, node)
    elif kind == "OBJECT_RULE":
        rename_rule(session, node)
    elif kind == "OBJECT_SCHEMA":
        from migslint.commands.schemacmds import rename_schema

        rename_schema(session, node["subname"], node["newname"])
    elif kind == "OBJECT_ROLE":
        from migslint.commands.user import rename_role

        rename_role(session, node["subname"], node["newname"])
    elif kind in ("OBJECT_DATABASE", "OBJECT_TABLESPACE"):
        _rename_cluster_object(session, kind, node["subname"], node["newname"])
    else:
        rename_object(session, node, kind)


def find_target(session: Session, node: Any) -> Relation | None:
    """`RangeVarGetRelidExtended` of the statement's relation, with the NOTICE of IF EXISTS."""
    var = node["relation"]
    if not node.get("missing_ok"):
        return lookup.relation(session, var)
    rel = lookup.find_relation(session, var)
    if rel is None:
        session.notice(
            f'relation "{var["relname"]}" does not exist, skipping',
            reason="skip",
            kind="relation",
            name=var["relname"],
            location=var.get("location", 0),
        )
    return rel


def check_alter_relation(rel: Relation, kind: str, location: int | None) -> None:
    """`RangeVarCallbackForAlterRelation`, for RENAME and SET SCHEMA."""
    lookup.check_not_system(rel, location)
    relkinds, what = _TAKES.get(kind, ("", ""))
    if relkinds and rel.relkind not in relkinds:
        raise lookup.not_a(rel, what, location)
    if rel.relkind == "c" and kind != "OBJECT_TYPE":
        error = lookup.not_a(rel, "", location)
        error.message, error.hint = f'"{rel.name}" is a composite type', "Use ALTER TYPE instead."
        raise error


def rename_relation(session: Session, node: RenameStmt, kind: str) -> None:
    """`RenameRelation`."""
    rel = find_target(session, node)
    if rel is not None:
        location = node["relation"].get("location", 0)
        check_alter_relation(rel, kind, location)
        rename_relation_internal(session, rel, node["newname"], location)


def rename_relation_internal(session: Session, rel: Relation, new: str, location: int | None = None) -> None:
    """`RenameRelationInternal`: the relation, its row type, and the constraint whose index it is."""
    catalog, journal, space, old = session.catalog, session.journal, rel.namespace, rel.name
    existing = catalog.relation(space, new)
    if existing is not None:
        if "self" in existing.unknown:
            raise Unknown(new)
        raise duplicate_relation(new, location, existing)
    if catalog.doubtful("relation", space.name, new):
        raise Unknown(new)
    if rel.rowtype is not None:
        rename_type_internal(session, rel.rowtype, new, location)
    table = rel.index.table if rel.index is not None else None
    if table is not None and table.indexes.get(old) is rel:
        rename_key(journal, table.indexes, old, new)
    journal.drop(space.relations, old)
    journal.set(rel, "name", new)
    journal.put(space.relations, new, rel)
    catalog.settle("relation", space.name, new)
    catalog.event(rel, "renamed", old)
    if table is not None:
        for constraint in table.constraints.values():
            if constraint.index is rel and constraint.contype in "pux":
                rename_constraint_by_id(session, constraint, new, location)
                break


def rename_key(journal: Journal, members: dict[str, T], old: str, new: str) -> None:
    """One key of a dict gets another name where it stands."""
    journal.save(members)
    items = [(new if name == old else name, member) for name, member in members.items()]
    members.clear()
    members.update(items)


def rename_type(session: Session, node: RenameStmt, kind: str) -> None:
    """`typecmds.c, RenameType`."""
    type = lookup_typename(session, as_typename(node["object"])).type
    check_alter_type(session, type, kind)
    if type.typtype == "c" and type.relation is not None:
        rename_relation_internal(session, type.relation, node["newname"])
    else:
        rename_type_internal(session, type, node["newname"])


def check_alter_type(session: Session, type: Type, kind: str) -> None:
    """What RENAME, SET SCHEMA and OWNER TO of a type refuse in common: 42809."""
    shown = format_type(session, type)
    if type.typtype == "?":
        raise Unknown(type.name)
    hint = None
    if kind == "OBJECT_DOMAIN" and type.typtype != "d":
        message = f"{shown} is not a domain"
    elif type.typtype == "c" and type.relation is not None and type.relation.relkind != "c":
        message, hint = f"{shown} is a table's row type", "Use ALTER TABLE instead."
    elif type.is_array and type.element is not None and type.element.array is type:
        message = f"cannot alter array type {shown}"
        hint = f"You can alter type {format_type(session, type.element)}, which will alter the array type as well."
    else:
        return
    raise PgError("42809", message, hint=hint, reason="kind", kind="type", name=type.name, obj=type)


def rename_type_internal(session: Session, type: Type, new: str, location: int | None = None) -> None:
    """`pg_type.c, RenameTypeInternal`: an array type in the way moves, and the type's own array type follows."""
    catalog, space = session.catalog, type.namespace
    catalog.type(space, type.name)
    existing = catalog.type(space, new)
    if existing is None:
        if catalog.doubtful("type", space.name, new):
            raise Unknown(new)
    elif "self" in existing.unknown:
        raise Unknown(new)
    elif not (existing.defined and move_array_type(catalog, existing)):
        raise duplicate_object("type", new, location, obj=existing)
    array = type.array if type.array is not existing else None
    array_name, old = array_type_name(catalog, space, new), type.name
    rename_type_entry(catalog, type, new)
    catalog.settle("type", space.name, new)
    catalog.event(type, "renamed", old)
    if array is not None:
        rename_type_entry(catalog, array, array_name)


def rename_constraint(session: Session, node: RenameStmt, kind: str) -> None:
    """`RenameConstraint`."""
    old, new = node["subname"], node["newname"]
    if kind == "OBJECT_DOMCONSTRAINT":
        domain = lookup_typename(session, as_typename(node["object"])).type
        check_alter_type(session, domain, "OBJECT_DOMAIN")
        constraint = get_domain_constraint(session, domain, old)
        assert isinstance(constraint, Constraint)
        rename_constraint_by_id(session, constraint, new)
        return
    rel = find_target(session, node)
    if rel is not None:
        location = node["relation"].get("location", 0)
        check_rename_attribute(session, rel, False, location)
        _rename_constraint(session, rel, old, new, node["relation"].get("inh", False), 0, location)


def _rename_constraint(
    session: Session, rel: Relation, old: str, new: str, recurse: bool, expected_parents: int, location: int | None
) -> None:
    """`rename_constraint_internal`."""
    check_rename_attribute(session, rel, False, location)
    constraint = relation_part(rel, "OBJECT_TABCONSTRAINT", old)
    assert isinstance(constraint, Constraint)
    if constraint.contype in "cn" and not constraint.no_inherit:
        if recurse:
            for child, parents in find_all_inheritors(rel):
                _rename_constraint(session, child, old, new, False, parents, location)
        elif not expected_parents and rel.children:
            raise _inherited(f'inherited constraint "{old}" must be renamed in child tables too', old, rel, location)
        if constraint.inhcount > expected_parents:
            raise _inherited(f'cannot rename inherited constraint "{old}"', old, rel, location)
    if constraint.index is not None and constraint.contype in "pux":
        rename_relation_internal(session, constraint.index, new, location)
    else:
        rename_constraint_by_id(session, constraint, new, location)


def _inherited(message: str, name: str, rel: Relation, location: int | None) -> PgError:
    return PgError(
        "42P16",
        message,
        location=location,
        reason="definition",
        kind="constraint",
        name=name,
        within=rel.name,
        obj=rel,
    )


def rename_constraint_by_id(session: Session, constraint: Constraint, new: str, location: int | None = None) -> None:
    """`pg_constraint.c, RenameConstraintById`."""
    owner: Relation | Type | None = constraint.relation or constraint.domain
    assert owner is not None
    if isinstance(owner, Relation):
        shown = f'relation "{owner.name}"'
    else:
        shown = f"domain {format_type(session, owner)}"
    old, existing = constraint.name, owner.constraints.get(new)
    if existing is not None:
        raise _exists(f'constraint "{new}" for {shown} already exists', "constraint", new, owner, existing, location)
    if "constraint" in owner.unknown:
        raise Unknown(new)
    rename_key(session.journal, owner.constraints, old, new)
    session.catalog.constraint_names.add(new)
    session.journal.set(constraint, "name", new)
    session.catalog.event(constraint, "renamed", old)


def _exists(
    message: str, kind: str, name: str, owner: CatalogObject, existing: CatalogObject, location: int | None
) -> PgError:
    return PgError(
        "42710",
        message,
        location=location,
        reason="exists",
        kind=kind,
        name=name,
        within=owner.name,
        obj=existing,
    )


def rename_policy(session: Session, node: RenameStmt) -> None:
    """`policy.c, rename_policy`; it takes no notice of IF EXISTS."""
    old, new = node["subname"], node["newname"]
    location = node["relation"].get("location", 0)
    rel = lookup.relation(session, node["relation"])
    lookup.check_not_system(rel, location)
    if rel.relkind not in "rp":
        raise lookup.not_a(rel, "a table", location)
    existing = rel.policies.get(new)
    if existing is not None:
        message = f'policy "{new}" for table "{rel.name}" already exists'
        raise _exists(message, "policy", new, rel, existing, location)
    policy = relation_part(rel, "OBJECT_POLICY", old)
    if "policy" in rel.unknown:
        raise Unknown(new)
    assert policy is not None
    rename_key(session.journal, rel.policies, old, new)
    session.journal.set(policy, "name", new)
    session.catalog.event(policy, "renamed", old)


def rename_trigger(session: Session, node: RenameStmt) -> None:
    """`trigger.c, renametrig`: in the partitions too."""
    old, new = node["subname"], node["newname"]
    location = node["relation"].get("location", 0)
    rel = lookup.relation(session, node["relation"])
    if rel.relkind not in "rvfp":
        raise _cannot_have(session, rel, "triggers", location)
    lookup.check_not_system(rel, location)
    if session.version < 15 and new in rel.triggers:
        message = f'trigger "{new}" for relation "{rel.name}" already exists'
        raise _exists(message, "trigger", new, rel, rel.triggers[new], location)
    trigger = relation_part(rel, "OBJECT_TRIGGER", old)
    assert isinstance(trigger, Trigger)
    if trigger.parent is not None and session.version >= 15:
        raise PgError(
            "0A000" if session.version >= 18 else "XX000",
            f'cannot rename trigger "{old}" on table "{rel.name}"',
            hint=f'Rename the trigger on the partitioned table "{rel.parents[0].name}" instead.',
            location=location,
            reason="unsupported",
            kind="trigger",
            name=old,
            within=rel.name,
            obj=trigger,
        )
    _rename_trigger(session, trigger, new, old, location)


def _rename_trigger(session: Session, trigger: Trigger, new: str, expected: str, location: int | None) -> None:
    """`renametrig_internal`, `renametrig_partition`."""
    rel, old = trigger.relation, trigger.name
    if old != new:
        existing = rel.triggers.get(new)
        if existing is not None:
            message = f'trigger "{new}" for relation "{rel.name}" already exists'
            raise _exists(message, "trigger", new, rel, existing, location)
        if "trigger" in rel.unknown:
            raise Unknown(new)
        if old != expected:
            session.notice(f'renamed trigger "{old}" on relation "{rel.name}"', kind="trigger", name=old, obj=trigger)
        rename_key(session.journal, rel.triggers, old, new)
        session.journal.set(trigger, "name", new)
        session.catalog.event(trigger, "renamed", old)
    if session.version >= 15:
        for child in rel.children:
            for other in list(child.triggers.values()):
                if other.parent is trigger:
                    _rename_trigger(session, other, new, expected, location)


def _cannot_have(session: Session, rel: Relation, what: str, location: int | None) -> PgError:
    if session.version < 15:
        kinds = "a table, view, or foreign table" if what == "triggers" else "a table or view"
        return lookup.not_a(rel, kinds, location)
    error = lookup.not_a(rel, "", location, lookup.relkind_not_supported(rel.relkind))
    error.message = f'relation "{rel.name}" cannot have {what}'
    return error


def rename_rule(session: Session, node: RenameStmt) -> None:
    """`rewriteDefine.c, RenameRewriteRule`."""
    old, new = node["subname"], node["newname"]
    location = node["relation"].get("location", 0)
    rel = lookup.relation(session, node["relation"])
    if rel.relkind not in "rvp":
        raise _cannot_have(session, rel, "rules", location)
    lookup.check_not_system(rel, location)
    select_rule = old == "_RETURN" and rel.relkind == "v"
    rule = None if select_rule else relation_part(rel, "OBJECT_RULE", old)
    existing = rel.rules.get(new)
    if existing is not None or (new == "_RETURN" and rel.relkind == "v"):
        message = f'rule "{new}" for relation "{rel.name}" already exists'
        raise _exists(message, "rule", new, rel, existing or rel, location)
    if rule is None:
        raise PgError("42P17", "renaming an ON SELECT rule is not allowed", location=location, kind="rule", name=old)
    if "rule" in rel.unknown:
        raise Unknown(new)
    rename_key(session.journal, rel.rules, old, new)
    session.journal.set(rule, "name", new)
    session.catalog.event(rule, "renamed", old)


def _rename_cluster_object(session: Session, objtype: str, old: str, new: str) -> None:
    """`RenameDatabase`, `RenameTableSpace`."""
    kind = SHARED[objtype][0]
    obj = ns.find_shared(session, kind, old)
    if obj is None:
        raise undefined_object(kind, old)
    if kind == "tablespace" and new.startswith("pg_"):
        raise PgError(
            "42939",
            f'unacceptable tablespace name "{new}"',
            detail='The prefix "pg_" is reserved for system tablespaces.',
            reason="definition",
            kind=kind,
            name=new,
        )
    existing = session.catalog.global_object(kind, new)
    if existing is not None:
        raise duplicate_object(kind, new, sqlstate="42P04" if kind == "database" else "42710", obj=existing)
    if kind == "database" and obj.builtin:
        raise Unknown(old)
    _rename_shared(session, kind, obj, new)


def rename_object(session: Session, node: RenameStmt, objtype: str) -> None:
    """`AlterObjectRename_internal`."""
    new = node["newname"]
    obj = get_object_address(session, objtype, node["object"])
    assert obj is not None
    if isinstance(obj, Proc):
        _rename_proc(session, obj, new)
    elif objtype in SHARED:
        kind = SHARED[objtype][0]
        existing = ns.find_shared(session, kind, new)
        if existing is not None:
            raise duplicate_object(kind, new, obj=existing)
        _rename_shared(session, kind, obj, new)
    else:
        assert isinstance(obj, Namespaced)
        target: Any = node["object"]
        method = "" if objtype in NAMESPACED else strings(target["List"]["items"])[0]
        _rename_other(session, objtype, obj, new, method)


def _rename_proc(session: Session, proc: Proc, new: str) -> None:
    journal, space, old = session.journal, proc.namespace, proc.name
    check_new_name(session, space, new, proc.argtypes)
    journal.put(space.procs, old, [p for p in space.procs[old] if p is not proc])
    journal.put(space.procs, new, [*session.catalog.procs(space, new), proc])
    journal.set(proc, "name", new)
    session.catalog.event(proc, "renamed", old)


def _rename_shared(session: Session, kind: str, obj: CatalogObject, new: str) -> None:
    catalog, journal, old = session.catalog, session.journal, obj.name
    journal.drop(catalog.shared, (kind, old))
    journal.set(obj, "name", new)
    journal.put(catalog.shared, (kind, new), obj)
    catalog.event(obj, "renamed", old)
    field = {"server": "server", "foreign-data wrapper": "wrapper", "language": "language"}.get(kind)
    if field is not None:
        for dependent in obj.dependents:
            if getattr(dependent, field, None) == old:
                journal.set(dependent, field, new)


def _rename_other(session: Session, objtype: str, obj: Namespaced, new: str, method: str) -> None:
    catalog, journal, space, old = session.catalog, session.journal, obj.namespace, obj.name
    kind, old_key, new_key = other_kind(objtype), other_key(method, old), other_key(method, new)
    check_new_other(session, objtype, space.name, new, method, catalog.other(space, kind, new_key))
    journal.drop(space.others, (kind, old_key))
    journal.set(obj, "name", new)
    journal.put(space.others, (kind, new_key), obj)
    catalog.event(obj, "renamed", old)
    if kind == "collation":
        for rel in list(catalog.relations()):
            for attribute in rel.attributes.values():
                if attribute.collation == f"{space.name}.{old}":
                    journal.set(attribute, "collation", f"{space.name}.{new}")


def other_kind(objtype: str) -> str:
    """The kind under which a schema keeps what is neither relation, type, routine nor operator."""
    if objtype in NAMESPACED:
        return NAMESPACED[objtype]
    return "operator class" if objtype == "OBJECT_OPCLASS" else "operator family"


def other_key(method: str, name: str) -> str:
    """The key under which a schema keeps an object: operator classes and families go by their access method."""
    return f"{method} {name}" if method else name


def check_new_other(
    session: Session, objtype: str, schema: str, name: str, method: str, existing: CatalogObject | None
) -> None:
    """`report_namespace_conflict`, `IsThereCollationInNamespace`, `IsThereOpClassInNamespace`."""
    kind = other_kind(objtype)
    if existing is None:
        if session.catalog.doubtful(kind, schema, name):
            raise Unknown(name)
        return
    if "self" in existing.unknown:
        raise Unknown(name)
    extra = f' for access method "{method}"' if method else ""
    if kind == "collation" and getattr(existing, "details", {}).get("encoding"):
        extra = ' for encoding "UTF8"'
    raise PgError(
        "42710",
        f'{kind} "{name}"{extra} already exists in schema "{schema}"',
        reason="exists",
        kind=kind,
        name=name,
        within=schema,
        obj=existing,
    )
