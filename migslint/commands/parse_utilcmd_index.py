"""PRIMARY KEY, UNIQUE and EXCLUDE as the indexes that they are made of (`parser/parse_utilcmd.c`)."""

from __future__ import annotations

from typing import Any

from migslint.analyze.parse_type import names_of
from migslint.analyze.types import UNSURE
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.heap import SYSTEM_COLUMNS
from migslint.catalog.objects import Constraint, Relation, Type
from migslint.commands import lookup
from migslint.commands.parse_utilcmd import ColumnDef, Context, IndexDef, IndexElem, NotNull, syntax


def transform_index_constraints(cxt: Context) -> list[IndexDef]:
    """`transformIndexConstraints`: the primary key first, no index twice."""
    found = [transform_index_constraint(cxt, con) for con in cxt.index_constraints]
    if len(found) < 2:
        return found
    final: list[IndexDef] = [cxt.primary] if cxt.primary is not None else []
    for index in found:
        if index is cxt.primary:
            continue
        for prior in final:
            if _same(index, prior):
                prior.unique |= index.unique
                prior.name = prior.name or index.name
                break
        else:
            final.append(index)
    return final


def _same(a: IndexDef, b: IndexDef) -> bool:
    def shape(index: IndexDef) -> Any:
        return (
            [(e.name, e.expr, e.collation, e.opclass, e.descending, e.nulls_first) for e in index.params],
            [e.name for e in index.including],
            index.where,
            index.exclude,
            index.method,
            index.nulls_not_distinct,
            index.deferrable,
            index.deferred,
        )

    return bool(shape(a) == shape(b)) and a.existing is b.existing


def index_elem(node: Any) -> IndexElem:
    """The body of an IndexElem."""
    nulls = node.get("nulls_ordering", "SORTBY_NULLS_DEFAULT")
    return IndexElem(
        node.get("name", ""),
        node.get("expr"),
        names_of(node.get("collation", [])),
        names_of(node.get("opclass", [])),
        node.get("opclassopts"),
        node.get("ordering") == "SORTBY_DESC",
        None if nulls == "SORTBY_NULLS_DEFAULT" else nulls == "SORTBY_NULLS_FIRST",
    )


def transform_index_constraint(cxt: Context, con: Any) -> IndexDef:
    """`transformIndexConstraint`; `con` is the body of a Constraint."""
    kind, location = con["contype"], con.get("location")
    index = IndexDef(
        name=con.get("conname", ""),
        method=con.get("access_method") or "btree",
        where=con.get("where_clause"),
        options=con.get("options"),
        tablespace=con.get("indexspace", ""),
        unique=kind != "CONSTR_EXCLUSION",
        primary=kind == "CONSTR_PRIMARY",
        constraint=True,
        deferrable=con.get("deferrable", False),
        deferred=con.get("initdeferred", False),
        nulls_not_distinct=con.get("nulls_not_distinct", False),
        overlaps=con.get("without_overlaps", False),
        location=location,
    )
    if index.primary:
        if cxt.primary is not None:
            message = f'multiple primary keys for table "{cxt.relation}" are not allowed'
            raise syntax(message, location, "42P16", kind="constraint")
        cxt.primary = index
    keys = names_of(con.get("keys", []))
    including = names_of(con.get("including", []))
    if con.get("indexname"):
        keys, including = _using_index(cxt, con, index)
    if kind == "CONSTR_EXCLUSION":
        for pair in con.get("exclusions", ()):
            elem, operator = pair["List"]["items"]
            index.params.append(index_elem(elem["IndexElem"]))
            index.exclude.append(_operator(operator["List"]["items"]))
        return _including(cxt, index, including, location)
    for i, key in enumerate(keys):
        type = _key(cxt, index, key, location)
        if any(p.name == key for p in index.params):
            what = "primary key" if index.primary else "unique"
            raise syntax(
                f'column "{key}" appears twice in {what} constraint', location, "42701", kind="column", name=key
            )
        if index.overlaps and i == len(keys) - 1 and type is not None and type is not UNSURE:
            if type.typtype not in "rm":
                raise PgError(
                    "42804",
                    f'column "{key}" in WITHOUT OVERLAPS is not a range or multirange type',
                    location=location,
                    reason="type",
                    kind="column",
                    name=key,
                )
        index.params.append(IndexElem(key))
    if index.overlaps:
        if len(keys) < 2:
            raise syntax("constraint using WITHOUT OVERLAPS needs at least two columns")
        index.method = "gist"
    return _including(cxt, index, including, location)


def _operator(items: list[Any]) -> list[str]:
    return [i["String"].get("sval", "") for i in items if "String" in i]


def _key(cxt: Context, index: IndexDef, key: str, location: int | None) -> Type | None:
    """Find a key column and make it NOT NULL for a primary key; its type where that is known."""
    column = next((c for c in cxt.columns if c.name == key), None)
    if column is not None:
        if index.primary and not cxt.isalter:
            _not_null(cxt, column)
        return column.type.type if column.type is not None else None
    if key in SYSTEM_COLUMNS:
        return None
    if cxt.isalter:
        rel = cxt.rel
        found = rel.attributes.get(key) if rel is not None else None
        return found.type if found is not None else None
    parent = _inherited(cxt, key)
    if parent is None:
        raise _no_key(key, location)
    if index.primary:
        cxt.notnulls.append(NotNull(key))
    found = parent.attributes.get(key)
    return found.type if found is not None else None


def _not_null(cxt: Context, column: ColumnDef) -> None:
    if not column.notnull:
        column.notnull = True
        cxt.notnulls.append(NotNull(column.name))
    elif cxt.session.version >= 18:
        for notnull in cxt.notnulls:
            if notnull.column == column.name:
                if notnull.no_inherit:
                    message = f'conflicting NO INHERIT declaration for not-null constraint on column "{column.name}"'
                    raise syntax(message, kind="column", name=column.name)
                break


def _inherited(cxt: Context, key: str) -> Relation | None:
    """The parent that has the column, or may have it."""
    for node in cxt.inherits:
        parent = lookup.open_relation(cxt.session, node["RangeVar"])
        if parent.relkind not in "rfp":
            raise lookup.not_a(parent, "a table or foreign table", node["RangeVar"].get("location"))
        if key in parent.attributes or "column" in parent.unknown:
            return parent
    return None


def _no_key(key: str, location: int | None) -> PgError:
    return PgError(
        "42703",
        f'column "{key}" named in key does not exist',
        location=location,
        reason="missing",
        kind="column",
        name=key,
    )


def _including(cxt: Context, index: IndexDef, names: list[str], location: int | None) -> IndexDef:
    for key in names:
        if not cxt.isalter and key not in SYSTEM_COLUMNS and all(c.name != key for c in cxt.columns):
            if _inherited(cxt, key) is None:
                raise _no_key(key, location)
        index.including.append(IndexElem(key))
    return index


def _using_index(cxt: Context, con: Any, index: IndexDef) -> tuple[list[str], list[str]]:
    """ADD CONSTRAINT … USING INDEX: (key columns, INCLUDE columns) of a fit index."""
    name, location, rel = con["indexname"], con.get("location"), cxt.rel
    if rel is None:
        raise PgError("0A000", "cannot use an existing index in CREATE TABLE", location=location, reason="unsupported")
    found = cxt.session.catalog.relation(rel.namespace, name)
    if found is None:
        if "index" in rel.unknown or cxt.session.catalog.doubtful("relation", rel.namespace.name, name):
            raise Unknown(name)
        raise PgError(
            "42704",
            f'index "{name}" does not exist',
            location=location,
            reason="missing",
            kind="index",
            name=name,
        )
    if "self" in found.unknown:
        raise Unknown(name)
    if found.index is None:
        raise lookup.not_a(found, "an index")

    def refuse(sqlstate: str, message: str, detail: str | None = None) -> PgError:
        return PgError(
            sqlstate, message, detail=detail, location=location, reason="kind", kind="index", name=name, obj=found
        )

    info = found.index
    useless = "Cannot create a primary key or unique constraint using such an index."
    if owning_constraint(found) is not None:
        raise refuse("55000", f'index "{name}" is already associated with a constraint')
    if info.table is not rel:
        raise refuse("55000", f'index "{name}" does not belong to table "{rel.name}"')
    if not info.valid:
        raise refuse("55000", f'index "{name}" is not valid')
    if not info.unique:
        raise refuse("42809", f'"{name}" is not a unique index', useless)
    if info.expressions:
        raise refuse("42809", f'index "{name}" contains expressions', useless)
    if info.predicate is not None:
        raise refuse("42809", f'"{name}" is a partial index', useless)
    if not info.immediate and not index.deferrable:
        detail = "Cannot create a non-deferrable constraint using a deferrable index."
        raise refuse("42809", f'"{name}" is a deferrable index', detail)
    if info.method != "btree":
        raise refuse("42809", f'index "{name}" is not a btree')
    for i in range(info.width):
        key = info.keys[i]
        plain = not (i < len(info.descending) and info.descending[i])
        if key is not None and i < len(info.collations) and info.collations[i] not in ("", key.collation):
            plain = False
        if not plain or (i < len(info.opclasses) and info.opclasses[i]):
            message = f'index "{name}" column number {i + 1} does not have default sorting behavior'
            raise refuse("42809", message, useless)
    if index.primary and info.nulls_not_distinct and cxt.session.version >= 16:
        raise PgError(
            "42P16",
            "primary keys cannot use NULLS NOT DISTINCT indexes",
            location=location,
            reason="definition",
            obj=found,
        )
    names = [a.name for a in info.keys if a is not None]
    if index.primary and cxt.session.version >= 18:
        cxt.notnulls.extend(NotNull(n) for n in names[: info.width])
    index.existing = found
    return names[: info.width], names[info.width :]


def owning_constraint(index: Relation) -> Constraint | None:
    """`get_index_constraint`: the constraint that an index belongs to."""
    for obj, deptype in index.references.items():
        if deptype == "i" and isinstance(obj, Constraint):
            return obj
    if index.index is not None:
        found = index.index.table.constraints.get(index.name)
        if found is not None and found.index is index and found.contype in "pux":
            return found
    return None
