"""CREATE TABLE AS, SELECT INTO, materialized views (`commands/createas.c`, `commands/matview.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.analyze import api
from migslint.analyze.types import UNSURE_REF
from migslint.catalog import heap
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown, duplicate_relation, undefined_object
from migslint.catalog.namespace import quote_qualified
from migslint.catalog.objects import CatalogObject, Namespace, Relation
from migslint.catalog.session import Session
from migslint.catalog.typename import format_type
from migslint.commands import lookup
from migslint.commands.defelem import elements
from migslint.commands.dml import check_populated, scans_temporary
from migslint.commands.reloptions import heap_options
from migslint.commands.view import add_column, check_columns, has_modifying_cte, named_columns

if TYPE_CHECKING:
    from migslint.syntax.nodes import CreateTableAsStmt, IntoClause, RefreshMatViewStmt


def create_table_as(session: Session, node: CreateTableAsStmt) -> None:
    """`transformCreateTableAsStmt`, `ExecCreateTableAs`."""
    into, query = node["into"], node["query"]
    matview = node["objtype"] == "OBJECT_MATVIEW"
    name, location = into["rel"]["relname"], into["rel"].get("location", 0)
    info: api.QueryInfo | None = None
    if "ExecuteStmt" not in query:
        info = api.query(session, query)
    if matview:
        assert info is not None
        if has_modifying_cte(query):
            raise _unsupported("materialized views must not use data-modifying statements in WITH", name)
        if scans_temporary(query, info):
            raise _unsupported("materialized views must not use temporary tables or views", name)
        if into["rel"].get("relpersistence") == "u":
            raise _unsupported("materialized views cannot be unlogged", name)
    namespace = lookup.creation_namespace(session, into["rel"])
    existing = session.catalog.relation(namespace, name)
    if existing is not None:
        if "self" in existing.unknown:
            raise Unknown(name)
        if not node.get("if_not_exists"):
            raise duplicate_relation(name, location, existing)
        session.notice(
            f'relation "{name}" already exists, skipping',
            sqlstate="42P07",
            reason="skip",
            kind="relation",
            name=name,
            obj=existing,
            location=location,
        )
        return
    if info is None:
        from migslint.commands.prepare import prepared_select

        info = prepared_select(session, query["ExecuteStmt"])
    if not into.get("skipData"):
        check_populated(session, query, info)
    create_as(session, namespace, into, info, "m" if matview else "r", query if matview else None)


def select_into(session: Session, node: Any) -> None:
    """`transformOptionalSelectInto`: SELECT … INTO is CREATE TABLE AS."""
    top = leftmost(node)
    query = {k: v for k, v in top.items() if k != "intoClause"}
    if top is not node:
        query = _without_into(node)
    create_table_as(
        session,
        {"query": {"SelectStmt": query}, "into": top["intoClause"], "objtype": "OBJECT_TABLE"},
    )


def leftmost(select: Any) -> Any:
    """The leaf of a tree of set operations that may hold INTO."""
    while "larg" in select:
        select = select["larg"]
    return select


def _without_into(select: Any) -> Any:
    if "larg" in select:
        return {**select, "larg": _without_into(select["larg"])}
    return {k: v for k, v in select.items() if k != "intoClause"}


def create_as(
    session: Session, namespace: Namespace, into: IntoClause, info: api.QueryInfo, relkind: str, query: Any
) -> Relation:
    """`create_ctas_internal`: the relation, its columns, and a materialized view's dependencies."""
    target = into["rel"]
    name, location = target["relname"], target.get("location", 0)
    columns = named_columns(info.columns, into.get("colNames"), "too many column names were specified")
    persistence = "t" if namespace is session.temp else target.get("relpersistence", "p")
    if into.get("onCommit", "ONCOMMIT_NOOP") != "ONCOMMIT_NOOP" and persistence != "t":
        raise PgError("42P16", "ON COMMIT can only be used on temporary tables", reason="definition", name=name)
    if "tableSpaceName" in into and ns.find_shared(session, "tablespace", into["tableSpaceName"]) is None:
        raise undefined_object("tablespace", into["tableSpaceName"])
    options = heap_options(session, relkind, elements(into.get("options")))
    if columns is not None:
        check_columns(session, columns, relkind, location)
        _check_collations(session, columns)
    if "accessMethod" in into and ns.find_shared(session, "access method", into["accessMethod"]) is None:
        raise undefined_object("access method", into["accessMethod"])
    rel = heap.create_relation(session, namespace, name, relkind, location, persistence)
    if columns is None:
        session.catalog.obscure(rel, "column")
        columns = [api.Column(n, UNSURE_REF) for n in lookup.strings(into.get("colNames", []))]
    for column in columns:
        add_column(session, rel, column)
    rel.on_commit = into.get("onCommit", "ONCOMMIT_NOOP")
    rel.options = options
    rel.method = into.get("accessMethod", "")
    heap.depend_on_method(session, rel)
    rel.tablespace = into.get("tableSpaceName", "")
    if relkind == "m":
        rel.query = query
        rel.populated = not into.get("skipData", False)
        depends: tuple[CatalogObject, ...] = info.depends
        for obj in depends:
            session.catalog.depend(rel, obj)
    return rel


def _check_collations(session: Session, columns: list[api.Column]) -> None:
    """`create_ctas_nodata`."""
    for column in columns:
        if column.collation == "?" and column.type.type.collatable:
            raise PgError(
                "42P22",
                f'no collation was derived for column "{column.name}" with collatable type '
                f"{format_type(session, column.type.type)}",
                hint="Use the COLLATE clause to set the collation explicitly.",
                reason="type",
                kind="column",
                name=column.name,
            )


def refresh_matview(session: Session, node: RefreshMatViewStmt) -> None:
    """`ExecRefreshMatView`, `RefreshMatViewByOid`."""
    location = node["relation"].get("location", 0)
    rel = lookup.relation(session, node["relation"])
    if rel.relkind not in "rmtp":
        raise lookup.not_a(rel, "a table or materialized view", location)
    concurrent = node.get("concurrent", False)
    if rel.relkind != "m":
        error = lookup.not_a(rel, "a materialized view", location)
        error.sqlstate = "0A000"
        raise error
    if concurrent and not rel.populated:
        raise PgError(
            "0A000",
            "CONCURRENTLY cannot be used when the materialized view is not populated",
            location=location,
            reason="unsupported",
            kind="materialized view",
            name=rel.name,
            obj=rel,
        )
    if concurrent and node.get("skipData"):
        raise PgError(
            "42601",
            "CONCURRENTLY and WITH NO DATA options cannot be used together",
            reason="syntax",
            kind="materialized view",
            name=rel.name,
        )
    if concurrent and "index" not in rel.unknown and not any(_usable(i) for i in rel.indexes.values()):
        raise PgError(
            "55000",
            f'cannot refresh materialized view "{quote_qualified(rel.namespace.name, rel.name)}" concurrently',
            hint="Create a unique index with no WHERE clause on one or more columns of the materialized view.",
            location=location,
            reason="definition",
            kind="materialized view",
            name=rel.name,
            obj=rel,
        )
    session.journal.set(rel, "populated", not node.get("skipData", False))


def _usable(index: Relation) -> bool:
    """`is_usable_unique_index`."""
    info = index.index
    return (
        info is not None
        and info.unique
        and info.immediate
        and info.valid
        and info.predicate is None
        and all(k is not None for k in info.keys[: info.width])
    )


def _unsupported(message: str, name: str) -> PgError:
    return PgError("0A000", message, reason="unsupported", kind="materialized view", name=name)
