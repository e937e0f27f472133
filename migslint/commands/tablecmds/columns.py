"""ALTER TABLE … COLUMN, but for its type (`commands/tablecmds.c`)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from migslint.analyze.types import UNSURE_REF
from migslint.catalog import heap
from migslint.catalog.depend import perform_deletion
from migslint.catalog.errors import PgError, undefined_column
from migslint.catalog.objects import Attribute, CatalogObject, Relation
from migslint.catalog.session import Session
from migslint.commands import reloptions
from migslint.commands.defelem import elements
from migslint.commands.parse_utilcmd import ColumnDef, Context, transform_column
from migslint.commands.parse_utilcmd_index import transform_index_constraints
from migslint.commands.tablecmds import alter, generated
from migslint.commands.tablecmds.alter import Command, Table
from migslint.commands.tablecmds.define import (
    add_default,
    build_column,
    check_attribute_type,
    check_compression,
    check_storage,
    check_virtual_type,
    is_null,
    set_not_null,
    store_default,
)
from migslint.commands.tablecmds.lookupcolumn import column_of, refuse_column


def prepare_typed(tab: Table, command: Command) -> None:
    """`ATPrepAddColumn`, `ATPrepDropColumn`: typed tables follow their type."""
    rel = tab.rel
    if rel.of_type is not None:
        what = "add column to" if command.subtype == "AT_AddColumn" else "drop column from"
        raise PgError("42809", f"cannot {what} typed table", reason="kind", kind="relation", name=rel.name, obj=rel)
    if rel.relkind == "c":
        for typed in typed_tables(rel, command.cascade):
            follow = _add_to_typed if command.subtype == "AT_AddColumn" else _drop_from_typed
            tab.after.append(partial(follow, tab, typed, command))


def typed_tables(rel: Relation, cascade: bool) -> list[Relation]:
    """`find_typed_table_dependencies`: PgError 2BP01 if there are some and not `cascade`."""
    if rel.rowtype is None:
        return []
    found = [o for o in rel.rowtype.dependents if isinstance(o, Relation) and o.of_type is rel.rowtype]
    if found and not cascade:
        raise PgError(
            "2BP01",
            f'cannot alter type "{rel.name}" because it is the type of a typed table',
            hint="Use ALTER ... CASCADE to alter the typed tables too.",
            reason="dependents",
            kind="type",
            name=rel.name,
            obj=found[0],
        )
    return found


def _add_to_typed(tab: Table, typed: Relation, command: Command) -> None:
    add_column(Table(tab.session, typed, True, tab.location), command)


def _drop_from_typed(tab: Table, typed: Relation, command: Command) -> None:
    column = typed.attributes.get(command.name)
    if column is not None:
        perform_deletion(tab.session, [column], command.cascade, tab.location)


# --- ADD COLUMN ---


def add_column(tab: Table, command: Command) -> None:
    """`ATExecAddColumn`."""
    session, rel = tab.session, tab.rel
    node = command.definition["ColumnDef"]
    name, location = node["colname"], node.get("location", 0)
    if rel.is_partition:
        raise PgError("42809", "cannot add column to a partition", reason="kind", kind="column", name=name, obj=rel)
    if not _name_is_free(session, rel, name, command.missing_ok, location, command.node):
        return
    cxt = Context(session, rel.name, rel.namespace, rel)
    column = transform_column(cxt, node)
    for statement in cxt.before:
        statement()
    tab.after.extend(cxt.after)
    queue_constraints(tab, cxt)
    attribute = _new_column(session, rel, column)
    add_default(session, attribute, column)
    if rel.relkind in "rp" and rel.rowtype is not None and column.generated != "v":
        default = column.default
        if column.identity or (default is not None and ("serial" in default or not is_null(default))):
            from migslint.commands.tablecmds.altertype import check_row_type_uses

            check_row_type_uses(rel, rel.rowtype)
    if rel.children:
        if column.identity and tab.recurse and rel.relkind != "p":
            message = "cannot recursively add identity column to table that has child tables"
            raise PgError("42P16", message, reason="definition", kind="column", name=name)
        if not tab.recurse:
            raise PgError("42P16", "column must be added to child tables too", reason="definition", kind="column")
        column.identity = column.identity if rel.relkind == "p" else ""
        for child in rel.children:
            _add_inherited(tab, child, column, node, rel.relkind == "p")


def _name_is_free(
    session: Session, rel: Relation, name: str, missing_ok: bool, location: int | None, statement: Any = None
) -> bool:
    """`check_for_column_name_collision`."""
    existing = rel.attributes.get(name)
    if existing is None:
        heap.check_column_name(name, "r", location)
        return True
    if missing_ok:
        session.notice(
            f'column "{name}" of relation "{rel.name}" already exists, skipping',
            sqlstate="42701",
            reason="skip",
            kind="column",
            name=name,
            obj=existing,
            location=location,
            statement=statement,
        )
        return False
    raise PgError(
        "42701",
        f'column "{name}" of relation "{rel.name}" already exists',
        location=location,
        reason="exists",
        kind="column",
        name=name,
        within=rel.name,
        obj=existing,
    )


def queue_constraints(tab: Table, cxt: Context) -> None:
    """`ATParseTransformCmd`: the constraints of a column or an ADD CONSTRAINT, each in the pass it belongs to."""
    for index in transform_index_constraints(cxt):
        if index.existing is not None:
            tab.passes[alter.ADD_INDEXCONSTR].append(Command("AT_AddIndexConstraint", definition=index))
        else:
            tab.passes[alter.ADD_INDEX].append(Command("AT_AddIndex", definition=index))
    for check in cxt.checks:
        tab.passes[alter.OTHERCONSTR].append(Command("AT_AddConstraint", definition=check, recurse=tab.recurse))
    for notnull in cxt.notnulls:
        tab.passes[alter.COL_ATTRS].append(Command("AT_AddConstraint", definition=notnull, recurse=tab.recurse))
    for foreign_key in cxt.foreign_keys:
        tab.passes[alter.OTHERCONSTR].append(Command("AT_AddConstraint", definition=foreign_key, recurse=tab.recurse))


def _new_column(session: Session, rel: Relation, column: ColumnDef) -> Attribute:
    if len(rel.attributes) >= 1600:
        raise PgError("54011", "tables can have at most 1600 columns", reason="definition")
    build_column(session, column)
    type = column.type or UNSURE_REF
    check_attribute_type(session, column.name, type.type, column.location, rel.rowtype)
    if column.generated == "v":
        check_virtual_type(column.name, type.type)
    attribute = heap.add_attribute(session, rel, column.name, type)
    attribute.collation, attribute.identity, attribute.generated = column.collation, column.identity, column.generated
    heap.depend_on_collation(session, attribute)
    return attribute


def _add_inherited(tab: Table, child: Relation, column: ColumnDef, node: Any, partition: bool) -> None:
    """`ATExecAddColumn` for a child table, merged with a column of its own."""
    session, journal = tab.session, tab.session.journal
    mine = child.attributes.get(column.name)
    if mine is not None:
        type = column.type or UNSURE_REF
        unsure = "?" in (mine.type.typtype, type.type.typtype)
        if not unsure and (mine.type is not type.type or mine.typmod != type.typmod):
            message = f'child table "{child.name}" has different type for column "{column.name}"'
            raise PgError("42804", message, reason="type", kind="column", name=column.name, obj=mine)
        if mine.collation != column.collation:
            message = f'child table "{child.name}" has different collation for column "{column.name}"'
            raise PgError("42P21", message, reason="type", kind="column", name=column.name, obj=mine)
        journal.set(mine, "inhcount", mine.inhcount + 1)
        session.notice(f'merging definition of column "{column.name}" for child "{child.name}"')
        return
    _name_is_free(session, child, column.name, False, column.location)
    attribute = _new_column(session, child, column)
    attribute.inhcount, attribute.islocal = 1, False
    add_default(session, attribute, column)
    session.catalog.event(child, "altered")
    for grandchild in child.children:
        _add_inherited(tab, grandchild, column, node, partition)


# --- DROP COLUMN ---


def drop_column(tab: Table, command: Command) -> None:
    """`ATExecDropColumn`."""
    session, rel, name = tab.session, tab.rel, command.name
    column = rel.attributes.get(name)
    if column is None:
        if name in heap.SYSTEM_COLUMNS:
            raise refuse_column("0A000", f'cannot drop system column "{name}"', name, rel)
        if "column" in rel.unknown:
            return
        if command.missing_ok:
            session.notice(
                f'column "{name}" of relation "{rel.name}" does not exist, skipping',
                reason="skip",
                kind="column",
                name=name,
                obj=rel,
                location=tab.location,
            )
            return
        raise undefined_column(name, rel.name, tab.location, rel)
    targets: list[CatalogObject] = []
    _collect_dropped(tab, rel, column, tab.recurse, targets, top=True)
    perform_deletion(session, targets, command.cascade, tab.location)


def _collect_dropped(
    tab: Table, rel: Relation, column: Attribute, recurse: bool, targets: list[CatalogObject], top: bool
) -> None:
    journal, name = tab.session.journal, column.name
    if column.inhcount > 0 and top:
        raise refuse_column("42P16", f'cannot drop inherited column "{name}"', name, rel, obj=column)
    key = rel.partition_key
    if key is not None and column in key.columns:
        message = f'cannot drop column "{name}" because it is part of the partition key of relation "{rel.name}"'
        raise refuse_column("42P16", message, name, rel, obj=column)
    if rel.children:
        if rel.relkind == "p" and not recurse:
            message = "cannot drop column from only the partitioned table when partitions exist"
            raise refuse_column("42P16", message, name, rel, "Do not specify the ONLY keyword.", column)
        for child in rel.children:
            mine = child.attributes.get(name)
            if mine is None or mine.inhcount == 0:
                continue
            if recurse:
                if mine.inhcount == 1 and not mine.islocal:
                    _collect_dropped(tab, child, mine, True, targets, top=False)
                else:
                    journal.set(mine, "inhcount", mine.inhcount - 1)
            else:
                journal.set(mine, "inhcount", mine.inhcount - 1)
                journal.set(mine, "islocal", True)
    targets.append(column)


# --- DEFAULT, NOT NULL ---


def column_default(tab: Table, command: Command) -> None:
    """`ATExecColumnDefault`."""
    session, rel, name = tab.session, tab.rel, command.name
    column = column_of(rel, name, tab.location)
    if column is None:
        return
    of_relation = f'column "{name}" of relation "{rel.name}"'
    drop = command.definition is None
    if column.identity:
        hint = "Use ALTER TABLE ... ALTER COLUMN ... DROP IDENTITY instead." if drop else None
        raise refuse_column("42601", f"{of_relation} is an identity column", name, rel, hint, column)
    if column.generated:
        hint = None
        if drop and column.generated == "s":
            hint = "Use ALTER TABLE ... ALTER COLUMN ... DROP EXPRESSION instead."
        elif not drop and session.version >= 17:
            hint = "Use ALTER TABLE ... ALTER COLUMN ... SET EXPRESSION instead."
        raise refuse_column("42601", f"{of_relation} is a generated column", name, rel, hint, column)
    if drop:
        heap.clear_default(session, column)
    else:
        store_default(session, column, command.definition)
    session.catalog.event(column, "altered")
    if tab.recurse:
        for child in rel.children:
            if name in child.attributes:
                column_default(Table(session, child, True, tab.location), command)


def set_column_not_null(tab: Table, command: Command) -> None:
    """`ATExecSetNotNull`."""
    from migslint.commands.parse_utilcmd import NotNull
    from migslint.commands.tablecmds.constraintcmds import add_not_null

    column = column_of(tab.rel, command.name, tab.location)
    if column is None:
        return
    session = tab.session
    if session.version < 18:
        for child in tab.rel.children if tab.rel.relkind == "p" and not tab.recurse else ():
            mine = child.attributes.get(command.name)
            if mine is not None and not mine.notnull:
                raise PgError(
                    "42P16",
                    "constraint must be added to child tables too",
                    detail=f'Column "{command.name}" of relation "{child.name}" is not already NOT NULL.',
                    hint="Do not specify the ONLY keyword.",
                    reason="definition",
                )
        if tab.recurse:
            set_not_null(session, column)
        elif not column.notnull:
            session.journal.set(column, "notnull", True)
        session.catalog.event(column, "altered")
        return
    add_not_null(tab, tab.rel, NotNull(command.name), tab.recurse, set_command=True)


def drop_not_null(tab: Table, command: Command) -> None:
    """`ATExecDropNotNull`."""
    from migslint.commands.tablecmds.constraintcmds import drop_constraint
    from migslint.commands.tablecmds.constraints import not_null_constraint

    session, rel, name = tab.session, tab.rel, command.name
    column = column_of(rel, name, tab.location)
    if column is None or not column.notnull:
        return
    if column.identity:
        message = f'column "{name}" of relation "{rel.name}" is an identity column'
        raise refuse_column("42601", message, name, rel, obj=column)
    for parent in rel.parents:
        theirs = parent.attributes.get(name)
        if rel.is_partition and theirs is not None and theirs.notnull:
            raise refuse_column("42P16", f'column "{name}" is marked NOT NULL in parent table', name, rel, obj=theirs)
    constraint = not_null_constraint(column) if session.version >= 18 else None
    if constraint is not None:
        drop_constraint(tab, rel, constraint, tab.recurse, False)
        session.catalog.event(column, "altered")
        return
    check_not_null_needed(rel, column)
    session.journal.set(column, "notnull", False)
    session.catalog.event(column, "altered")
    if session.version < 18 and tab.recurse and rel.relkind == "p":
        for child in rel.children:
            mine = child.attributes.get(name)
            if mine is not None and mine.notnull:
                session.journal.set(mine, "notnull", False)


def check_not_null_needed(rel: Relation, column: Attribute) -> None:
    """The keys and the replica identity that a column is in need it NOT NULL."""
    for index in rel.indexes.values():
        info = index.index
        if info is None or column not in info.keys[: info.width]:
            continue
        if info.primary:
            raise refuse_column("42P16", f'column "{column.name}" is in a primary key', column.name, rel, obj=column)
        if info.replica_identity and rel.replica_identity == "i":
            message = f'column "{column.name}" is in index used as replica identity'
            raise refuse_column("42P16", message, column.name, rel, obj=column)


# --- statistics, storage, options ---


def set_statistics(tab: Table, command: Command) -> None:
    """`ATExecSetStatistics`."""
    session, rel = tab.session, tab.rel
    if rel.relkind not in "iI" and not command.name:
        raise PgError("0A000", "cannot refer to non-index column by number", reason="unsupported")
    value = (command.definition or {}).get("Integer", {}).get("ival", 0) if command.definition else -1
    if value < -1:
        raise PgError("22023", f"statistics target {value} is too low", reason="value")
    if value > 10000:
        session.notice("lowering statistics target to 10000", sqlstate="22023", severity="WARNING", reason="value")
    if rel.relkind in "iI" and rel.index is not None:
        number = command.node.get("num", 0)
        keys = rel.index.keys
        if number > len(keys):
            message = f'column number {number} of relation "{rel.name}" does not exist'
            raise PgError("42703", message, reason="missing", kind="column", within=rel.name)
        key = keys[number - 1] if number else None
        if key is not None:
            included = number > rel.index.width
            what = "included" if included else "non-expression"
            raise PgError(
                "0A000",
                f'cannot alter statistics on {what} column "{key.name}" of index "{rel.name}"',
                hint=None if included else "Alter statistics on table column instead.",
                reason="unsupported",
            )
        return
    column = column_of(rel, command.name, tab.location)
    if column is not None and column.generated == "v":
        message = f'cannot alter statistics on virtual generated column "{command.name}"'
        raise PgError("0A000", message, reason="unsupported")


def set_options(tab: Table, command: Command) -> None:
    """`ATExecSetOptions`."""
    column_of(tab.rel, command.name, tab.location)
    nodes = elements(command.definition["List"]["items"])
    reset = command.subtype == "AT_ResetOptions"
    options = reloptions.transform({}, nodes, reset=reset)
    reloptions.check(tab.session, "a", options, nodes)


def set_storage(tab: Table, command: Command) -> None:
    """`ATExecSetStorage`."""
    column = column_of(tab.rel, command.name, tab.location)
    if column is not None:
        check_storage(tab.session, column.type, command.definition["String"]["sval"])


def set_compression(tab: Table, command: Command) -> None:
    """`ATExecSetCompression`."""
    column = column_of(tab.rel, command.name, tab.location)
    if column is not None:
        check_compression(tab.session, column.type, command.definition["String"]["sval"])


def column_generic_options(tab: Table, command: Command) -> None:
    """`ATExecAlterColumnGenericOptions`: what the options mean is the wrapper's business."""
    column_of(tab.rel, command.name, tab.location)


EXECUTE: dict[str, Callable[[Table, Command], None]] = {
    "AT_AddColumn": add_column,
    "AT_DropColumn": drop_column,
    "AT_ColumnDefault": column_default,
    "AT_AddIdentity": generated.add_identity,
    "AT_SetIdentity": generated.set_identity,
    "AT_DropIdentity": generated.drop_identity,
    "AT_DropNotNull": drop_not_null,
    "AT_SetNotNull": set_column_not_null,
    "AT_SetExpression": generated.set_expression,
    "AT_DropExpression": generated.drop_expression,
    "AT_SetStatistics": set_statistics,
    "AT_SetOptions": set_options,
    "AT_ResetOptions": set_options,
    "AT_SetStorage": set_storage,
    "AT_SetCompression": set_compression,
    "AT_AlterColumnGenericOptions": column_generic_options,
}
