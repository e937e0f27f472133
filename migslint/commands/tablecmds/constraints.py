"""CHECK and NOT NULL constraints, and taking constraints away (`catalog/heap.c`, `commands/tablecmds.c`)."""

from __future__ import annotations

from typing import Any

from migslint.analyze import api
from migslint.catalog import heap
from migslint.catalog.errors import PgError, undefined_column
from migslint.catalog.names import choose_constraint_name
from migslint.catalog.objects import Attribute, CatalogObject, Constraint, Event, Relation
from migslint.catalog.session import Session
from migslint.commands.equal import mentions_row, same_tree
from migslint.commands.index import check_constraint_name
from migslint.commands.parse_utilcmd import NotNull
from migslint.syntax.tree import strings, walk


def store(session: Session, constraint: Constraint, depends: tuple[CatalogObject, ...] = ()) -> Constraint:
    """`CreateConstraintEntry` of a table's constraint: automatic on its columns, normal on the rest."""
    catalog, rel = session.catalog, constraint.relation
    assert rel is not None
    constraint.life.append(Event("created", catalog.place))
    catalog.add_constraint(constraint)
    for column in constraint.columns:
        catalog.depend(constraint, column, "a")
    if not constraint.columns:
        catalog.depend(constraint, rel, "a")
    for obj in depends:
        if not (isinstance(obj, Attribute) and obj.relation is rel):
            catalog.depend(constraint, obj)
    return constraint


def own_columns(rel: Relation, cooked: api.Cooked) -> list[Attribute]:
    """The columns of the table that an expression mentions, in their order."""
    found = [o for o in cooked.depends if isinstance(o, Attribute) and o.relation is rel]
    return sorted(found, key=lambda a: a.number)


def add_check(
    session: Session,
    rel: Relation,
    node: Any,
    *,
    merge: bool,
    local: bool,
    taken: list[str] | None = None,
    valid: bool = True,
) -> Constraint | None:
    """`AddRelationNewConstraints`, one CHECK; None where it was merged with one that is there.

    `taken`: the names of the statement's CHECKs so far, grown by this one.
    """
    cooked = cook_check(session, rel, node["raw_expr"])
    columns = own_columns(rel, cooked)
    if mentions_row(rel, node["raw_expr"]):
        named = {strings(body["fields"])[-1] for tag, body in walk(node["raw_expr"]) if tag == "ColumnRef"}
        columns = [c for c in columns if c.name in named]
    name = node.get("conname", "")
    enforced, no_inherit = node.get("is_enforced", True), node.get("is_no_inherit", False)
    valid = valid and enforced
    if taken is None:
        taken = []
    if name:
        if name in taken:
            raise PgError(
                "42710",
                f'check constraint "{name}" already exists',
                location=node.get("location"),
                reason="exists",
                kind="constraint",
                name=name,
                within=rel.name,
            )
        taken.append(name)
        if merge_with_existing(session, rel, node, merge, local, valid):
            return None
    else:
        column = columns[0].name if len(columns) == 1 else None
        name = choose_constraint_name(session.catalog, rel.namespace, rel.name, column, "check", taken)
        taken.append(name)
    if no_inherit and rel.relkind == "p":
        raise PgError(
            "42P16",
            f'cannot add NO INHERIT constraint to partitioned table "{rel.name}"',
            reason="definition",
            kind="constraint",
            name=name,
        )
    constraint = Constraint(
        name=name,
        relation=rel,
        contype="c",
        columns=columns,
        expression=node["raw_expr"],
        validated=valid,
        enforced=enforced,
        no_inherit=no_inherit,
        inhcount=0 if local else 1,
        islocal=local,
    )
    return store(session, constraint, cooked.depends)


def cook_check(session: Session, rel: Relation, expr: Any) -> api.Cooked:
    """`cookConstraint`."""
    return api.cook(session, expr, "check_constraint", [(rel.name, rel)], session.catalog.builtin("bool"))


def conflicts(name: str, what: str, rel: Relation, obj: Constraint) -> PgError:
    """42P17 of a name that is borne by an unlike constraint."""
    return PgError(
        "42P17",
        f'constraint "{name}" conflicts with {what} "{rel.name}"',
        reason="exists",
        kind="constraint",
        name=name,
        within=rel.name,
        obj=obj,
    )


def merge_with_existing(session: Session, rel: Relation, node: Any, merge: bool, local: bool, valid: bool) -> bool:
    """`MergeWithExistingConstraint`: whether a constraint of the name is there and is the same."""
    name = node["conname"]
    found = rel.constraints.get(name)
    if found is None:
        return False
    merge = merge or (local and not found.islocal and not rel.is_partition)
    same = found.contype == "c" and same_tree(found.expression, node["raw_expr"])
    if not same or not merge:
        check_constraint_name(rel, name, node.get("location"))
    no_inherit, enforced = node.get("is_no_inherit", False), node.get("is_enforced", True)
    if found.no_inherit:
        raise conflicts(name, "non-inherited constraint on relation", rel, found)
    if no_inherit and found.inhcount > 0:
        raise conflicts(name, "inherited constraint on relation", rel, found)
    if valid and found.enforced and not found.validated:
        raise conflicts(name, "NOT VALID constraint on relation", rel, found)
    if (not local and enforced and not found.enforced) or (local and not found.islocal and not enforced):
        if found.enforced != enforced:
            raise conflicts(name, "NOT ENFORCED constraint on relation", rel, found)
    session.notice(f'merging constraint "{name}" with inherited definition')
    journal = session.journal
    if enforced and not found.enforced:
        journal.set(found, "enforced", True)
        journal.set(found, "validated", True)
    if local:
        journal.set(found, "islocal", True)
    elif rel.is_partition:
        journal.set(found, "inhcount", 1)
        journal.set(found, "islocal", False)
    else:
        journal.set(found, "inhcount", found.inhcount + 1)
    return True


def not_null_constraint(column: Attribute) -> Constraint | None:
    """`findNotNullConstraintAttnum`: the constraint of PostgreSQL 18 and later."""
    if not column.notnull:
        for constraint in column.dependents:
            if isinstance(constraint, Constraint) and constraint.contype == "n" and constraint.columns == [column]:
                return constraint
        return None
    for constraint in column.relation.constraints.values():
        if constraint.contype == "n" and constraint.columns and constraint.columns[0] is column:
            return constraint
    return None


def store_not_null(
    session: Session, column: Attribute, name: str, spec: NotNull, *, inhcount: int = 0, islocal: bool = True
) -> Constraint:
    """`StoreRelNotNull`, with `set_attnotnull`."""
    constraint = Constraint(
        name=name,
        relation=column.relation,
        contype="n",
        columns=[column],
        validated=spec.valid,
        no_inherit=spec.no_inherit,
        inhcount=inhcount,
        islocal=islocal,
    )
    if not column.notnull:
        session.journal.set(column, "notnull", True)
    return store(session, constraint)


def not_null_column(rel: Relation, spec: NotNull, kind: str = "") -> Attribute | None:
    """The column of a NOT NULL constraint; None if it may be there."""
    column = rel.attributes.get(spec.column)
    if column is None:
        if spec.column in heap.SYSTEM_COLUMNS:
            message = f'cannot add not-null constraint on system column "{spec.column}"'
            raise PgError("0A000", message, location=spec.location, reason="unsupported")
        if "column" in rel.unknown:
            return None
        raise undefined_column(spec.column, rel.name, spec.location, rel)
    return column


def add_not_nulls(
    session: Session, rel: Relation, specs: list[NotNull], inherited: list[NotNull], taken: list[str]
) -> None:
    """`AddRelationNotNullConstraints`: those of CREATE TABLE with those of the parents."""
    if session.version < 18:
        for spec in (*specs, *inherited):
            column = not_null_column(rel, spec)
            if column is not None and not column.notnull:
                session.journal.set(column, "notnull", True)
        return
    names: list[str] = list(taken)
    given: list[str] = []
    specs, inherited = list(specs), list(inherited)
    while specs:
        spec = specs.pop(0)
        column = not_null_column(rel, spec)
        if column is None:
            continue
        name, inhcount = spec.name, 0
        for other in [s for s in specs if s.column == spec.column]:
            if other.no_inherit != spec.no_inherit:
                message = f'conflicting NO INHERIT declaration for not-null constraint on column "{spec.column}"'
                raise PgError("42601", message, reason="definition", kind="column", name=spec.column)
            if name and other.name and other.name != name:
                message = f'conflicting not-null constraint names "{name}" and "{other.name}"'
                raise PgError("42601", message, reason="definition", kind="column", name=spec.column)
            name = name or other.name
            specs.remove(other)
        if name:
            if name in given:
                raise PgError(
                    "42710",
                    f'constraint "{name}" for relation "{rel.name}" already exists',
                    reason="exists",
                    kind="constraint",
                    name=name,
                    within=rel.name,
                )
            given.append(name)
        parents = [s for s in inherited if s.column == spec.column]
        inhcount = len(parents)
        for parent in parents:
            if spec.no_inherit:
                raise PgError(
                    "42804",
                    f'cannot define not-null constraint with NO INHERIT on column "{spec.column}"',
                    detail="The column has an inherited not-null constraint.",
                    reason="definition",
                )
            inherited.remove(parent)
        if not name:
            name = choose_constraint_name(session.catalog, rel.namespace, rel.name, spec.column, "not_null", names)
        elif name in rel.constraints:
            raise duplicate_key(rel, name)
        names.append(name)
        store_not_null(session, column, name, spec, inhcount=inhcount)
    while inherited:
        spec = inherited.pop(0)
        column = not_null_column(rel, spec)
        same = [s for s in inherited if s.column == spec.column]
        for other in same:
            inherited.remove(other)
        if column is None:
            continue
        name = spec.name
        if name and name in (*given, *names):
            name = ""
        if not name or name in rel.constraints:
            name = choose_constraint_name(session.catalog, rel.namespace, rel.name, spec.column, "not_null", names)
        names.append(name)
        store_not_null(session, column, name, spec, inhcount=1 + len(same), islocal=False)


def duplicate_key(rel: Relation, name: str) -> PgError:
    """The server does not look for the name before the unique index on pg_constraint does."""
    return PgError(
        "23505",
        'duplicate key value violates unique constraint "pg_constraint_conrelid_contypid_conname_index"',
        reason="exists",
        kind="constraint",
        name=name,
        within=rel.name,
        obj=rel.constraints[name],
    )


def incompatible(sqlstate: str, message: str, hint: str, obj: Constraint) -> PgError:
    """A NOT NULL constraint that is there, but not as it is wanted."""
    return PgError(
        sqlstate,
        message,
        hint=hint,
        reason="definition",
        kind="constraint",
        name=obj.name,
        obj=obj,
    )


def adjust_not_null(session: Session, found: Constraint, spec: NotNull, local: bool) -> None:
    """`AdjustNotNullInheritance`."""
    rel = found.relation
    assert rel is not None
    if spec.no_inherit != found.no_inherit:
        raise incompatible(
            "55000",
            f'cannot change NO INHERIT status of NOT NULL constraint "{found.name}" on relation "{rel.name}"',
            "You might need to make the existing constraint inheritable using ALTER TABLE ... ALTER CONSTRAINT ... "
            "INHERIT.",
            found,
        )
    if spec.valid and not found.validated:
        raise incompatible(
            "55000",
            f'incompatible NOT VALID constraint "{found.name}" on relation "{rel.name}"',
            "You might need to validate it using ALTER TABLE ... VALIDATE CONSTRAINT.",
            found,
        )
    if spec.name and spec.name != found.name and local:
        raise PgError(
            "55000",
            f'cannot create not-null constraint "{spec.name}" on column "{spec.column}" of table "{rel.name}"',
            detail=f'A not-null constraint named "{found.name}" already exists for this column.',
            reason="exists",
            kind="constraint",
            name=spec.name,
            within=rel.name,
            obj=found,
        )
    journal = session.journal
    if not local:
        journal.set(found, "inhcount", found.inhcount + 1)
    elif not found.islocal:
        journal.set(found, "islocal", True)
