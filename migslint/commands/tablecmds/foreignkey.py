"""Foreign keys (`commands/tablecmds.c, ATAddForeignKeyConstraint` and what it calls)."""

from __future__ import annotations

from typing import Any

from migslint.analyze.parse_coerce import can_coerce
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.heap import SYSTEM_COLUMNS
from migslint.catalog.names import choose_constraint_name, name_addition
from migslint.catalog.namespace import find_other
from migslint.catalog.objects import Attribute, Constraint, IndexInfo, OpClass, Relation
from migslint.catalog.session import Session
from migslint.catalog.typename import base_type, format_type
from migslint.commands import lookup, opclass
from migslint.commands.index import check_constraint_name
from migslint.commands.tablecmds.constraints import store


def foreign_key_name(session: Session, rel: Relation, node: Any, taken: list[str]) -> str:
    """The part of `ATExecAddConstraint` that settles the name."""
    name = str(node.get("conname", ""))
    if name:
        check_constraint_name(rel, name, node.get("location"))
        if "constraint" in rel.unknown:
            session.catalog.obscure(rel, "constraint")
        return name
    addition = name_addition(lookup.strings(node["fk_attrs"]))
    return choose_constraint_name(session.catalog, rel.namespace, rel.name, addition, "fkey", taken)


def add_foreign_key(session: Session, rel: Relation, node: Any, *, recurse: bool = True, valid: bool = True) -> None:
    """`ATAddForeignKeyConstraint`; `valid`: the table is new, or all rows are checked now."""
    name = foreign_key_name(session, rel, node, [])
    target = node["pktable"]
    location = target.get("location", 0)
    referenced = lookup.open_relation(session, target)
    enforced = node.get("is_enforced", True)
    valid = valid and enforced
    _check_tables(session, rel, referenced, node, recurse, location)
    columns = _columns(rel, lookup.strings(node["fk_attrs"]), node.get("location"))
    period, pk_period = node.get("fk_with_period", False), node.get("pk_with_period", False)
    info: tuple[Relation, list[OpClass | None]] | None
    ref_columns: list[Attribute | None] | None
    if node.get("pk_attrs"):
        ref_columns = _columns(referenced, lookup.strings(node["pk_attrs"]), location)
        if period and not pk_period:
            raise _period("foreign key uses PERIOD on the referencing table but not the referenced table", node)
        info = _unique_index(session, referenced, ref_columns, pk_period, location)
    else:
        ref_columns, info = _primary_key(session, referenced, location)
        if info is not None and info[0].index is not None and info[0].index.exclusion and not period:
            raise _period("foreign key uses PERIOD on the referenced table but not the referencing table", node)
    if info is not None and info[0].index is not None and info[0].index.exclusion and not period:
        raise _period("foreign key must use PERIOD when referencing a primary key using WITHOUT OVERLAPS", node)
    _check_generated(rel, columns, node)
    for field, clause in (("fk_upd_action", "ON UPDATE"), ("fk_del_action", "ON DELETE")):
        if period and node.get(field, "a") in "rcnd":
            message = f"unsupported {clause} action for foreign key constraint using PERIOD"
            raise PgError("0A000", message, location=node.get("location"), reason="unsupported", kind="constraint")
    set_columns = _columns(rel, lookup.strings(node.get("fk_del_set_cols", ())), node.get("location"))
    for column in set_columns:
        if column is not None and column not in columns:
            raise PgError(
                "42P10",
                f'column "{column.name}" referenced in ON DELETE SET action must be part of foreign key',
                location=node.get("location"),
                reason="definition",
                kind="column",
                name=column.name,
            )
    if ref_columns is not None:
        if len(columns) != len(ref_columns):
            raise PgError(
                "42830",
                "number of referencing and referenced columns for foreign key disagree",
                location=node.get("location"),
                reason="definition",
                kind="constraint",
                name=name,
            )
        _check_types(session, name, columns, ref_columns, info, node)
    constraint = Constraint(
        name=name,
        relation=rel,
        contype="f",
        columns=[c for c in columns if c is not None],
        ref_relation=referenced,
        ref_columns=[c for c in ref_columns or () if c is not None],
        index=info[0] if info is not None else None,
        deferrable=node.get("deferrable", False),
        deferred=node.get("initdeferred", False),
        validated=valid,
        enforced=enforced,
        on_delete=node.get("fk_del_action", "a"),
        on_update=node.get("fk_upd_action", "a"),
        match=node.get("fk_matchtype", "s"),
        no_inherit=rel.relkind != "p",
    )
    _store(session, constraint)
    _recurse_referenced(session, constraint, referenced)
    if rel.relkind == "p":
        for child in rel.children:
            _recurse_referencing(session, constraint, child)


def _period(message: str, node: Any) -> PgError:
    return PgError("42830", message, location=node.get("location"), reason="definition", kind="constraint")


def _store(session: Session, constraint: Constraint) -> None:
    store(session, constraint)
    catalog = session.catalog
    for column in constraint.ref_columns:
        if column not in constraint.columns:
            catalog.depend(constraint, column)
    if constraint.ref_relation is not None and not constraint.ref_columns:
        catalog.depend(constraint, constraint.ref_relation)
    if constraint.index is not None:
        catalog.depend(constraint, constraint.index)


def _copy(constraint: Constraint, rel: Relation, name: str, referenced: Relation | None) -> Constraint:
    """The same constraint for a partition, of the referencing or of the referenced table."""
    here = {c.name: c for c in rel.attributes.values()}
    there = referenced.attributes if referenced is not None else {}
    columns = [here[c.name] for c in constraint.columns if c.name in here]
    ref_columns = [there[c.name] for c in constraint.ref_columns if c.name in there]
    return Constraint(
        name=name,
        relation=rel,
        contype="f",
        columns=columns,
        ref_relation=referenced,
        ref_columns=ref_columns,
        index=_index_on(referenced, ref_columns) if referenced is not None else None,
        deferrable=constraint.deferrable,
        deferred=constraint.deferred,
        validated=constraint.validated,
        enforced=constraint.enforced,
        on_delete=constraint.on_delete,
        on_update=constraint.on_update,
        match=constraint.match,
        inhcount=1,
        islocal=False,
    )


def _index_on(rel: Relation, columns: list[Attribute]) -> Relation | None:
    for index in rel.indexes.values():
        info = index.index
        if info is not None and info.unique and set(info.keys[: info.width]) == set(columns):
            return index
    return None


def _recurse_referenced(session: Session, constraint: Constraint, referenced: Relation) -> None:
    """`addFkRecurseReferenced`: a constraint for each partition of the referenced table."""
    if referenced.relkind != "p" or constraint.relation is None:
        return
    rel = constraint.relation
    for child in referenced.children:
        name = _partition_name(session, rel, constraint)
        part = _copy(constraint, rel, name, child)
        _store(session, part)
        session.catalog.depend(part, constraint, "i")
        _recurse_referenced(session, part, child)


def _partition_name(session: Session, rel: Relation, constraint: Constraint) -> str:
    """`addFkConstraint`: another name where the constraint's is taken on this table."""
    if constraint.name not in rel.constraints:
        return constraint.name
    if session.version >= 18:
        from migslint.catalog.names import constraint_name_taken, make_object_name

        n, made = 0, constraint.name
        while constraint_name_taken(session.catalog, rel.namespace, made):
            n += 1
            made = make_object_name(constraint.name, None, str(n))
        return made
    addition = name_addition(c.name for c in constraint.columns)
    return choose_constraint_name(session.catalog, rel.namespace, rel.name, addition, "fkey")


def _recurse_referencing(session: Session, constraint: Constraint, child: Relation) -> None:
    """`addFkRecurseReferencing`: the constraint on a partition of the referencing table."""
    found = _attachable(constraint, child)
    if found is not None:
        _attach(session, found, constraint, child)
        return
    name = _partition_name(session, child, constraint)
    part = _copy(constraint, child, name, constraint.ref_relation)
    _store(session, part)
    session.catalog.depend(part, constraint, "P")
    session.catalog.depend(part, child, "S")
    for grandchild in child.children:
        _recurse_referencing(session, part, grandchild)


def _attachable(constraint: Constraint, child: Relation) -> Constraint | None:
    """`tryAttachPartitionForeignKey`: the same foreign key on the partition."""
    for found in child.constraints.values():
        if (
            found.contype == "f"
            and found.ref_relation is constraint.ref_relation
            and not {"P", "i"} & set(found.references.values())
            and [c.name for c in found.columns] == [c.name for c in constraint.columns]
            and found.ref_columns == constraint.ref_columns
            and (found.on_delete, found.on_update, found.match)
            == (
                constraint.on_delete,
                constraint.on_update,
                constraint.match,
            )
            and (found.deferrable, found.deferred) == (constraint.deferrable, constraint.deferred)
        ):
            return found
    return None


def _attach(session: Session, found: Constraint, parent: Constraint, child: Relation) -> None:
    journal, catalog = session.journal, session.catalog
    journal.set(found, "inhcount", found.inhcount + 1)
    journal.set(found, "islocal", False)
    catalog.depend(found, parent, "P")
    catalog.depend(found, child, "S")


def clone_foreign_keys(session: Session, parent: Relation, partition: Relation) -> None:
    """`CloneForeignKeyConstraints`: to a partition, and for those that reference the parent."""
    for constraint in list(parent.constraints.values()):
        if constraint.contype == "f" and constraint.ref_relation is partition and not _is_extra(constraint):
            raise PgError(
                "0A000",
                f'cannot attach table "{partition.name}" as a partition because it is referenced by foreign key '
                f'"{constraint.name}"',
                reason="unsupported",
                kind="relation",
                name=partition.name,
                obj=constraint,
            )
        if constraint.contype == "f" and not _is_extra(constraint):
            _recurse_referencing(session, constraint, partition)
    referencing = [
        c
        for c in {o for a in parent.attributes.values() for o in a.dependents}
        if isinstance(c, Constraint) and c.contype == "f" and c.ref_relation is parent
    ]
    for constraint in sorted(referencing, key=lambda c: c.name):
        rel = constraint.relation
        if rel is None or "P" in constraint.references.values():
            continue
        name = _partition_name(session, rel, constraint)
        part = _copy(constraint, rel, name, partition)
        _store(session, part)
        session.catalog.depend(part, constraint, "i")
        _recurse_referenced(session, part, partition)


def _is_extra(constraint: Constraint) -> bool:
    """Whether it stands for a partition of the referenced table only."""
    return any(
        deptype == "i" and isinstance(on, Constraint) and on.relation is constraint.relation
        for on, deptype in constraint.references.items()
    )


def _check_tables(
    session: Session, rel: Relation, referenced: Relation, node: Any, recurse: bool, location: int
) -> None:
    if rel.relkind == "p":
        if not recurse:
            raise PgError(
                "42809",
                f'cannot use ONLY for foreign key on partitioned table "{rel.name}" referencing relation '
                f'"{referenced.name}"',
                location=location,
                reason="unsupported",
            )
        if node.get("skip_validation") and node.get("initially_valid") is None and session.version < 18:
            raise PgError(
                "42809",
                f'cannot add NOT VALID foreign key on partitioned table "{rel.name}" referencing relation '
                f'"{referenced.name}"',
                detail="This feature is not yet supported on partitioned tables.",
                location=location,
                reason="unsupported",
            )
    if referenced.relkind not in "rp":
        raise PgError(
            "42809",
            f'referenced relation "{referenced.name}" is not a table',
            location=location,
            reason="kind",
            kind="relation",
            name=referenced.name,
            obj=referenced,
        )
    lookup.check_not_system(referenced, location)
    other = referenced.persistence
    message = None
    if rel.persistence == "p" and other != "p":
        message = "constraints on permanent tables may reference only permanent tables"
    elif rel.persistence == "u" and other not in "pu":
        message = "constraints on unlogged tables may reference only permanent or unlogged tables"
    elif rel.persistence == "t" and other != "t":
        message = "constraints on temporary tables may reference only temporary tables"
    if message:
        raise PgError("42P16", message, location=location, reason="definition", kind="constraint")


def _columns(rel: Relation, names: list[str], location: int | None) -> list[Attribute | None]:
    """`transformColumnNameList`; None for a column that may be there."""
    out: list[Attribute | None] = []
    for name in names:
        column = rel.attributes.get(name)
        if column is None:
            if name in SYSTEM_COLUMNS:
                raise PgError(
                    "0A000", "system columns cannot be used in foreign keys", location=location, reason="unsupported"
                )
            if "column" not in rel.unknown:
                raise PgError(
                    "42703",
                    f'column "{name}" referenced in foreign key constraint does not exist',
                    location=location,
                    reason="missing",
                    kind="column",
                    name=name,
                    within=rel.name,
                    obj=rel,
                )
        out.append(column)
    if len(out) > 32:
        raise PgError("54011", "cannot have more than 32 keys in a foreign key", reason="definition")
    return out


def _in_doubt(rel: Relation) -> bool:
    return bool(rel.unknown & {"column", "index", "constraint"})


def _primary_key(
    session: Session, rel: Relation, location: int
) -> tuple[list[Attribute | None] | None, tuple[Relation, list[OpClass | None]] | None]:
    """`transformFkeyGetPrimaryKey`."""
    for index in rel.indexes.values():
        info = index.index
        if info is not None and info.primary and info.valid:
            if not info.immediate:
                raise PgError(
                    "55000",
                    f'cannot use a deferrable primary key for referenced table "{rel.name}"',
                    location=location,
                    reason="definition",
                    obj=rel,
                )
            keys: list[Attribute | None] = list(info.keys[: info.width])
            return keys, (index, _classes(session, info))
    if _in_doubt(rel):
        return None, None
    raise PgError(
        "42704",
        f'there is no primary key for referenced table "{rel.name}"',
        location=location,
        reason="missing",
        kind="constraint",
        within=rel.name,
        obj=rel,
    )


def _classes(session: Session, info: IndexInfo) -> list[OpClass | None]:
    """The operator class of each key column."""
    out: list[OpClass | None] = []
    for i, key in enumerate(info.keys[: info.width]):
        found: OpClass | None = None
        if key is not None and key.type.typtype != "?":
            given = info.opclasses[i] if i < len(info.opclasses) else ""
            try:
                found = opclass.resolve(session, [given] if given else [], key.type, info.method)
            except PgError:
                found = None
        out.append(found)
    return out


def _unique_index(
    session: Session, rel: Relation, columns: list[Attribute | None], period: bool, location: int
) -> tuple[Relation, list[OpClass | None]] | None:
    """`transformFkeyCheckAttrs`: the index, with the operator classes in the order of `columns`."""
    known = [c for c in columns if c is not None]
    if len(set(known)) != len(known):
        raise PgError(
            "42830",
            "foreign key referenced-columns list must not contain duplicates",
            location=location,
            reason="definition",
        )
    if len(known) != len(columns):
        return None
    deferrable = False
    for index in rel.indexes.values():
        info = index.index
        if info is None or info.width != len(columns) or info.expressions or info.predicate is not None:
            continue
        if not info.valid or not (info.exclusion if period else info.unique) or "column" in index.unknown:
            continue
        keys = info.keys[: info.width]
        if set(keys) != set(columns):
            continue
        if not info.immediate:
            deferrable = True
            continue
        classes = _classes(session, info)
        return index, [classes[keys.index(c)] for c in columns]
    if deferrable:
        raise PgError(
            "55000",
            f'cannot use a deferrable unique constraint for referenced table "{rel.name}"',
            location=location,
            reason="definition",
            obj=rel,
        )
    if _in_doubt(rel):
        return None
    raise PgError(
        "42830",
        f'there is no unique constraint matching given keys for referenced table "{rel.name}"',
        location=location,
        reason="missing",
        kind="constraint",
        within=rel.name,
        obj=rel,
    )


def _check_generated(rel: Relation, columns: list[Attribute | None], node: Any) -> None:
    for column in columns:
        if column is None or not column.generated:
            continue
        location = node.get("location")
        for actions, action, clause in (
            ("ncd", node.get("fk_upd_action", "a"), "ON UPDATE"),
            ("nd", node.get("fk_del_action", "a"), "ON DELETE"),
        ):
            if action in actions:
                raise PgError(
                    "42601",
                    f"invalid {clause} action for foreign key constraint containing generated column",
                    location=location,
                    reason="definition",
                )
        if column.generated == "v":
            raise PgError(
                "0A000",
                "foreign key constraints on virtual generated columns are not supported",
                location=location,
                reason="unsupported",
            )


def _check_types(
    session: Session,
    name: str,
    columns: list[Attribute | None],
    ref_columns: list[Attribute | None],
    info: tuple[Relation, list[OpClass | None]] | None,
    node: Any,
) -> None:
    """The operators that compare the columns must be there."""
    if info is None or info[0].index is None:
        return
    method = info[0].index.method
    strategy = opclass.equality_strategy(method)
    for column, ref, cls in zip(columns, ref_columns, info[1]):
        if column is None or ref is None or cls is None:
            continue
        if column.type.typtype == "?" or ref.type.typtype == "?":
            continue
        base = base_type(column.type)
        if opclass.has_member(session, cls, cls.intype, base, strategy) is not False:
            _check_collations(session, name, column, ref, node)
            continue
        try:
            if can_coerce(session, [ref.type, column.type], [cls.intype, cls.intype], "i"):
                _check_collations(session, name, column, ref, node)
                continue
        except Unknown:
            continue
        given, wanted = format_type(session, column.type), format_type(session, ref.type)
        if session.version >= 18:
            detail = (
                f'Key columns "{column.name}" of the referencing table and "{ref.name}" of the referenced table are '
                f"of incompatible types: {given} and {wanted}."
            )
        else:
            detail = f'Key columns "{column.name}" and "{ref.name}" are of incompatible types: {given} and {wanted}.'
        raise PgError(
            "42804",
            f'foreign key constraint "{name}" cannot be implemented',
            detail=detail,
            location=node.get("location"),
            reason="type",
            kind="constraint",
            name=name,
            within=column.relation.name,
            obj=ref.relation,
        )


def _check_collations(session: Session, name: str, column: Attribute, ref: Attribute, node: Any) -> None:
    """From 18 on both collations are the same if one of them is nondeterministic."""
    if session.version < 18 or column.collation == ref.collation:
        return
    if _is_deterministic(session, column.collation) and _is_deterministic(session, ref.collation):
        return
    mine, theirs = (c.collation.rpartition(".")[2] or "default" for c in (column, ref))
    raise PgError(
        "42P21",
        f'foreign key constraint "{name}" cannot be implemented',
        detail=f'Key columns "{column.name}" of the referencing table and "{ref.name}" of the referenced table have '
        f'incompatible collations: "{mine}" and "{theirs}".  If either collation is nondeterministic, then both '
        "collations have to be the same.",
        location=node.get("location"),
        reason="type",
        kind="constraint",
        name=name,
    )


def _is_deterministic(session: Session, collation: str) -> bool:
    if not collation:
        return True
    schema, _, name = collation.rpartition(".")
    try:
        found = find_other(session, "collation", schema or None, name)
    except Unknown:
        return True
    return bool(getattr(found, "details", {}).get("deterministic", True))


def check_again(session: Session, constraint: Constraint) -> None:
    """Whether a foreign key can still be made after the type of one of its columns was changed."""
    index = constraint.index
    if index is None or index.index is None or constraint.ref_relation is None:
        return
    info = index.index
    classes = _classes(session, info)
    keys = info.keys[: info.width]
    columns: list[Attribute | None] = list(constraint.columns)
    ref_columns: list[Attribute | None] = list(constraint.ref_columns)
    found = [classes[keys.index(c)] if c in keys else None for c in ref_columns]
    _check_types(session, constraint.name, columns, ref_columns, (index, found), {})
