"""The columns and constraints that a new table takes from its parents (`commands/tablecmds.c, MergeAttributes`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from migslint.catalog.errors import PgError
from migslint.catalog.objects import Attribute, Constraint, Relation, TypeRef
from migslint.catalog.session import Session
from migslint.catalog.typename import format_ref
from migslint.commands import lookup
from migslint.commands.equal import same_tree
from migslint.commands.parse_utilcmd import ColumnDef, NotNull
from migslint.commands.tablecmds.constraints import not_null_constraint

MAX_COLUMNS = 1600


class Merged:
    """What `MergeAttributes` gives: `checks` are the parents' CHECK constraints, each with how many parents have it."""

    def __init__(self) -> None:
        self.columns: list[ColumnDef] = []
        self.checks: list[tuple[Constraint, int]] = []
        self.notnulls: list[NotNull] = []
        self.unsure = False


def merge_attributes(
    session: Session, columns: list[ColumnDef], parents: list[Relation], persistence: str, partition: bool
) -> Merged:
    """`MergeAttributes`."""
    if len(columns) > MAX_COLUMNS:
        raise PgError("54011", f"tables can have at most {MAX_COLUMNS} columns", reason="definition")
    columns = _distinct(columns, partition)
    out = Merged()
    inherited = out.columns
    saved: list[ColumnDef] = []
    if partition:
        saved, columns = columns, []
    for parent in parents:
        _check_parent(parent, persistence, partition)
        out.unsure |= "column" in parent.unknown
        _merge_parent(session, out, parent, partition)
    if inherited:
        for position, column in enumerate(columns, 1):
            found = next((c for c in inherited if c.name == column.name), None)
            if found is not None:
                _merge_child(session, found, column, inherited.index(found) + 1, position)
            else:
                inherited.append(column)
    else:
        inherited.extend(columns)
    if len(inherited) > MAX_COLUMNS:
        raise PgError("54011", f"tables can have at most {MAX_COLUMNS} columns", reason="definition")
    for column in saved:
        _merge_partition_column(session, out, column)
    for column in inherited:
        if column.bogus_default:
            what, word = (
                ("generation expressions", "a generation expression")
                if column.generated
                else ("default values", "a default")
            )
            raise _bad_column(
                f'column "{column.name}" inherits conflicting {what}',
                column.name,
                hint=f"To resolve the conflict, specify {word} explicitly.",
            )
    return out


def _bad_column(message: str, name: str, sqlstate: str = "42611", **rest: str | None) -> PgError:
    return PgError(
        sqlstate,
        message,
        detail=rest.get("detail"),
        hint=rest.get("hint"),
        reason="definition",
        kind="column",
        name=name,
    )


def _distinct(columns: list[ColumnDef], partition: bool) -> list[ColumnDef]:
    """The columns written down, options of OF type merged into the type's columns."""
    out: list[ColumnDef] = []
    seen: dict[str, ColumnDef] = {}
    again: dict[str, ColumnDef] = {}
    of_type = any(c.from_type for c in columns)
    for column in columns:
        earlier = seen.get(column.name)
        if earlier is None:
            if not partition and column.type is None and of_type:
                raise _missing(column)
            seen[column.name] = column
            out.append(column)
        elif earlier.from_type:
            earlier.notnull = column.notnull
            earlier.default, earlier.generated = column.default, column.generated
            earlier.from_type = False
        else:
            again.setdefault(column.name, column)
    for column in out:
        if column.name in again:
            raise PgError(
                "42701",
                f'column "{column.name}" specified more than once',
                location=again[column.name].location,
                reason="definition",
                kind="column",
                name=column.name,
            )
    return out


def _missing(column: ColumnDef) -> PgError:
    return PgError(
        "42703",
        f'column "{column.name}" does not exist',
        location=column.location,
        reason="missing",
        kind="column",
        name=column.name,
    )


def _check_parent(parent: Relation, persistence: str, partition: bool) -> None:
    def refuse(message: str) -> PgError:
        return PgError("42809", message, reason="kind", kind="relation", name=parent.name, obj=parent)

    if not partition:
        if parent.relkind == "p":
            raise refuse(f'cannot inherit from partitioned table "{parent.name}"')
        if parent.is_partition:
            raise refuse(f'cannot inherit from partition "{parent.name}"')
    if parent.relkind in "iIc":
        error = refuse(f'cannot open relation "{parent.name}"')
        error.detail = lookup.relkind_not_supported(parent.relkind)
        raise error
    if parent.relkind not in "rfp":
        raise refuse(f'inherited relation "{parent.name}" is not a table or foreign table')
    if partition and parent.persistence != "t" and persistence == "t":
        raise refuse(f'cannot create a temporary relation as partition of permanent relation "{parent.name}"')
    if persistence != "t" and parent.persistence == "t":
        if partition:
            raise refuse(f'cannot create a permanent relation as partition of temporary relation "{parent.name}"')
        raise refuse(f'cannot inherit from temporary relation "{parent.name}"')


def _merge_parent(session: Session, out: Merged, parent: Relation, partition: bool) -> None:
    for attribute in parent.attributes.values():
        new = ColumnDef(
            attribute.name,
            TypeRef(attribute.type, attribute.typmod),
            collation=attribute.collation,
            generated=attribute.generated,
            identity=attribute.identity if partition and session.version >= 17 else "",
            inhcount=1,
            islocal=False,
        )
        found = next((c for c in out.columns if c.name == new.name), None)
        if found is None:
            out.columns.append(new)
            found = new
        else:
            _merge_inherited(session, found, new)
        notnull = not_null_constraint(attribute) if session.version >= 18 else None
        if notnull is not None:
            if not notnull.no_inherit:
                found.notnull = True
                out.notnulls.append(NotNull(attribute.name, notnull.name, inhcount=1, islocal=False))
        elif attribute.notnull:
            found.notnull = True
            out.notnulls.append(NotNull(attribute.name, inhcount=1, islocal=False))
        if attribute.default is not None:
            if found.copied is None and not found.bogus_default:
                found.copied = attribute.default
            elif found.copied is not None and not same_tree(found.copied.expression, attribute.default.expression):
                found.copied = None
                found.bogus_default = True
    for constraint in parent.constraints.values():
        if constraint.contype == "c" and not constraint.no_inherit:
            _merge_check(out, constraint)


def _merge_check(out: Merged, constraint: Constraint) -> None:
    """`MergeCheckConstraint`."""
    for i, (other, count) in enumerate(out.checks):
        if other.name == constraint.name:
            if same_tree(other.expression, constraint.expression):
                out.checks[i] = (other, count + 1)
                return
            raise PgError(
                "42710",
                f'check constraint name "{constraint.name}" appears multiple times but with different expressions',
                reason="exists",
                kind="constraint",
                name=constraint.name,
                obj=other,
            )
    out.checks.append((constraint, 1))


def _same_type(a: TypeRef | None, b: TypeRef | None) -> bool:
    if a is None or b is None or a.type.typtype == "?" or b.type.typtype == "?":
        return True
    return a.type is b.type and a.typmod == b.typmod


def _conflict(session: Session, what: str, a: TypeRef, b: TypeRef) -> PgError:
    detail = f"{format_ref(session, a)} versus {format_ref(session, b)}"
    return PgError("42804", f"{what} has a type conflict", detail=detail, reason="type", kind="column")


def _merge_inherited(session: Session, found: ColumnDef, new: ColumnDef) -> None:
    """`MergeInheritedAttribute`."""
    session.notice(f'merging multiple inherited definitions of column "{new.name}"')
    if not _same_type(found.type, new.type):
        assert found.type is not None and new.type is not None
        raise _conflict(session, f'inherited column "{new.name}"', found.type, new.type)
    if found.collation != new.collation:
        raise _collation(f'inherited column "{new.name}"', found, new)
    if found.generated != new.generated:
        raise PgError("42804", f'inherited column "{new.name}" has a generation conflict', reason="type")
    found.inhcount += 1


def _collation(what: str, a: ColumnDef, b: ColumnDef) -> PgError:
    def shown(column: ColumnDef) -> str:
        return column.collation.rpartition(".")[2] or "default"

    detail = f'"{shown(a)}" versus "{shown(b)}"'
    return PgError("42P21", f"{what} has a collation conflict", detail=detail, reason="type", kind="column")


_GENERATED = {"s": "STORED", "v": "VIRTUAL"}


def check_generation(session: Session, found: ColumnDef, new: ColumnDef) -> None:
    """`MergeChildAttribute`: a child's column is generated if, and as, the parent's is."""
    name = new.name
    if session.version < 16 and found.generated and new.generated:
        raise _bad_column(
            f'child column "{name}" specifies generation expression',
            name,
            hint="Omit the generation expression in the definition of the child table column to inherit the generation "
            "expression from the parent table.",
        )
    if found.generated:
        if new.default is not None and not new.generated:
            raise _bad_column(f'column "{name}" inherits from generated column but specifies default', name)
        if new.identity:
            raise _bad_column(f'column "{name}" inherits from generated column but specifies identity', name)
    elif new.generated:
        raise _bad_column(
            f'child column "{name}" specifies generation expression',
            name,
            hint="A child table column cannot be generated unless its parent column is.",
        )
    if found.generated and new.generated and found.generated != new.generated:
        raise _bad_column(
            f'column "{name}" inherits from generated column of different kind',
            name,
            detail=f"Parent column is {_GENERATED[found.generated]}, child column is {_GENERATED[new.generated]}.",
        )


def _merge_child(session: Session, found: ColumnDef, new: ColumnDef, at: int, position: int) -> None:
    """`MergeChildAttribute`."""
    if at == position:
        session.notice(f'merging column "{new.name}" with inherited definition')
    else:
        session.notice(
            f'moving and merging column "{new.name}" with inherited definition',
            detail="User-specified column moved to the position of the inherited column.",
        )
    if not _same_type(found.type, new.type):
        assert found.type is not None and new.type is not None
        error = _conflict(session, f'column "{new.name}"', found.type, new.type)
        error.location, error.name = new.location, new.name
        raise error
    if found.collation != new.collation:
        raise _collation(f'column "{new.name}"', found, new)
    found.identity = new.identity
    found.notnull |= new.notnull
    check_generation(session, found, new)
    if new.default is not None:
        found.default, found.sequence, found.copied = new.default, new.sequence, None
        found.bogus_default = False
    found.islocal = True
    found.location = new.location


def _merge_partition_column(session: Session, out: Merged, column: ColumnDef) -> None:
    found = next((c for c in out.columns if c.name == column.name), None)
    if found is None:
        if out.unsure:
            return
        raise _missing(column)
    found.notnull |= column.notnull
    if session.version >= 16:
        check_generation(session, found, column)
    if column.default is not None:
        found.default, found.copied = column.default, None


def parent_relations(session: Session, nodes: Sequence[Any]) -> list[Relation]:
    """The tables of INHERITS or PARTITION OF, each once."""
    out: list[Relation] = []
    for node in nodes:
        body = node["RangeVar"]
        parent = lookup.relation(session, body)
        if parent in out:
            raise PgError(
                "42P07",
                f'relation "{parent.name}" would be inherited from more than once',
                location=body.get("location"),
                reason="definition",
                kind="relation",
                name=parent.name,
            )
        out.append(parent)
    return out


def attribute_default_depends(attribute: Attribute, rel: Relation) -> tuple[object, ...]:
    """What the copy of a default in another table hangs on: the same, the table's own columns exchanged."""
    if attribute.default is None:
        return ()
    out: list[object] = []
    for on in attribute.default.references:
        if on is attribute:
            continue
        if isinstance(on, Attribute) and on.relation is attribute.relation:
            mine = rel.attributes.get(on.name)
            if mine is not None:
                out.append(mine)
        else:
            out.append(on)
    return tuple(out)
