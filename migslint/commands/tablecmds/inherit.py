"""INHERIT and NO INHERIT, ATTACH and DETACH PARTITION of tables that are there (`commands/tablecmds.c`)."""

from __future__ import annotations

from typing import Any

from migslint.catalog.depend import remove
from migslint.catalog.errors import PgError
from migslint.catalog.names import choose_constraint_name
from migslint.catalog.objects import Attribute, Constraint, Relation
from migslint.catalog.session import Session
from migslint.commands import lookup
from migslint.commands.equal import same_tree
from migslint.commands.tablecmds.constraints import conflicts, not_null_constraint, store
from migslint.commands.tablecmds.define import inherit


def all_inheritors(rel: Relation) -> list[Relation]:
    """`find_all_inheritors`: the table and all its descendants."""
    out = [rel]
    for found in out:
        out.extend(c for c in found.children if c not in out)
    return out


def _refuse(message: str, obj: Relation, sqlstate: str = "42809", detail: str | None = None) -> PgError:
    return PgError(
        sqlstate, message, detail=detail, reason="definition", kind="relation", name=obj.name, within="", obj=obj
    )


def add_inherit(session: Session, rel: Relation, node: Any) -> None:
    """`ATExecAddInherit`."""
    from migslint.commands.tablecmds.alter import simple_permissions

    parent = lookup.open_relation(session, node)
    simple_permissions(session, "AT_AddInherit", parent, "rpf")
    if parent.persistence == "t" and rel.persistence != "t":
        raise _refuse(f'cannot inherit from temporary relation "{parent.name}"', parent)
    if parent.relkind == "p":
        raise _refuse(f'cannot inherit from partitioned table "{parent.name}"', parent)
    if parent.is_partition:
        raise _refuse("cannot inherit from a partition", parent)
    if parent in rel.parents:
        raise _refuse(f'relation "{parent.name}" would be inherited from more than once', parent, "42P07")
    _check_circle(rel, parent)
    _check_transition_triggers(rel, "an inheritance child")
    create_inheritance(session, rel, parent, False)


def _check_circle(rel: Relation, parent: Relation) -> None:
    if parent in all_inheritors(rel):
        raise _refuse(
            "circular inheritance not allowed", parent, "42P07", f'"{parent.name}" is already a child of "{rel.name}".'
        )


def _check_transition_triggers(rel: Relation, what: str) -> None:
    for trigger in rel.triggers.values():
        if trigger.row and (trigger.old_table or trigger.new_table):
            kind = "inheritance hierarchies" if what == "an inheritance child" else "partitions"
            raise _refuse(
                f'trigger "{trigger.name}" prevents table "{rel.name}" from becoming {what}',
                rel,
                "0A000",
                f"ROW triggers with transition tables are not supported in {kind}."
                if what == "an inheritance child"
                else "ROW triggers with transition tables are not supported on partitions.",
            )


def create_inheritance(session: Session, rel: Relation, parent: Relation, partition: bool) -> None:
    """`CreateInheritance`."""
    merge_attributes_into(session, rel, parent, partition)
    _merge_constraints_into(session, rel, parent, partition)
    inherit(session, rel, parent, "a" if partition else "n")


def merge_attributes_into(session: Session, rel: Relation, parent: Relation, partition: bool) -> None:
    """`MergeAttributesIntoExisting`: 42804 for a column that is missing or not as the parent's."""
    journal, modern = session.journal, session.version >= 18

    def wrong(message: str, column: Attribute, sqlstate: str = "42804") -> PgError:
        return PgError(sqlstate, message, reason="type", kind="column", name=column.name, within=rel.name, obj=rel)

    for theirs in parent.attributes.values():
        name = theirs.name
        mine = rel.attributes.get(name)
        if mine is None:
            if "column" in rel.unknown:
                continue
            raise wrong(f'child table is missing column "{name}"', theirs)
        if "column" in rel.unknown:
            journal.set(mine, "inhcount", mine.inhcount + 1)
            continue
        unsure = "?" in (mine.type.typtype, theirs.type.typtype)
        if not unsure and (mine.type is not theirs.type or mine.typmod != theirs.typmod):
            raise wrong(f'child table "{rel.name}" has different type for column "{name}"', mine)
        if mine.collation != theirs.collation:
            raise wrong(f'child table "{rel.name}" has different collation for column "{name}"', mine, "42P21")
        if theirs.notnull and not mine.notnull:
            constraint = not_null_constraint(theirs)
            if constraint is None or not constraint.no_inherit:
                table = f' "{rel.name}"' if modern else ""
                raise wrong(f'column "{name}" in child table{table} must be marked NOT NULL', mine)
        if theirs.generated and not mine.generated:
            raise wrong(f'column "{name}" in child table must be a generated column', mine)
        if mine.generated and not theirs.generated:
            raise wrong(f'column "{name}" in child table must not be a generated column', mine)
        if theirs.generated and mine.generated and theirs.generated != mine.generated:
            kinds = {"s": "STORED", "v": "VIRTUAL"}
            error = wrong(f'column "{name}" inherits from generated column of different kind', mine)
            error.detail = f"Parent column is {kinds[theirs.generated]}, child column is {kinds[mine.generated]}."
            raise error
        if partition and theirs.identity and session.version >= 17:
            journal.set(mine, "identity", theirs.identity)
        journal.set(mine, "inhcount", mine.inhcount + 1)
        if partition:
            journal.set(mine, "islocal", False)


def _merge_constraints_into(session: Session, rel: Relation, parent: Relation, partition: bool) -> None:
    """`MergeConstraintsIntoExisting`."""
    journal = session.journal
    for theirs in parent.constraints.values():
        if theirs.contype not in "cn" or theirs.no_inherit:
            continue
        mine: Constraint | None
        if theirs.contype == "n":
            column = rel.attributes.get(theirs.columns[0].name)
            mine = not_null_constraint(column) if column is not None else None
        else:
            mine = rel.constraints.get(theirs.name)
            if mine is not None and mine.contype != "c":
                mine = None
        if mine is None:
            if rel.unknown & {"constraint", "column"}:
                continue
            if theirs.contype == "n":
                message = f'column "{theirs.columns[0].name}" in child table "{rel.name}" must be marked NOT NULL'
            else:
                message = f'child table is missing constraint "{theirs.name}"'
            raise PgError(
                "42804", message, reason="missing", kind="constraint", name=theirs.name, within=rel.name, obj=rel
            )
        if theirs.contype == "c" and not same_tree(mine.expression, theirs.expression):
            message = f'child table "{rel.name}" has different definition for check constraint "{theirs.name}"'
            raise PgError("42804", message, reason="definition", kind="constraint", name=theirs.name, obj=mine)
        on_child = "{} constraint on child table"
        if mine.no_inherit:
            raise conflicts(mine.name, on_child.format("non-inherited"), rel, mine)
        if theirs.validated and mine.enforced and not mine.validated:
            raise conflicts(mine.name, on_child.format("NOT VALID"), rel, mine)
        if theirs.enforced and not mine.enforced:
            raise conflicts(mine.name, on_child.format("NOT ENFORCED"), rel, mine)
        journal.set(mine, "inhcount", mine.inhcount + 1)
        if partition:
            journal.set(mine, "islocal", False)


def drop_inherit(session: Session, rel: Relation, node: Any) -> None:
    """`ATExecDropInherit`."""
    parent = lookup.open_relation(session, node)
    remove_inheritance(session, rel, parent)


def remove_inheritance(session: Session, rel: Relation, parent: Relation, partition: bool = False) -> None:
    """`RemoveInheritance`."""
    journal = session.journal
    if parent not in rel.parents:
        what = "partition" if partition else "parent"
        a, b = (rel, parent) if partition else (parent, rel)
        raise _refuse(f'relation "{a.name}" is not a {what} of relation "{b.name}"', parent, "42P01")
    journal.set(rel, "parents", [p for p in rel.parents if p is not parent])
    journal.set(parent, "children", [c for c in parent.children if c is not rel])
    session.catalog.undepend(rel, parent)
    for name in parent.attributes:
        mine = rel.attributes.get(name)
        if mine is not None and mine.inhcount > 0:
            journal.set(mine, "inhcount", mine.inhcount - 1)
            if mine.inhcount == 0:
                journal.set(mine, "islocal", True)
            if partition and mine.identity and session.version >= 17:
                journal.set(mine, "identity", "")
    not_nulls = {c.columns[0].name for c in parent.constraints.values() if c.contype == "n" and c.columns}
    checks = {c.name for c in parent.constraints.values() if c.contype == "c"}
    for constraint in rel.constraints.values():
        matches = (
            constraint.name in checks
            if constraint.contype == "c"
            else constraint.contype == "n" and constraint.columns and constraint.columns[0].name in not_nulls
        )
        if matches and constraint.inhcount > 0:
            journal.set(constraint, "inhcount", constraint.inhcount - 1)
            if constraint.inhcount == 0:
                journal.set(constraint, "islocal", True)


def attach_partition(session: Session, rel: Relation, command: Any, bound: Any) -> None:
    """`ATExecAttachPartition`; `bound` has been through `transform_bound`."""
    from migslint.commands.tablecmds.alter import simple_permissions
    from migslint.commands.tablecmds.foreignkey import clone_foreign_keys
    from migslint.commands.tablecmds.partition import check_new_bound, clone_indexes
    from migslint.commands.trigger import clone_row_triggers

    child = lookup.open_relation(session, command["name"])
    simple_permissions(session, "AT_AttachPartition", child, "rfp")
    if child.is_partition:
        raise _refuse(f'"{child.name}" is already a partition', child)
    if child.of_type is not None:
        raise _refuse("cannot attach a typed table as partition", child)
    if child.parents:
        raise _refuse("cannot attach inheritance child as partition", child)
    if child.children and child.relkind == "r":
        raise _refuse("cannot attach inheritance parent as partition", child)
    _check_circle(child, rel)
    if rel.persistence == "t" and child.persistence != "t":
        message = f'cannot attach a permanent relation as partition of temporary relation "{rel.name}"'
        raise _refuse(message, child)
    if rel.persistence != "t" and child.persistence == "t":
        message = f'cannot attach a temporary relation as partition of permanent relation "{rel.name}"'
        raise _refuse(message, child)
    for column in child.attributes.values():
        if column.identity and session.version >= 17:
            raise _refuse(
                f'table "{child.name}" being attached contains an identity column "{column.name}"',
                child,
                "55000",
                "The new partition may not contain an identity column.",
            )
        if column.name not in rel.attributes and "column" not in rel.unknown:
            raise PgError(
                "42804",
                f'table "{child.name}" contains column "{column.name}" not found in parent "{rel.name}"',
                detail="The new partition may contain only the columns present in parent.",
                reason="definition",
                kind="column",
                name=column.name,
                within=child.name,
                obj=child,
            )
    _check_transition_triggers(child, "a partition")
    check_new_bound(session, child.name, rel, bound)
    create_inheritance(session, child, rel, True)
    session.journal.set(child, "partition_bound", bound)
    clone_indexes(session, child, rel, attaching=True)
    clone_row_triggers(session, rel, child)
    clone_foreign_keys(session, rel, child)
    session.catalog.event(child, "altered", "attached")


def detach_partition(session: Session, rel: Relation, command: Any) -> None:
    """`ATExecDetachPartition`, `DetachPartitionFinalize`."""
    from migslint.commands.index import detach
    from migslint.commands.trigger import drop_cloned_triggers

    child = lookup.open_relation(session, command["name"])
    concurrent = command.get("concurrent", False)
    if concurrent and any(getattr(c.partition_bound, "default", False) for c in rel.children):
        raise _refuse("cannot detach partitions concurrently when a default partition exists", rel, "55000")
    remove_inheritance(session, child, rel, partition=True)
    if concurrent:
        _add_bound_check(session, rel, child)
    journal, catalog = session.journal, session.catalog
    journal.set(child, "partition_bound", None)
    drop_cloned_triggers(session, child)
    for constraint in list(child.constraints.values()):
        if constraint.contype == "f":
            for on, deptype in list(constraint.references.items()):
                if deptype in "PS":
                    catalog.undepend(constraint, on)
            if not constraint.islocal:
                journal.set(constraint, "inhcount", max(0, constraint.inhcount - 1))
                journal.set(constraint, "islocal", True)
                for column in constraint.columns:
                    catalog.depend(constraint, column, "a")
    _drop_extra_foreign_keys(session, child)
    for index in list(child.indexes.values()):
        if any(p.index is not None and p.index.table is rel for p in index.parents):
            detach(session, index)
    catalog.event(child, "altered", "detached")


def _add_bound_check(session: Session, rel: Relation, child: Relation) -> None:
    """`DetachAddConstraintIfNeeded`: DETACH CONCURRENTLY leaves the bound behind as a CHECK."""
    key = rel.partition_key
    if key is None or key.strategy == "h":
        return
    columns = [child.attributes[c.name] for c in key.columns if c.name in child.attributes]
    column = columns[0].name if len(columns) == 1 else None
    name = choose_constraint_name(session.catalog, child.namespace, child.name, column, "check")
    store(session, Constraint(name=name, relation=child, contype="c", columns=columns))


def detach_finalize(session: Session, rel: Relation, command: Any) -> None:
    """`ATExecDetachPartitionFinalize`: no detach is ever pending here."""
    child = lookup.open_relation(session, command["name"])
    if child not in rel.children:
        raise _refuse(f'relation "{child.name}" is not a partition of relation "{rel.name}"', child, "42P01")
    message = f'cannot complete detaching partition "{child.name}"'
    raise _refuse(message, child, "55000", "There's no pending concurrent detach.")


def _drop_extra_foreign_keys(session: Session, child: Relation) -> None:
    """Those that stood for this partition, and its own partitions, of a referenced table."""
    dependents = {o for a in child.attributes.values() for o in a.dependents}
    for constraint in dependents:
        if isinstance(constraint, Constraint) and constraint.contype == "f" and constraint.ref_relation is child:
            if any(d == "i" and isinstance(o, Constraint) for o, d in constraint.references.items()):
                _remove_with_parts(session, constraint)


def _remove_with_parts(session: Session, constraint: Constraint) -> None:
    for part, deptype in list(constraint.dependents.items()):
        if deptype == "i" and isinstance(part, Constraint):
            _remove_with_parts(session, part)
    remove(session.catalog, constraint)


def attach_index(session: Session, parent: Relation, node: Any) -> None:
    """`ATExecAttachPartitionIdx`."""
    from migslint.commands.index import attach, same_index
    from migslint.commands.parse_utilcmd_index import owning_constraint

    index = lookup.relation(session, node)
    if index.index is None:
        error = lookup.not_a(index, "an index", node.get("location"))
        error.sqlstate = "42P17"
        raise error
    if index.parents:
        if index.parents[0] is parent:
            return
        detail = f'Index "{index.name}" is already attached to another index.'
        raise _cannot_attach(index, parent, detail)
    assert parent.index is not None
    if index.index.table not in parent.index.table.children:
        detail = f'Index "{index.name}" is not an index on any partition of table "{parent.index.table.name}".'
        raise _cannot_attach(index, parent, detail)
    for other in index.index.table.indexes.values():
        if parent in other.parents:
            detail = f'Another index is already attached for partition "{index.index.table.name}".'
            raise _cannot_attach(index, parent, detail)
    if not same_index(index, parent):
        raise _cannot_attach(index, parent, "The index definitions do not match.", "42P17")
    theirs = owning_constraint(parent)
    if theirs is not None and owning_constraint(index) is None:
        detail = (
            f'The index "{parent.name}" belongs to a constraint in table "{parent.index.table.name}" but no constraint '
            f'exists for index "{index.name}".'
        )
        raise _cannot_attach(index, parent, detail, "42P17")
    attach(session, index, parent)
    attached = {i.index.table for i in parent.children if i.index is not None}
    if all(c in attached or c.relkind == "f" for c in parent.index.table.children) and not parent.index.valid:
        session.journal.set(parent.index, "valid", True)


def _cannot_attach(index: Relation, parent: Relation, detail: str, sqlstate: str = "55000") -> PgError:
    message = f'cannot attach index "{index.name}" as a partition of index "{parent.name}"'
    return PgError(sqlstate, message, detail=detail, reason="definition", kind="index", name=index.name, obj=index)
