"""Indexes and the constraints made of them, once they have been checked (`catalog/index.c`)."""

from __future__ import annotations

from migslint.catalog.errors import PgError, duplicate_relation
from migslint.catalog.names import rename_relation
from migslint.catalog.objects import Attribute, Constraint, Event, Relation
from migslint.catalog.session import Session
from migslint.commands.equal import mentions_row, same_tree
from migslint.commands.parse_utilcmd import IndexDef, IndexElem
from migslint.commands.parse_utilcmd_index import owning_constraint


def check_primary_key(
    session: Session, rel: Relation, index: IndexDef, keys: list[Attribute | None], alter: bool
) -> None:
    """`indexcheck_primary_key`."""
    if (alter or rel.is_partition) and any(c.contype == "p" for c in rel.constraints.values()):
        raise PgError(
            "42P16",
            f'multiple primary keys for table "{rel.name}" are not allowed',
            location=index.location,
            reason="exists",
            kind="constraint",
            within=rel.name,
            obj=next(c for c in rel.constraints.values() if c.contype == "p"),
        )
    for key in keys[: len(index.params)]:
        if key is not None and not key.notnull:
            set_not_null(session, key)


def set_not_null(session: Session, column: Attribute) -> None:
    """`set_attnotnull`, in the tables that inherit the column too."""
    if not column.notnull:
        session.journal.set(column, "notnull", True)
    for child in column.relation.children:
        inherited = child.attributes.get(column.name)
        if inherited is not None and not inherited.notnull:
            set_not_null(session, inherited)


def check_constraint_name(rel: Relation, name: str, location: int | None = None) -> None:
    """`ConstraintNameIsUsed`: PgError 42710; Unknown if there may be one."""
    found = rel.constraints.get(name)
    if found is None:
        return
    raise PgError(
        "42710",
        f'constraint "{name}" for relation "{rel.name}" already exists',
        location=location,
        reason="exists",
        kind="constraint",
        name=name,
        within=rel.name,
        obj=found,
    )


def add_constraint(
    session: Session,
    rel: Relation,
    made: Relation,
    index: IndexDef,
    keys: list[Attribute | None],
    part: bool = False,
) -> Constraint:
    """`index_constraint_create`."""
    catalog = session.catalog
    constraint = Constraint(
        name=made.name,
        relation=rel,
        contype="p" if index.primary else "x" if index.exclude else "u",
        columns=[k for k in keys[: len(index.params)] if k is not None],
        index=made,
        deferrable=index.deferrable,
        deferred=index.deferred,
        no_inherit=not part,
        life=[Event("created", catalog.place)],
        comment=index.comment,
    )
    catalog.add_constraint(constraint)
    for key in keys:
        if key is not None:
            catalog.depend(constraint, key, "a")
    if not any(keys):
        catalog.depend(constraint, rel, "a")
    return constraint


def add_index_constraint(session: Session, rel: Relation, index: IndexDef) -> Constraint:
    """`ATExecAddIndexConstraint`: an index that is there becomes a constraint, under the constraint's name."""
    existing = index.existing
    assert existing is not None and existing.index is not None
    info = existing.index
    if not index.name:
        index.name = existing.name
    elif index.name != existing.name:
        session.notice(
            f'ALTER TABLE / ADD CONSTRAINT USING INDEX will rename index "{existing.name}" to "{index.name}"'
        )
        other = session.catalog.relation(rel.namespace, index.name)
        if other is not None:
            raise duplicate_relation(index.name, index.location, other)
        rename_relation(session.catalog, existing, index.name)
        session.catalog.event(existing, "renamed")
    if index.primary:
        check_primary_key(session, rel, index, info.keys, True)
    check_constraint_name(rel, index.name, index.location)
    constraint = add_constraint(session, rel, existing, index, info.keys)
    session.catalog.forget_references(existing)
    session.catalog.depend(existing, constraint, "i")
    if index.primary:
        session.journal.set(info, "primary", True)
    if index.deferrable:
        session.journal.set(info, "immediate", False)
    return constraint


def attach(session: Session, index: Relation, parent: Relation) -> None:
    """`IndexSetParentIndex`, `ConstraintSetParentConstraint`."""
    catalog, journal = session.catalog, session.journal
    journal.set(index, "parents", [parent])
    journal.set(parent, "children", [*parent.children, index])
    assert index.index is not None
    catalog.depend(index, parent, "P")
    catalog.depend(index, index.index.table, "S")
    mine, theirs = owning_constraint(index), owning_constraint(parent)
    if mine is not None and theirs is not None:
        journal.set(mine, "inhcount", mine.inhcount + 1)
        journal.set(mine, "islocal", False)
        catalog.depend(mine, theirs, "P")
        catalog.depend(mine, index.index.table, "S")


def detach(session: Session, index: Relation) -> None:
    """The index stands on its own again (DETACH PARTITION)."""
    catalog, journal = session.catalog, session.journal
    assert index.index is not None
    theirs = [owning_constraint(p) for p in index.parents]
    for parent in index.parents:
        journal.set(parent, "children", [c for c in parent.children if c is not index])
        catalog.undepend(index, parent)
    journal.set(index, "parents", [])
    mine = owning_constraint(index)
    for obj in (index, mine):
        if obj is not None and obj.references.get(index.index.table) == "S":
            catalog.undepend(obj, index.index.table)
    if mine is not None:
        for other in theirs:
            if other is not None:
                catalog.undepend(mine, other)
        journal.set(mine, "inhcount", max(0, mine.inhcount - 1))
        journal.set(mine, "islocal", True)
        catalog.depend(index, mine, "i")


def cloned(index: Relation, session: Session) -> IndexDef:
    """`generateClonedIndexStmt`: an index like this one, on another table with columns of the same names."""
    info = index.index
    assert info is not None
    constraint = owning_constraint(index)
    if mentions_row(info.table, [*info.expressions, *([info.predicate] if info.predicate else [])]):
        raise PgError(
            "0A000",
            "cannot convert whole-row table reference",
            detail=f'Index "{index.name}" contains a whole-row table reference.',
            reason="unsupported",
            kind="index",
            name=index.name,
        )
    expressions = iter(info.expressions)
    params: list[IndexElem] = []
    for i, key in enumerate(info.keys[: info.width]):
        elem = IndexElem(key.name) if key is not None else IndexElem(expr=next(expressions, None))
        if i < len(info.collations) and info.collations[i]:
            elem.collation = info.collations[i].split(".")
        if i < len(info.opclasses) and info.opclasses[i]:
            elem.opclass = [info.opclasses[i]]
        if i < len(info.descending):
            elem.descending = info.descending[i]
            if info.nulls_first[i] != elem.descending:
                elem.nulls_first = info.nulls_first[i]
        params.append(elem)
    return IndexDef(
        method=info.method,
        params=params,
        including=[IndexElem(k.name) for k in info.keys[info.width :] if k is not None],
        where=info.predicate,
        tablespace=index.tablespace,
        unique=info.unique,
        primary=info.primary,
        constraint=constraint is not None,
        deferrable=constraint.deferrable if constraint is not None else False,
        deferred=constraint.deferred if constraint is not None else False,
        nulls_not_distinct=info.nulls_not_distinct,
        exclude=info.operators,
    )


def same_index(a: Relation, b: Relation) -> bool:
    """`CompareIndexInfo`: whether an index of a partition can become part of a partitioned index."""
    one, two = a.index, b.index
    if one is None or two is None:
        return False
    return (
        one.unique == two.unique
        and one.nulls_not_distinct == two.nulls_not_distinct
        and one.method == two.method
        and one.width == two.width
        and [k and k.name for k in one.keys] == [k and k.name for k in two.keys]
        and one.opclasses == two.opclasses
        and one.exclusion == two.exclusion
        and same_tree(one.expressions, two.expressions)
        and same_tree(one.predicate, two.predicate)
    )
