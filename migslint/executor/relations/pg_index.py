"""pg_index and pg_indexes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.catalog.objects import Relation
from migslint.executor.relations import Made
from migslint.executor.relations.found import Hints, maybe_relations, objects, oid, relations, spaces, sure, texts
from migslint.executor.scope import MANY, MAYBE
from migslint.executor.values import OTHER, SOMETHING, Value, Vector

if TYPE_CHECKING:
    from migslint.executor.run import Run


def _indexes(
    run: Run, tables: list[Relation] | None, only: list[Relation] | None, names: list[str] | None, hints: Hints
) -> Iterator[tuple[Relation, Relation, int]]:
    """Indexes with their tables and how sure they are."""
    if tables is not None:
        found = [i for t in tables for i in t.indexes.values()]
        if only is not None:
            found = [i for i in found if i in only]
    else:
        found = relations(run, names, spaces(run, hints, name_column="schemaname"), only)
        if names is not None and only is None:
            _load_tables(run, hints)
            found = relations(run, names, spaces(run, hints, name_column="schemaname"), only)
    for rel in found:
        if rel.index is not None and (names is None or rel.name in names):
            table = rel.index.table
            yield rel, table, MAYBE if "index" in table.unknown else sure(rel, table)


def _load_tables(run: Run, hints: Hints) -> None:
    """The indexes of a platform's tables are known when the tables are."""
    for space in spaces(run, hints, name_column="schemaname"):
        if space.lazy and space.name not in ("pg_catalog", "information_schema"):
            relations(run, None, [space])


def _doubtful_tables(run: Run, tables: list[Relation] | None) -> Iterator[Relation]:
    """Tables that may have indexes besides those that are known."""
    if tables is None:
        tables = [r for space in run.session.catalog.namespaces.values() for r in space.relations.values()]
    for table in tables:
        if "index" in table.unknown and table.relkind in "rpm":
            yield table


def pg_index(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_index.h`."""
    tables = objects(hints, "indrelid", Relation)
    for rel, table, certainty in _indexes(run, tables, objects(hints, "indexrelid", Relation), None, {}):
        info = rel.index
        assert info is not None
        keys = [a.number if a is not None else 0 for a in info.keys]
        row: dict[str, Value] = {
            "indexrelid": oid(rel),
            "indrelid": oid(table),
            "indnatts": len(keys),
            "indnkeyatts": info.width,
            "indisunique": info.unique,
            "indnullsnotdistinct": info.nulls_not_distinct,
            "indisprimary": info.primary,
            "indisexclusion": info.exclusion,
            "indimmediate": info.immediate,
            "indisclustered": info.clustered,
            "indisvalid": info.valid,
            "indisready": True,
            "indislive": True,
            "indisreplident": info.replica_identity,
            "indkey": Vector(keys),
            "indexprs": SOMETHING if None in info.keys else None,
            "indpred": SOMETHING if info.predicate is not None else None,
        }
        yield row, certainty
    for table in _doubtful_tables(run, tables):
        yield {"indrelid": oid(table), "indexrelid": OTHER}, MANY
    for row, certainty in maybe_relations(run, "", "", "indexrelid"):
        yield {**row, "indrelid": OTHER}, certainty


def pg_indexes(run: Run, hints: Hints) -> Iterator[Made]:
    """`system_views.sql`: the indexes of tables and materialized views."""
    from migslint.executor.ruleutils import index_definition

    names = texts(hints, "tablename")
    tables = None
    if names is not None:
        tables = relations(run, names, spaces(run, hints, name_column="schemaname"))
    for rel, table, certainty in _indexes(run, tables, None, texts(hints, "indexname"), hints):
        row: dict[str, Value] = {
            "schemaname": table.namespace.name,
            "tablename": table.name,
            "indexname": rel.name,
            "tablespace": rel.tablespace or None,
            "indexdef": index_definition(run.session, rel),
        }
        yield row, certainty
    for table in _doubtful_tables(run, tables):
        yield {"schemaname": table.namespace.name, "tablename": table.name, "indexname": SOMETHING}, MANY
    # an index that may be there is that of a table above, or of a table that may be there
    yield from maybe_relations(run, "schemaname", "tablename")
