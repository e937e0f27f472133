"""What CREATE TABLE and ALTER TABLE mean before they are run (`parser/parse_utilcmd.c`).

Parse trees are never changed, for they are replayed: what the server scribbles on its nodes lives in the structs here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from migslint.analyze.parse_type import lookup_typename, names_of
from migslint.analyze.types import UNSURE_REF
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import AttrDefault, Namespace, Relation, TypeRef
from migslint.catalog.session import Session
from migslint.catalog.typename import SQL_NAMES, format_type

SERIAL = {
    "smallserial": "int2",
    "serial2": "int2",
    "serial": "int4",
    "serial4": "int4",
    "bigserial": "int8",
    "serial8": "int8",
}


class ColumnDef(msgspec.Struct, eq=False):
    """A column as it shall become; `type` None where only options are given (OF type, PARTITION OF).

    `default` is a raw expression, `copied` a default that another table has; `sequence` is asked for the sequence of a
    SERIAL column once it has been made.
    """

    name: str
    type: TypeRef | None = None
    typename: Any = None
    collation: str = ""
    default: Any = None
    copied: AttrDefault | None = None
    sequence: Callable[[], Relation] | None = None
    generated: str = ""
    identity: str = ""
    notnull: bool = False
    inhcount: int = 0
    islocal: bool = True
    from_type: bool = False
    bogus_default: bool = False
    location: int | None = None
    comment: str | None = None
    options: Any = None
    storage: str = ""
    compression: str = ""


class NotNull(msgspec.Struct, eq=False):
    """A NOT NULL constraint to be made (a Constraint node of CONSTR_NOTNULL)."""

    column: str
    name: str = ""
    no_inherit: bool = False
    valid: bool = True
    location: int | None = None
    inhcount: int = 0
    islocal: bool = True


class IndexElem(msgspec.Struct, eq=False):
    """One key of an index; `name` is "" for an expression."""

    name: str = ""
    expr: Any = None
    collation: list[str] = []
    opclass: list[str] = []
    options: Any = None
    descending: bool = False
    nulls_first: bool | None = None
    opclass_name: str = ""


class IndexDef(msgspec.Struct, eq=False):
    """An IndexStmt, written or implied; `existing` is the index of ADD CONSTRAINT … USING INDEX."""

    name: str = ""
    method: str = "btree"
    params: list[IndexElem] = []
    including: list[IndexElem] = []
    where: Any = None
    exclude: list[list[str]] = []
    options: Any = None
    tablespace: str = ""
    unique: bool = False
    primary: bool = False
    constraint: bool = False
    deferrable: bool = False
    deferred: bool = False
    nulls_not_distinct: bool = False
    overlaps: bool = False
    concurrent: bool = False
    if_not_exists: bool = False
    existing: Relation | None = None
    location: int | None = None
    comment: str | None = None


class Context:
    """`CreateStmtContext`: `before` and `after` are the statements to run around the table's own, in order.

    `inherits` holds the RangeVar nodes of the parents.
    """

    def __init__(self, session: Session, relation: str, namespace: Namespace, rel: Relation | None = None) -> None:
        self.session = session
        self.relation = relation
        self.namespace = namespace
        self.rel = rel
        self.persistence = rel.persistence if rel is not None else "p"
        self.isalter = rel is not None
        self.isforeign = rel is not None and rel.relkind == "f"
        self.ispartitioned = rel is not None and rel.relkind == "p"
        self.partbound = False
        self.of_type = False
        self.inherits: list[Any] = []
        self.columns: list[ColumnDef] = []
        self.checks: list[Any] = []
        self.notnulls: list[NotNull] = []
        self.foreign_keys: list[Any] = []
        self.index_constraints: list[Any] = []
        self.likes: list[tuple[Relation, int]] = []
        self.before: list[Callable[[], None]] = []
        self.after: list[Callable[[], None]] = []
        self.primary: IndexDef | None = None


def syntax(message: str, location: int | None = None, sqlstate: str = "42601", **rest: Any) -> PgError:
    """An error of a statement that contradicts itself."""
    return PgError(sqlstate, message, location=location, reason="definition", **rest)


def transform_column(cxt: Context, node: Any) -> ColumnDef:
    """`transformColumnDefinition`; `node` is the body of a ColumnDef."""
    session = cxt.session
    column = ColumnDef(node["colname"], location=node.get("location", 0), options=node.get("fdwoptions"))
    column.storage, column.compression = node.get("storage_name", ""), node.get("compression", "")
    cxt.columns.append(column)
    typename = node.get("typeName")
    constraints: list[Any] = [dict(c["Constraint"]) for c in node.get("constraints", ())]
    serial = ""
    if typename is not None:
        column.typename = typename
        names = typename.get("names", ())
        if len(names) == 1 and not typename.get("pct_type"):
            serial = SERIAL.get(names[0]["String"].get("sval", ""), "")
            if serial and typename.get("arrayBounds"):
                raise PgError(
                    "0A000",
                    "array of serial is not implemented",
                    location=typename.get("location", 0),
                    reason="unsupported",
                )
        if serial and typename.get("typmods"):
            raise PgError(
                "42601",
                f'type modifier is not allowed for type "{SQL_NAMES[serial]}"',
                location=typename.get("location", 0),
                reason="type",
            )
        column.type = session.catalog.builtin(serial) if serial else column_type(session, typename)
        if node.get("collClause"):
            column.collation = column_collation(session, node["collClause"], column.type)
    needed = False
    if serial and column.type is not None:
        sequence = serial_sequence(cxt, column, column.type, (), False)
        column.sequence = sequence
        constraints.append({"contype": "CONSTR_DEFAULT", "raw_expr": {"serial": True}, "location": None})
        needed = True
    transform_constraint_attributes(constraints)
    if session.version < 18 and serial:
        constraints.append({"contype": "CONSTR_NOTNULL", "location": None})
        needed = False
    _column_constraints(cxt, column, constraints, needed, bool(serial))
    return column


def column_type(session: Session, typename: Any) -> TypeRef:
    """`typenameType`; a type that may be there is as good as any."""
    try:
        return lookup_typename(session, typename)
    except Unknown:
        return UNSURE_REF


def column_collation(session: Session, clause: Any, type: TypeRef | None) -> str:
    """`transformColumnType`: the name of the collation, "" for the one that the type has anyway."""
    names = names_of(clause["collname"])
    location = clause.get("location", 0)
    found = lookup_collation(session, names, location)
    if type is not None and type is not UNSURE_REF and not type.type.collatable and type.type.typtype != "?":
        raise PgError(
            "42804",
            f"collations are not supported by type {format_type(session, type.type)}",
            location=location,
            reason="type",
        )
    own = "C" if type is not None and type.type.builtin and type.type.name == "name" else "default"
    return "" if found == own else found


def lookup_collation(session: Session, names: list[str], location: int | None) -> str:
    """`LookupCollation`, `get_collation_oid`: the name, qualified unless in pg_catalog; PgError 42704 without it."""
    schema = names[-2] if len(names) > 1 else None
    try:
        found = ns.find_other(session, "collation", schema, names[-1], location)
    except Unknown:
        return ".".join(names[-2:])
    if found is None:
        shown = ".".join(names)
        raise PgError(
            "42704",
            f'collation "{shown}" for encoding "UTF8" does not exist',
            location=location,
            reason="missing",
            kind="collation",
            name=names[-1],
        )
    space = getattr(found, "namespace", None)
    return found.name if space is None or space.name == "pg_catalog" else f"{space.name}.{found.name}"


def serial_sequence(
    cxt: Context,
    column: ColumnDef,
    type: TypeRef,
    options: Any,
    identity: bool,
    exists: bool = False,
    like: Relation | None = None,
) -> Callable[[], Relation]:
    """`generateSerialExtraStmts`: CREATE SEQUENCE before the table, ALTER SEQUENCE OWNED BY after it.

    `like`: the sequence whose parameters it takes over.
    """
    from migslint.commands import sequence

    name, namespace, persistence, rest = sequence.implicit_name(cxt, column.name, options)
    made: list[Relation] = []
    session = cxt.session

    def create() -> None:
        rel = sequence.create(session, namespace, name, rest, persistence, type=type.type, identity=identity)
        if like is not None and like.sequence is not None:
            rel.sequence = msgspec.structs.replace(like.sequence, owner=None, type=session.catalog.builtin_type("int8"))
        made.append(rel)

    def own() -> None:
        table = cxt.rel or session.catalog.relation(cxt.namespace, cxt.relation)
        if table is not None and column.name in table.attributes:
            sequence.own(session, made[0], table.attributes[column.name], identity)

    cxt.before.append(create)
    (cxt.before if exists else cxt.after).append(own)
    return lambda: made[0]


def _supports_attributes(node: Any) -> bool:
    return node is not None and node["contype"] in (
        "CONSTR_PRIMARY",
        "CONSTR_UNIQUE",
        "CONSTR_EXCLUSION",
        "CONSTR_FOREIGN",
    )


def transform_constraint_attributes(constraints: list[Any]) -> None:
    """`transformConstraintAttrs`: hands DEFERRABLE and its like to the constraint before them (a copy of the node)."""
    last: Any = None
    deferrability = initially = enforced = False
    for con in constraints:
        kind, location = con["contype"], con.get("location")
        if not kind.startswith("CONSTR_ATTR_"):
            last, deferrability, initially, enforced = con, False, False, False
            continue
        clause = {
            "CONSTR_ATTR_DEFERRABLE": "DEFERRABLE",
            "CONSTR_ATTR_NOT_DEFERRABLE": "NOT DEFERRABLE",
            "CONSTR_ATTR_DEFERRED": "INITIALLY DEFERRED",
            "CONSTR_ATTR_IMMEDIATE": "INITIALLY IMMEDIATE",
            "CONSTR_ATTR_ENFORCED": "ENFORCED",
            "CONSTR_ATTR_NOT_ENFORCED": "NOT ENFORCED",
        }[kind]
        if clause.endswith("ENFORCED"):
            if last is None or last["contype"] not in ("CONSTR_CHECK", "CONSTR_FOREIGN"):
                raise syntax(f"misplaced {clause} clause", location)
            if enforced:
                raise syntax("multiple ENFORCED/NOT ENFORCED clauses not allowed", location)
            enforced = True
            last["is_enforced"] = clause == "ENFORCED"
            last["skip_validation"] = clause != "ENFORCED"
            continue
        if not _supports_attributes(last):
            raise syntax(f"misplaced {clause} clause", location)
        if clause.endswith("DEFERRABLE"):
            if deferrability:
                raise syntax("multiple DEFERRABLE/NOT DEFERRABLE clauses not allowed", location)
            deferrability = True
            last["deferrable"] = clause == "DEFERRABLE"
        else:
            if initially:
                raise syntax("multiple INITIALLY IMMEDIATE/DEFERRED clauses not allowed", location)
            initially = True
            last["initdeferred"] = clause == "INITIALLY DEFERRED"
            if last["initdeferred"] and not deferrability:
                last["deferrable"] = True
        if last.get("initdeferred") and not last.get("deferrable"):
            raise syntax("constraint declared INITIALLY DEFERRED must be DEFERRABLE", location)


def _column_constraints(cxt: Context, column: ColumnDef, constraints: list[Any], needed: bool, serial: bool) -> None:
    """The part of `transformColumnDefinition` that goes through the column's constraints."""
    name, table = column.name, cxt.relation
    saw_null = saw_default = saw_identity = saw_generated = False
    explicit: NotNull | None = None
    modern = cxt.session.version >= 18
    strict = serial or any(c["contype"] in ("CONSTR_IDENTITY", "CONSTR_PRIMARY") for c in constraints)
    of_column = f'for column "{name}" of table "{table}"'

    def conflict(location: int | None) -> PgError:
        return syntax(f"conflicting NULL/NOT NULL declarations {of_column}", location, kind="column", name=name)

    for con in constraints:
        kind, location = con["contype"], con.get("location", 0)
        if kind == "CONSTR_NULL":
            if (saw_null and column.notnull) or needed:
                raise conflict(location)
            column.notnull, saw_null = False, True
        elif kind == "CONSTR_NOTNULL":
            no_inherit = con.get("is_no_inherit", False)
            if modern and cxt.ispartitioned and no_inherit:
                raise _no_inherit_on_partitioned()
            if saw_null and not column.notnull:
                raise conflict(location)
            if modern and strict and no_inherit:
                raise _conflicting_no_inherit(name)
            if not column.notnull:
                column.notnull, saw_null, needed = True, True, False
                explicit = NotNull(name, con.get("conname", ""), no_inherit, location=location)
                cxt.notnulls.append(explicit)
            elif explicit is not None and modern:
                other = con.get("conname", "")
                if other and explicit.name and other != explicit.name:
                    raise PgError("XX000", f'conflicting not-null constraint names "{explicit.name}" and "{other}"')
                if explicit.no_inherit != no_inherit:
                    raise _conflicting_no_inherit(name)
                explicit.name = explicit.name or other
            saw_null = True
        elif kind == "CONSTR_DEFAULT":
            if saw_default:
                raise syntax(f"multiple default values specified {of_column}", location, kind="column", name=name)
            column.default = con.get("raw_expr")
            saw_default = True
        elif kind == "CONSTR_IDENTITY":
            _refuse_on(cxt, "identity columns")
            if saw_identity:
                raise syntax(f"multiple identity specifications {of_column}", location, kind="column", name=name)
            if column.type is not None:
                column.sequence = serial_sequence(cxt, column, column.type, con.get("options", ()), True)
            column.identity = con.get("generated_when", "a")
            saw_identity = True
            if modern:
                if not saw_null:
                    needed = True
                elif not column.notnull:
                    raise conflict(location)
            elif saw_null and not column.notnull:
                raise conflict(location)
            else:
                column.notnull = saw_null = True
        elif kind == "CONSTR_GENERATED":
            if cxt.of_type:
                raise PgError("0A000", "generated columns are not supported on typed tables", reason="unsupported")
            if cxt.partbound and cxt.session.version < 16:
                raise PgError("0A000", "generated columns are not supported on partitions", reason="unsupported")
            if saw_generated:
                raise syntax(f"multiple generation clauses specified {of_column}", location, kind="column", name=name)
            column.generated = con.get("generated_kind", "s")
            column.default = con.get("raw_expr")
            saw_generated = True
        elif kind == "CONSTR_CHECK":
            con["is_enforced"] = con.get("is_enforced", False)
            cxt.checks.append(con)
        elif kind in ("CONSTR_PRIMARY", "CONSTR_UNIQUE"):
            if kind == "CONSTR_PRIMARY" and modern:
                if saw_null and not column.notnull:
                    raise conflict(location)
                needed = True
            _not_foreign(cxt, kind, location)
            if not con.get("keys"):
                con["keys"] = [{"String": {"sval": name}}]
            cxt.index_constraints.append(con)
        elif kind == "CONSTR_FOREIGN":
            _not_foreign(cxt, kind, location)
            con["is_enforced"] = con.get("is_enforced", False)
            con["fk_attrs"] = [{"String": {"sval": name}}]
            cxt.foreign_keys.append(con)
        if saw_default and saw_identity:
            raise syntax(f"both default and identity specified {of_column}", location, kind="column", name=name)
        if saw_default and saw_generated:
            text = f"both default and generation expression specified {of_column}"
            raise syntax(text, location, kind="column", name=name)
        if saw_identity and saw_generated:
            text = f"both identity and generation expression specified {of_column}"
            raise syntax(text, location, kind="column", name=name)
    if needed and not (saw_null and column.notnull):
        column.notnull = True
        cxt.notnulls.append(NotNull(name))


def _refuse_on(cxt: Context, what: str) -> None:
    if cxt.of_type:
        raise PgError("0A000", f"{what} are not supported on typed tables", reason="unsupported")
    if cxt.partbound:
        raise PgError("0A000", f"{what} are not supported on partitions", reason="unsupported")


def _no_inherit_on_partitioned() -> PgError:
    message = "not-null constraints on partitioned tables cannot be NO INHERIT"
    return PgError("0A000", message, reason="unsupported", kind="constraint")


def _conflicting_no_inherit(column: str) -> PgError:
    message = f'conflicting NO INHERIT declarations for not-null constraints on column "{column}"'
    return syntax(message, kind="column", name=column)


_KINDS = {
    "CONSTR_PRIMARY": "primary key",
    "CONSTR_UNIQUE": "unique",
    "CONSTR_EXCLUSION": "exclusion",
    "CONSTR_FOREIGN": "foreign key",
}


def _not_foreign(cxt: Context, kind: str, location: int | None) -> None:
    if cxt.isforeign:
        message = f"{_KINDS[kind]} constraints are not supported on foreign tables"
        raise PgError("0A000", message, location=location, reason="unsupported", kind="constraint")
    if kind == "CONSTR_EXCLUSION" and cxt.ispartitioned and cxt.session.version < 17:
        message = "exclusion constraints are not supported on partitioned tables"
        raise PgError("0A000", message, location=location, reason="unsupported", kind="constraint")


def transform_table_constraint(cxt: Context, node: Any) -> None:
    """`transformTableConstraint`; `node` is the body of a Constraint."""
    kind = node["contype"]
    if kind == "CONSTR_CHECK":
        cxt.checks.append({**node, "is_enforced": node.get("is_enforced", False)})
    elif kind == "CONSTR_NOTNULL":
        if cxt.ispartitioned and node.get("is_no_inherit"):
            raise _no_inherit_on_partitioned()
        cxt.notnulls.append(
            NotNull(
                names_of(node["keys"])[0],
                node.get("conname", ""),
                node.get("is_no_inherit", False),
                not node.get("skip_validation", False),
                node.get("location", 0),
            )
        )
    else:
        _not_foreign(cxt, kind, node.get("location", 0))
        if kind == "CONSTR_FOREIGN":
            cxt.foreign_keys.append({**node, "is_enforced": node.get("is_enforced", False)})
        else:
            cxt.index_constraints.append(dict(node))
