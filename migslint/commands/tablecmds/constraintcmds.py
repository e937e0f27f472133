"""ADD, ALTER, VALIDATE and DROP CONSTRAINT (`commands/tablecmds.c`)."""

from __future__ import annotations

from typing import Any

from migslint.catalog.depend import perform_deletion
from migslint.catalog.errors import PgError
from migslint.catalog.names import choose_constraint_name
from migslint.catalog.objects import Attribute, Constraint, Relation
from migslint.commands import lookup
from migslint.commands.index import add_index_constraint, check_constraint_name, set_not_null
from migslint.commands.indexcmds import define_index
from migslint.commands.parse_utilcmd import Context, IndexDef, NotNull, transform_table_constraint
from migslint.commands.tablecmds import alter
from migslint.commands.tablecmds.alter import Command, Table
from migslint.commands.tablecmds.columns import check_not_null_needed, queue_constraints
from migslint.commands.tablecmds.constraints import (
    add_check,
    adjust_not_null,
    not_null_column,
    not_null_constraint,
    store_not_null,
)
from migslint.commands.tablecmds.foreignkey import add_foreign_key


def prepare_primary_key(tab: Table, command: Command) -> None:
    """`ATPrepAddPrimaryKey`: from 18 on, its columns are given NOT NULL constraints first."""
    node = command.definition["Constraint"]
    if node["contype"] != "CONSTR_PRIMARY" or tab.session.version < 18:
        return
    rel = tab.rel
    for name in lookup.strings(node.get("keys", ())):
        column = rel.attributes.get(name)
        found = not_null_constraint(column) if column is not None else None
        if found is not None:
            _check_compatible(found, name)
            continue
        if not tab.recurse:
            for child in rel.children:
                mine = child.attributes.get(name)
                if mine is None or not mine.notnull:
                    message = f'column "{name}" of table "{child.name}" is not marked NOT NULL'
                    raise PgError("XX000", message, reason="definition", kind="column", name=name)
                theirs = not_null_constraint(mine)
                if theirs is not None:
                    _check_compatible(theirs, name)
        if column is None and "column" in rel.unknown:
            continue
        spec = NotNull(name, location=node.get("location"))
        tab.passes[alter.COL_ATTRS].append(Command("AT_AddConstraint", definition=spec))


def _check_compatible(found: Constraint, column: str) -> None:
    """`verifyNotNullPKCompatible`."""
    assert found.relation is not None
    for wrong, word, hint in (
        (
            found.no_inherit,
            "NO INHERIT",
            "You might need to make the existing constraint inheritable using ALTER TABLE ... ALTER CONSTRAINT ... "
            "INHERIT.",
        ),
        (
            not found.validated,
            "NOT VALID",
            "You might need to validate it using ALTER TABLE ... VALIDATE CONSTRAINT.",
        ),
    ):
        if wrong:
            raise PgError(
                "55000",
                f'cannot create primary key on column "{column}"',
                detail=f'The constraint "{found.name}" on column "{column}" of table "{found.relation.name}", marked '
                f"{word}, is incompatible with a primary key.",
                hint=hint,
                reason="definition",
                kind="constraint",
                name=found.name,
                obj=found,
            )


def execute(tab: Table, command: Command, number: int) -> None:
    """The part of `ATExecCmd` that deals with constraints."""
    subtype, definition = command.subtype, command.definition
    if subtype == "AT_AddConstraint":
        if number == alter.ADD_CONSTR:
            cxt = Context(tab.session, tab.rel.name, tab.rel.namespace, tab.rel)
            transform_table_constraint(cxt, definition["Constraint"])
            queue_constraints(tab, cxt)
        elif isinstance(definition, NotNull):
            add_not_null(tab, tab.rel, definition, command.recurse)
        elif definition["contype"] == "CONSTR_CHECK":
            _add_check(tab, tab.rel, definition, tab.recurse, False)
        else:
            valid = not definition.get("skip_validation", False)
            add_foreign_key(tab.session, tab.rel, definition, recurse=tab.recurse, valid=valid)
    elif subtype == "AT_AddIndex":
        assert isinstance(definition, IndexDef)
        define_index(tab.session, tab.rel, definition, recurse=tab.recurse, alter=True)
    elif subtype == "AT_AddIndexConstraint":
        if tab.rel.relkind == "p":
            message = "ALTER TABLE / ADD CONSTRAINT USING INDEX is not supported on partitioned tables"
            raise PgError("0A000", message, reason="unsupported")
        add_index_constraint(tab.session, tab.rel, definition)
    elif subtype == "AT_DropConstraint":
        _drop(tab, command)
    elif subtype == "AT_AlterConstraint":
        _alter(tab, definition["ATAlterConstraint"])
    else:
        _validate(tab, tab.rel, command.name, tab.recurse, False)


def _add_check(tab: Table, rel: Relation, node: Any, recurse: bool, recursing: bool) -> None:
    """`ATAddCheckNNConstraint` of a CHECK."""
    made = add_check(
        tab.session,
        rel,
        node,
        merge=recursing,
        local=not recursing,
        valid=not node.get("skip_validation", False),
    )
    if made is None or node.get("is_no_inherit") or not rel.children:
        return
    if not recurse:
        raise _to_children()
    for child in rel.children:
        _add_check(tab, child, {**node, "conname": made.name}, True, True)


def _to_children(hint: str | None = None) -> PgError:
    return PgError(
        "42P16", "constraint must be added to child tables too", hint=hint, reason="definition", kind="constraint"
    )


def add_not_null(tab: Table, rel: Relation, spec: NotNull, recurse: bool, *, set_command: bool = False) -> None:
    """`ATExecSetNotNull` for SET NOT NULL, else `ATAddCheckNNConstraint` of a NOT NULL."""
    if tab.session.version < 18:
        column = not_null_column(rel, spec)
        if column is not None:
            set_not_null(tab.session, column)
        return
    _add_not_null(tab, rel, spec, recurse, set_command, False)


def _add_not_null(tab: Table, rel: Relation, spec: NotNull, recurse: bool, set_command: bool, recursing: bool) -> None:
    session = tab.session
    column = not_null_column(rel, spec)
    if column is None:
        return
    found = not_null_constraint(column)
    if found is not None:
        _existing_not_null(tab, found, column, spec, recurse, set_command, recursing)
        return
    if not recurse and rel.children and not spec.no_inherit:
        if not set_command:
            raise _to_children()
        if rel.relkind == "p":
            raise _to_children("Do not specify the ONLY keyword.")
        spec = NotNull(spec.column, spec.name, True, spec.valid, spec.location)
    if spec.no_inherit and rel.relkind == "p":
        message = "not-null constraints on partitioned tables cannot be NO INHERIT"
        raise PgError("0A000", message, reason="unsupported", kind="constraint")
    name = spec.name
    if name:
        check_constraint_name(rel, name, spec.location)
    else:
        name = choose_constraint_name(session.catalog, rel.namespace, rel.name, spec.column, "not_null")
    store_not_null(session, column, name, spec, inhcount=int(recursing), islocal=not recursing)
    session.catalog.event(column, "altered")
    if spec.no_inherit:
        return
    for child in rel.children:
        _add_not_null(tab, child, NotNull(spec.column, name, False, spec.valid), True, set_command, True)


def _existing_not_null(
    tab: Table, found: Constraint, column: Attribute, spec: NotNull, recurse: bool, set_command: bool, recursing: bool
) -> None:
    journal, rel = tab.session.journal, column.relation
    if not set_command:
        adjust_not_null(tab.session, found, spec, not recursing)
        return
    if found.no_inherit and recurse:
        raise PgError(
            "0A000",
            f'cannot change NO INHERIT status of NOT NULL constraint "{found.name}" on relation "{rel.name}"',
            reason="unsupported",
            kind="constraint",
            name=found.name,
            within=rel.name,
            obj=found,
        )
    if recursing:
        journal.set(found, "inhcount", found.inhcount + 1)
    elif not found.islocal:
        journal.set(found, "islocal", True)
    if not found.validated:
        _validate(tab, rel, found.name, recurse, recursing)


# --- DROP ---


def undefined_constraint(rel: Relation, name: str, location: int | None = None) -> PgError:
    """42704 constraint "c" of relation "t" does not exist."""
    return PgError(
        "42704",
        f'constraint "{name}" of relation "{rel.name}" does not exist',
        location=location,
        reason="missing",
        kind="constraint",
        name=name,
        within=rel.name,
        obj=rel,
    )


def _drop(tab: Table, command: Command) -> None:
    """`ATExecDropConstraint`."""
    rel, name = tab.rel, command.name
    found = rel.constraints.get(name)
    if found is None:
        if "constraint" in rel.unknown:
            return
        if command.missing_ok:
            tab.session.notice(
                f'constraint "{name}" of relation "{rel.name}" does not exist, skipping',
                reason="skip",
                kind="constraint",
                name=name,
                obj=rel,
                location=tab.location,
            )
            return
        raise undefined_constraint(rel, name, tab.location)
    drop_constraint(tab, rel, found, tab.recurse, command.cascade)


def drop_constraint(
    tab: Table, rel: Relation, constraint: Constraint, recurse: bool, cascade: bool, recursing: bool = False
) -> None:
    """`dropconstraint_internal`."""
    session, journal = tab.session, tab.session.journal
    name = constraint.name
    if constraint.inhcount > 0 and not recursing:
        message = f'cannot drop inherited constraint "{name}" of relation "{rel.name}"'
        raise PgError(
            "42P16",
            message,
            location=tab.location,
            reason="definition",
            kind="constraint",
            name=name,
            within=rel.name,
            obj=constraint,
        )
    if constraint.contype == "n":
        column = constraint.columns[0]
        if column.identity:
            message = f'column "{column.name}" of relation "{rel.name}" is an identity column'
            raise PgError("42601", message, reason="definition", kind="column", name=column.name, within=rel.name)
        check_not_null_needed(rel, column)
        journal.set(column, "notnull", False)
    inherited = constraint.contype in "cn" and not constraint.no_inherit
    children = list(rel.children) if inherited else []
    if children and rel.relkind == "p" and not recurse and session.version < 18:
        raise PgError(
            "42P16",
            "cannot remove constraint from only the partitioned table when partitions exist",
            hint="Do not specify the ONLY keyword.",
            reason="definition",
            kind="constraint",
            name=name,
        )
    perform_deletion(session, [constraint], cascade, tab.location)
    for child in children:
        mine = _inherited_constraint(child, constraint)
        if mine is None or mine.inhcount == 0:
            continue
        if recurse:
            if mine.inhcount == 1 and not mine.islocal:
                drop_constraint(tab, child, mine, True, cascade, True)
            else:
                journal.set(mine, "inhcount", mine.inhcount - 1)
        else:
            journal.set(mine, "inhcount", mine.inhcount - 1)
            journal.set(mine, "islocal", True)


def _inherited_constraint(child: Relation, constraint: Constraint) -> Constraint | None:
    if constraint.contype == "n":
        column = child.attributes.get(constraint.columns[0].name)
        return not_null_constraint(column) if column is not None else None
    found = child.constraints.get(constraint.name)
    return found if found is not None and found.contype == "c" else None


# --- ALTER, VALIDATE ---


def _alter(tab: Table, node: Any) -> None:
    """`ATExecAlterConstraint`."""
    rel, name, journal = tab.rel, node["conname"], tab.session.journal
    found = rel.constraints.get(name)
    if found is None:
        if "constraint" in rel.unknown:
            return
        raise undefined_constraint(rel, name, tab.location)

    def wrong(message: str, sqlstate: str = "42809", **rest: str) -> PgError:
        return PgError(
            sqlstate,
            message,
            detail=rest.get("detail"),
            hint=rest.get("hint"),
            location=tab.location,
            reason="kind",
            kind="constraint",
            name=name,
            within=rel.name,
            obj=found,
        )

    of_relation = f'constraint "{name}" of relation "{rel.name}"'
    older = tab.session.version < 18
    if (node.get("alterDeferrability") or older) and found.contype != "f":
        raise wrong(f"{of_relation} is not a foreign key constraint")
    if node.get("alterEnforceability") and found.contype != "f":
        raise wrong(f"cannot alter enforceability of {of_relation}")
    if node.get("alterInheritability") and found.contype != "n":
        raise wrong(f"{of_relation} is not a not-null constraint")
    if node.get("alterInheritability") and found.inhcount > 0:
        raise wrong(f'cannot alter inherited constraint "{name}" on relation "{rel.name}"', "42P16")
    root = _root(found)
    if root is not found and root.relation is not None:
        raise wrong(
            f'cannot alter constraint "{name}" on relation "{rel.name}"',
            "55000",
            detail=f'Constraint "{name}" is derived from constraint "{root.name}" of relation "{root.relation.name}".',
            hint="You may alter the constraint it derives from instead.",
        )
    for part in (found, *(o for o, d in found.dependents.items() if d in "Pi" and isinstance(o, Constraint))):
        if node.get("alterDeferrability"):
            journal.set(part, "deferrable", node.get("deferrable", False))
            journal.set(part, "deferred", node.get("initdeferred", False))
        if node.get("alterEnforceability"):
            journal.set(part, "enforced", node.get("is_enforced", False))
            journal.set(part, "validated", node.get("is_enforced", False))
    if node.get("alterInheritability"):
        _alter_inheritability(tab, rel, found, node.get("noinherit", False))
    tab.session.catalog.event(found, "altered")


def _root(constraint: Constraint) -> Constraint:
    """The constraint that a partition's is derived from in the end."""
    for on, deptype in constraint.references.items():
        if deptype in "Pi" and isinstance(on, Constraint):
            return _root(on)
    return constraint


def _alter_inheritability(tab: Table, rel: Relation, found: Constraint, no_inherit: bool) -> None:
    """`ATExecAlterConstrInheritability`."""
    journal = tab.session.journal
    if found.no_inherit == no_inherit:
        return
    journal.set(found, "no_inherit", no_inherit)
    for child in rel.children:
        if no_inherit:
            mine = _inherited_constraint(child, found)
            if mine is not None:
                journal.set(mine, "inhcount", max(0, mine.inhcount - 1))
                journal.set(mine, "islocal", True)
        else:
            _add_not_null(tab, child, NotNull(found.columns[0].name, found.name), True, True, True)


def _validate(tab: Table, rel: Relation, name: str, recurse: bool, recursing: bool) -> None:
    """`ATExecValidateConstraint`; that the rows satisfy it is taken for granted."""
    found = rel.constraints.get(name)
    if found is None:
        if "constraint" in rel.unknown or recursing:
            return
        raise undefined_constraint(rel, name, tab.location)
    modern = tab.session.version >= 18
    if found.contype not in ("fcn" if modern else "fc"):
        if modern:
            message = f'cannot validate constraint "{name}" of relation "{rel.name}"'
            detail = "This operation is not supported for this type of constraint."
        else:
            message = f'constraint "{name}" of relation "{rel.name}" is not a foreign key or check constraint'
            detail = None
        raise PgError(
            "42809",
            message,
            detail=detail,
            location=tab.location,
            reason="kind",
            kind="constraint",
            name=name,
            within=rel.name,
            obj=found,
        )
    if not found.enforced:
        raise PgError("55000", "cannot validate NOT ENFORCED constraint", reason="definition", kind="constraint")
    if found.validated:
        return
    if found.contype in "cn" and not found.no_inherit:
        for child in rel.children:
            if not recurse and found.contype == "c":
                message = "constraint must be validated on child tables too"
                raise PgError("42P16", message, reason="definition", kind="constraint")
            mine = _inherited_constraint(child, found)
            if mine is not None and recurse:
                _validate(tab, child, mine.name, True, True)
    tab.session.journal.set(found, "validated", True)
    for part, deptype in found.dependents.items():
        if deptype in "Pi" and isinstance(part, Constraint) and not part.validated:
            tab.session.journal.set(part, "validated", True)
    tab.session.catalog.event(found, "altered", "validated")
