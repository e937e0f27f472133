"""IDENTITY and generated columns in ALTER TABLE (`commands/tablecmds.c`)."""

from __future__ import annotations

from typing import Any

from migslint.catalog import heap
from migslint.catalog.depend import perform_deletion
from migslint.catalog.errors import PgError, undefined_column
from migslint.catalog.objects import Relation, TypeRef
from migslint.catalog.session import Session
from migslint.commands import sequence
from migslint.commands.defelem import conflicting
from migslint.commands.parse_utilcmd import ColumnDef, Context, serial_sequence
from migslint.commands.tablecmds.alter import Command, Table
from migslint.commands.tablecmds.define import store_default
from migslint.commands.tablecmds.lookupcolumn import column_of, refuse_column


def _identity_inherits(tab: Table, what: str) -> bool:
    """Whether the children follow; PgError on a partition, or with ONLY."""
    rel = tab.rel
    if rel.relkind == "p" and not tab.recurse and tab.session.version >= 17:
        word = {"add": "to", "drop": "from"}.get(what)
        column = f"{what} identity {word} a column" if word else "change identity column"
        raise PgError(
            "42P16",
            f"cannot {column} of only the partitioned table",
            hint="Do not specify the ONLY keyword.",
            reason="definition",
        )
    if rel.is_partition and tab.session.version >= 17:
        word = {"add": "to", "drop": "from"}.get(what)
        column = f"{what} identity {word} a column" if word else "change identity column"
        raise PgError("42P16", f"cannot {column} of a partition", reason="definition", kind="column")
    return rel.relkind == "p" and tab.session.version >= 17


def add_identity(tab: Table, command: Command) -> None:
    """`transformAlterTableStmt`, AT_AddIdentity; `ATExecAddIdentity`."""
    session, rel, name = tab.session, tab.rel, command.name
    definition = command.definition["Constraint"]
    if name not in rel.attributes and name not in heap.SYSTEM_COLUMNS and "column" not in rel.unknown:
        raise undefined_column(name, rel.name, tab.location, rel)
    if name in heap.SYSTEM_COLUMNS and name not in rel.attributes:
        raise PgError("22023", "identity column type must be smallint, integer, or bigint", reason="type")
    column = column_of(rel, name, tab.location)
    if column is None:
        return
    cxt = Context(session, rel.name, rel.namespace, rel)
    coldef = ColumnDef(name, TypeRef(column.type))
    serial_sequence(cxt, coldef, TypeRef(column.type), definition.get("options", ()), True, exists=True)
    for statement in cxt.before:
        statement()
    inherits = _identity_inherits(tab, "add")
    of_relation = f'column "{name}" of relation "{rel.name}"'
    if not column.notnull:
        raise refuse_column("55000", f"{of_relation} must be declared NOT NULL before identity can be added", name, rel)
    if column.identity:
        raise refuse_column("55000", f"{of_relation} is already an identity column", name, rel, obj=column)
    if column.default is not None:
        raise refuse_column("55000", f"{of_relation} already has a default value", name, rel, obj=column)
    _set_identity(session, rel, name, definition.get("generated_when", "a"), inherits)


def _set_identity(session: Session, rel: Relation, name: str, value: str, inherits: bool) -> None:
    column = rel.attributes.get(name)
    if column is None:
        return
    session.journal.set(column, "identity", value)
    session.catalog.event(column, "altered")
    if inherits:
        for child in rel.children:
            _set_identity(session, child, name, value, True)


def set_identity(tab: Table, command: Command) -> None:
    """`transformAlterTableStmt`, AT_SetIdentity; `ATExecSetIdentity`."""
    session, rel, name = tab.session, tab.rel, command.name
    options = [d["DefElem"] for d in command.definition["List"]["items"]]
    if name not in rel.attributes and "column" not in rel.unknown and name not in heap.SYSTEM_COLUMNS:
        raise undefined_column(name, rel.name, tab.location, rel)
    column = column_of(rel, name, tab.location)
    if column is None:
        return
    owned = sequence.identity_sequence(column)
    if owned is not None:
        sequence.alter(session, owned, [o for o in options if o["defname"] != "generated"], True)
    inherits = _identity_inherits(tab, "change")
    generated = [o for o in options if o["defname"] == "generated"]
    if len(generated) > 1:
        raise conflicting(generated[1])
    if not column.identity:
        message = f'column "{name}" of relation "{rel.name}" is not an identity column'
        raise refuse_column("55000", message, name, rel, obj=column)
    if generated:
        arg: Any = generated[0]["arg"]
        _set_identity(session, rel, name, chr(arg["Integer"]["ival"]), inherits)


def drop_identity(tab: Table, command: Command) -> None:
    """`ATExecDropIdentity`."""
    session, rel, name = tab.session, tab.rel, command.name
    inherits = _identity_inherits(tab, "drop")
    column = column_of(rel, name, tab.location)
    if column is None:
        return
    if not column.identity:
        message = f'column "{name}" of relation "{rel.name}" is not an identity column'
        if not command.missing_ok:
            raise refuse_column("55000", message, name, rel, obj=column)
        session.notice(f"{message}, skipping", reason="skip", kind="identity", name=name, obj=column)
        return
    _set_identity(session, rel, name, "", inherits)
    owned = sequence.identity_sequence(column)
    if owned is not None:
        session.catalog.undepend(owned, column)
        perform_deletion(session, [owned], False, tab.location)


def set_expression(tab: Table, command: Command) -> None:
    """`ATExecSetExpression`."""
    session, rel, name = tab.session, tab.rel, command.name
    column = column_of(rel, name, tab.location)
    if column is None:
        return
    if not column.generated:
        message = f'column "{name}" of relation "{rel.name}" is not a generated column'
        raise refuse_column("55000", message, name, rel, obj=column)
    if column.generated == "v" and any(c.contype == "c" and column in c.columns for c in rel.constraints.values()):
        raise PgError(
            "0A000",
            "ALTER TABLE / SET EXPRESSION is not supported for virtual generated columns in tables with check "
            "constraints",
            detail=f'Column "{name}" of relation "{rel.name}" is a virtual generated column.',
            reason="unsupported",
        )
    store_default(session, column, command.definition, column.generated)
    if column.generated == "s" and rel.relkind in "rp" and rel.rowtype is not None:
        from migslint.commands.tablecmds.altertype import check_row_type_uses

        check_row_type_uses(rel, rel.rowtype)
    session.catalog.event(column, "altered")
    if tab.recurse:
        for child in rel.children:
            if name in child.attributes:
                set_expression(Table(session, child, True, tab.location), command)


def prepare_drop_expression(tab: Table, command: Command) -> None:
    """`ATPrepDropExpression`."""
    rel, name = tab.rel, command.name
    if not tab.recurse and rel.children:
        message = "ALTER TABLE / DROP EXPRESSION must be applied to child tables too"
        raise PgError("0A000", message, reason="definition", kind="column", name=name)
    column = column_of(rel, name, tab.location)
    if column is not None and column.inhcount > 0:
        message = "cannot drop generation expression from inherited column"
        raise refuse_column("42P16", message, name, rel, obj=column)


def drop_expression(tab: Table, command: Command) -> None:
    """`ATExecDropExpression`."""
    session, rel, name = tab.session, tab.rel, command.name
    column = column_of(rel, name, tab.location)
    if column is None:
        return
    if column.generated == "v":
        raise PgError(
            "0A000",
            "ALTER TABLE / DROP EXPRESSION is not supported for virtual generated columns",
            detail=f'Column "{name}" of relation "{rel.name}" is a virtual generated column.',
            reason="unsupported",
        )
    if not column.generated:
        kind = "stored generated" if session.version < 17 else "generated"
        message = f'column "{name}" of relation "{rel.name}" is not a {kind} column'
        if not command.missing_ok:
            raise refuse_column("55000", message, name, rel, obj=column)
        session.notice(f"{message}, skipping", reason="skip", kind="expression", name=name, obj=column)
        return
    heap.clear_default(session, column)
    session.journal.set(column, "generated", "")
    session.catalog.event(column, "altered")
    for child in rel.children:
        if name in child.attributes and child.attributes[name].generated:
            drop_expression(Table(session, child, True, tab.location), command)
