"""The rest of ALTER TABLE: owner, storage, triggers, rules, row security, typed tables … (`commands/tablecmds.c`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from migslint.analyze.parse_type import lookup_typename
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown, undefined_object
from migslint.catalog.objects import CatalogObject, Constraint, Publication, Relation
from migslint.catalog.session import Session
from migslint.commands import lookup, reloptions
from migslint.commands.defelem import elements
from migslint.commands.indexcmds import tablespace
from migslint.commands.tablecmds import inherit
from migslint.commands.tablecmds.alter import Command, Table
from migslint.commands.tablecmds.define import check_of_type, table_access_method


def _refuse(sqlstate: str, message: str, tab: Table, **rest: Any) -> PgError:
    return PgError(
        sqlstate,
        message,
        detail=rest.get("detail"),
        hint=rest.get("hint"),
        location=tab.location,
        reason=rest.get("reason", "definition"),
        kind=rest.get("kind", "relation"),
        name=rest.get("name", tab.rel.name),
        within=tab.rel.name,
        obj=rest.get("obj", tab.rel),
    )


def prepare(tab: Table, command: Command) -> None:
    """The parts of `ATPrepCmd` that check more than the kind of relation."""
    session, rel = tab.session, tab.rel
    if command.subtype in ("AT_SetLogged", "AT_SetUnLogged"):
        if tab.persistence:
            raise _refuse("0A000", "cannot change persistence setting twice", tab)
        tab.persistence = True
        _prepare_persistence(tab, command.subtype == "AT_SetLogged")
    elif command.subtype == "AT_SetAccessMethod":
        table_access_method(session, command.name)
        if tab.access_method:
            raise _refuse("0A000", "cannot have multiple SET ACCESS METHOD subcommands", tab)
        tab.access_method = (command.name or "heap") != (rel.method or "heap")
    elif command.subtype == "AT_SetTableSpace":
        tablespace(session, command.name)
        if tab.tablespace:
            raise _refuse("42601", "cannot have multiple SET TABLESPACE subcommands", tab)
        tab.tablespace = True
    elif rel.of_type is not None and command.subtype in ("AT_AddInherit", "AT_DropInherit"):
        raise _refuse("42809", "cannot change inheritance of typed table", tab)
    elif command.subtype == "AT_AddInherit":
        if rel.is_partition:
            raise _refuse("42809", "cannot change inheritance of a partition", tab)
        if rel.relkind == "p":
            raise _refuse("42809", "cannot change inheritance of partitioned table", tab)


def _prepare_persistence(tab: Table, logged: bool) -> None:
    """`ATPrepChangePersistence`."""
    rel = tab.rel
    if rel.persistence == "t":
        raise _refuse("42P16", f'cannot change logged status of table "{rel.name}" because it is temporary', tab)
    if not logged:
        for publication in tab.session.catalog.shared.values():
            if isinstance(publication, Publication) and rel in publication.relations:
                message = f'cannot change table "{rel.name}" to unlogged because it is part of a publication'
                raise _refuse("55000", message, tab, detail="Unlogged relations cannot be replicated.")
    if logged:
        others = [c.ref_relation for c in rel.constraints.values() if c.contype == "f"]
        for other in others:
            if other is not None and other is not rel and other.persistence == "u":
                message = (
                    f'could not change table "{rel.name}" to logged because it references unlogged table "{other.name}"'
                )
                raise _refuse("42P16", message, tab, obj=other)
        return
    for constraint in _referencing(rel):
        user = constraint.relation
        if user is not None and user is not rel and user.persistence == "p":
            message = (
                f'could not change table "{rel.name}" to unlogged because it references logged table "{user.name}"'
            )
            raise _refuse("42P16", message, tab, obj=user)


def _referencing(rel: Relation) -> list[Constraint]:
    """The foreign keys that reference the table."""
    found: dict[CatalogObject, None] = {}
    for attribute in rel.attributes.values():
        for obj in attribute.dependents:
            if isinstance(obj, Constraint) and obj.contype == "f" and obj.ref_relation is rel:
                found[obj] = None
    return [c for c in found if isinstance(c, Constraint)]


def execute(tab: Table, command: Command) -> None:
    """The part of `ATExecCmd` that is about neither columns nor constraints."""
    subtype = command.subtype
    if "Trig" in subtype:
        _triggers(tab, command)
    elif "Rule" in subtype:
        _rules(tab, command)
    elif "RowSecurity" in subtype:
        field = "force_row_security" if "Force" in subtype else "row_security"
        tab.session.journal.set(tab.rel, field, subtype in ("AT_EnableRowSecurity", "AT_ForceRowSecurity"))
    else:
        found = _EXECUTE.get(subtype)
        if found is not None:
            found(tab, command)


def _owner(tab: Table, command: Command) -> None:
    """`ATExecChangeOwner`."""
    session, rel = tab.session, tab.rel
    owner = lookup.named_role(session, command.node["newowner"])
    message = detail = None
    if rel.relkind in "iI" and rel.owner != owner:
        session.notice(
            f'cannot change owner of index "{rel.name}"', sqlstate="42809", severity="WARNING", reason="kind", obj=rel
        )
        return
    if rel.relkind == "S" and rel.sequence is not None and rel.sequence.owner is not None and rel.owner != owner:
        message = f'cannot change owner of sequence "{rel.name}"'
        detail = f'Sequence "{rel.name}" is linked to table "{rel.sequence.owner.relation.name}".'
        raise _refuse("0A000", message, tab, detail=detail)
    change_owner(session, rel, owner)


def change_owner(session: Session, rel: Relation, owner: str) -> None:
    """The relation, its row type, its indexes and the sequences that belong to its columns."""
    journal = session.journal
    journal.set(rel, "owner", owner)
    if rel.rowtype is not None:
        journal.set(rel.rowtype, "owner", owner)
        if rel.rowtype.array is not None:
            journal.set(rel.rowtype.array, "owner", owner)
    for index in rel.indexes.values():
        journal.set(index, "owner", owner)
    for attribute in rel.attributes.values():
        for obj, deptype in attribute.dependents.items():
            if isinstance(obj, Relation) and obj.relkind == "S" and deptype in "ai":
                journal.set(obj, "owner", owner)


def _index_of(tab: Table, name: str) -> Relation:
    """`check_index_is_clusterable` and `ATExecReplicaIdentity` look the index up in the table's schema."""
    rel = tab.rel
    found = tab.session.catalog.relation(rel.namespace, name)
    if found is None:
        if "index" in rel.unknown or tab.session.catalog.doubtful("relation", rel.namespace.name, name):
            raise Unknown(name)
        raise _refuse(
            "42704",
            f'index "{name}" for table "{rel.name}" does not exist',
            tab,
            reason="missing",
            kind="index",
            name=name,
        )
    return found


def _cluster_on(tab: Table, command: Command) -> None:
    """`ATExecClusterOn`."""
    found = _index_of(tab, command.name)
    check_clusterable(tab.session, tab.rel, found, tab.location)
    mark_clustered(tab.session, tab.rel, found)


def check_clusterable(session: Session, rel: Relation, index: Relation, location: int | None) -> None:
    """`check_index_is_clusterable`."""
    if index.index is None:
        raise lookup.not_a(index, "an index", location)

    def refuse(sqlstate: str, message: str) -> PgError:
        return PgError(sqlstate, message, location=location, reason="definition", kind="index", name=index.name)

    if index.index.table is not rel:
        raise refuse("42809", f'"{index.name}" is not an index for table "{rel.name}"')
    if index.index.method not in ("btree", "gist"):
        message = f'cannot cluster on index "{index.name}" because access method does not support clustering'
        raise refuse("0A000", message)
    if index.index.predicate is not None:
        raise refuse("0A000", f'cannot cluster on partial index "{index.name}"')
    if not index.index.valid:
        raise refuse("0A000", f'cannot cluster on invalid index "{index.name}"')


def mark_clustered(session: Session, rel: Relation, index: Relation | None) -> None:
    """`mark_index_clustered`."""
    if rel.relkind == "p":
        raise PgError("0A000", "cannot mark index clustered in partitioned table", reason="unsupported")
    for other in rel.indexes.values():
        if other.index is not None and other.index.clustered != (other is index):
            session.journal.set(other.index, "clustered", other is index)


def _drop_cluster(tab: Table, command: Command) -> None:
    mark_clustered(tab.session, tab.rel, None)


def _persistence(tab: Table, command: Command) -> None:
    value = "p" if command.subtype == "AT_SetLogged" else "u"
    journal = tab.session.journal
    journal.set(tab.rel, "persistence", value)
    for index in tab.rel.indexes.values():
        journal.set(index, "persistence", value)
    if tab.session.version >= 15:
        for attribute in tab.rel.attributes.values():
            for obj in attribute.dependents:
                if isinstance(obj, Relation) and obj.relkind == "S" and obj.sequence is not None:
                    if obj.sequence.owner is attribute:
                        journal.set(obj, "persistence", value)


def _access_method(tab: Table, command: Command) -> None:
    tab.session.journal.set(tab.rel, "method", command.name)


def _tablespace(tab: Table, command: Command) -> None:
    tab.session.journal.set(tab.rel, "tablespace", command.name)


def _rel_options(tab: Table, command: Command) -> None:
    """`ATExecSetRelOptions`."""
    session, rel = tab.session, tab.rel
    nodes = elements(command.definition["List"]["items"])
    reset = command.subtype == "AT_ResetRelOptions"
    toast = ("toast",) if rel.relkind in "rmp" else ()
    options = reloptions.transform(rel.options, nodes, None, toast, reset=reset)
    if rel.relkind in "iI":
        method = rel.index.method if rel.index is not None else rel.method
        if method in reloptions.METHODS:
            reloptions.check(session, method, options, nodes)
    else:
        reloptions.check_heap(session, rel.relkind, options, nodes)
    if toast and any(n.get("defnamespace") == "toast" for n in nodes):
        reloptions.check(session, "t", reloptions.transform({}, nodes, "toast", toast, reset=reset), nodes)
    if rel.relkind == "v" and "check_option" in options and not reset:
        from migslint.analyze.updatable import reason_not_updatable

        hint = reason_not_updatable(session, rel.query)
        if hint:
            message = "WITH CHECK OPTION is supported only on automatically updatable views"
            raise _refuse("0A000", message, tab, hint=hint, reason="unsupported", kind="view")
    session.journal.set(rel, "options", options)


_STATES = {"Enable": "O", "EnableAlways": "A", "EnableReplica": "R", "Disable": "D"}


def _triggers(tab: Table, command: Command) -> None:
    """`EnableDisableTrigger`."""
    session, rel, subtype = tab.session, tab.rel, command.subtype.removeprefix("AT_")
    state = _STATES[subtype.partition("Trig")[0]]
    if subtype.endswith("Trig"):
        found = rel.triggers.get(command.name)
        if found is None:
            if "trigger" in rel.unknown:
                return
            raise _refuse(
                "42704",
                f'trigger "{command.name}" for table "{rel.name}" does not exist',
                tab,
                reason="missing",
                kind="trigger",
                name=command.name,
            )
        chosen = [found]
    else:
        chosen = list(rel.triggers.values())
    for trigger in chosen:
        session.journal.set(trigger, "enabled", state)
        if rel.relkind == "p" and trigger.row and tab.recurse:
            _enable_clones(session, trigger, state)


def _enable_clones(session: Session, trigger: Any, state: str) -> None:
    for clone, deptype in trigger.dependents.items():
        if deptype == "P" and getattr(clone, "parent", None) is trigger:
            session.journal.set(clone, "enabled", state)
            _enable_clones(session, clone, state)


def _rules(tab: Table, command: Command) -> None:
    """`EnableDisableRule`."""
    rel = tab.rel
    found = rel.rules.get(command.name)
    if found is None:
        if "rule" in rel.unknown:
            return
        raise _refuse(
            "42704",
            f'rule "{command.name}" for relation "{rel.name}" does not exist',
            tab,
            reason="missing",
            kind="rule",
            name=command.name,
        )
    state = _STATES[command.subtype.removeprefix("AT_").partition("Rule")[0]]
    tab.session.journal.set(found, "enabled", state)


def _add_inherit(tab: Table, command: Command) -> None:
    inherit.add_inherit(tab.session, tab.rel, command.definition["RangeVar"])


def _drop_inherit(tab: Table, command: Command) -> None:
    if tab.rel.is_partition:
        raise _refuse("42809", "cannot change inheritance of a partition", tab)
    inherit.drop_inherit(tab.session, tab.rel, command.definition["RangeVar"])


def _attach(tab: Table, command: Command) -> None:
    """`transformPartitionCmd`, then the command."""
    session, rel = tab.session, tab.rel
    node = command.definition["PartitionCmd"]
    if rel.relkind == "I":
        if node.get("bound"):
            raise _refuse("42P17", f'"{rel.name}" is not a partitioned table', tab)
        inherit.attach_index(session, rel, node["name"])
        return
    if rel.relkind != "p":
        raise _refuse("42P17", f'table "{rel.name}" is not partitioned', tab)
    from migslint.commands.tablecmds.partition import transform_bound

    bound = transform_bound(session, rel, node["bound"])
    inherit.attach_partition(session, rel, node, bound)


def _detach(tab: Table, command: Command) -> None:
    if tab.rel.relkind != "p":
        raise _refuse("42P17", f'table "{tab.rel.name}" is not partitioned', tab)
    inherit.detach_partition(tab.session, tab.rel, command.definition["PartitionCmd"])


def _detach_finalize(tab: Table, command: Command) -> None:
    inherit.detach_finalize(tab.session, tab.rel, command.definition["PartitionCmd"])


def _add_of(tab: Table, command: Command) -> None:
    """`ATExecAddOf`."""
    session, rel = tab.session, tab.rel
    type = lookup_typename(session, command.definition["TypeName"]).type
    check_of_type(session, type)
    if rel.parents:
        raise _refuse("42809", "typed tables cannot inherit", tab)
    columns = iter(rel.attributes.values())
    for wanted in type.relation.attributes.values() if type.relation is not None else ():
        mine = next(columns, None)
        if mine is None:
            raise _refuse("42804", f'table is missing column "{wanted.name}"', tab, name=wanted.name, kind="column")
        if mine.name != wanted.name:
            message = f'table has column "{mine.name}" where type requires "{wanted.name}"'
            raise _refuse("42804", message, tab, name=mine.name, kind="column")
        unsure = "?" in (mine.type.typtype, wanted.type.typtype)
        if not unsure and (mine.type is not wanted.type or mine.typmod != wanted.typmod):
            message = f'table "{rel.name}" has different type for column "{mine.name}"'
            raise _refuse("42804", message, tab, name=mine.name, kind="column")
    extra = next(columns, None)
    if extra is not None:
        raise _refuse("42804", f'table has extra column "{extra.name}"', tab, name=extra.name, kind="column")
    if rel.of_type is not None:
        session.catalog.undepend(rel, rel.of_type)
    session.journal.set(rel, "of_type", type)
    session.catalog.depend(rel, type)


def _drop_of(tab: Table, command: Command) -> None:
    """`ATExecDropOf`."""
    rel = tab.rel
    if rel.of_type is None:
        raise _refuse("42809", f'"{rel.name}" is not a typed table', tab, reason="kind")
    tab.session.catalog.undepend(rel, rel.of_type)
    tab.session.journal.set(rel, "of_type", None)


def _replica_identity(tab: Table, command: Command) -> None:
    """`ATExecReplicaIdentity`."""
    session, rel = tab.session, tab.rel
    node = command.definition["ReplicaIdentityStmt"]
    kind = node.get("identity_type", "d")
    chosen: Relation | None = None
    if kind == "i":
        name = node["name"]
        chosen = _index_of(tab, name)
        _check_replica_index(tab, chosen)
    for index in rel.indexes.values():
        if index.index is not None and index.index.replica_identity != (index is chosen):
            session.journal.set(index.index, "replica_identity", index is chosen)
    session.journal.set(rel, "replica_identity", kind)


def _check_replica_index(tab: Table, index: Relation) -> None:
    rel, info, name = tab.rel, index.index, index.name
    if info is None:
        raise lookup.not_a(index, "an index", tab.location)

    def refuse(message: str, sqlstate: str = "42809") -> PgError:
        return _refuse(sqlstate, message, tab, kind="index", name=name, obj=index)

    if info.table is not rel:
        raise refuse(f'"{name}" is not an index for table "{rel.name}"')
    if not info.unique:
        raise refuse(f'cannot use non-unique index "{name}" as replica identity')
    if not info.immediate:
        raise refuse(f'cannot use non-immediate index "{name}" as replica identity', "0A000")
    if info.expressions:
        raise refuse(f'cannot use expression index "{name}" as replica identity', "0A000")
    if info.predicate is not None:
        raise refuse(f'cannot use partial index "{name}" as replica identity', "0A000")
    for key in info.keys[: info.width]:
        if key is not None and not key.notnull:
            raise refuse(f'index "{name}" cannot be used as replica identity because column "{key.name}" is nullable')


def foreign_server(session: Session, name: str) -> CatalogObject | None:
    """`GetForeignServerByName`: None if it may be there."""
    try:
        found = ns.find_shared(session, "foreign server", name) or ns.find_shared(session, "server", name)
    except Unknown:
        return None
    if found is None:
        raise undefined_object("server", name)
    return found


def move_all(session: Session, node: Any) -> None:
    """`AlterTableMoveAll`."""
    names = (node["orig_tablespacename"], node["new_tablespacename"])
    for name in names:
        if name != "pg_global":
            tablespace(session, name)
    if "pg_global" in names:
        message = "cannot move relations in to or out of pg_global tablespace"
        raise PgError("22023", message, reason="unsupported")
    for role in node.get("roles", ()):
        lookup.named_role(session, role["RoleSpec"])


_EXECUTE: dict[str, Callable[[Table, Command], None]] = {
    "AT_ChangeOwner": _owner,
    "AT_ClusterOn": _cluster_on,
    "AT_DropCluster": _drop_cluster,
    "AT_SetLogged": _persistence,
    "AT_SetUnLogged": _persistence,
    "AT_SetAccessMethod": _access_method,
    "AT_SetTableSpace": _tablespace,
    "AT_SetRelOptions": _rel_options,
    "AT_ResetRelOptions": _rel_options,
    "AT_AddInherit": _add_inherit,
    "AT_DropInherit": _drop_inherit,
    "AT_AttachPartition": _attach,
    "AT_DetachPartition": _detach,
    "AT_DetachPartitionFinalize": _detach_finalize,
    "AT_AddOf": _add_of,
    "AT_DropOf": _drop_of,
    "AT_ReplicaIdentity": _replica_identity,
}
