"""pg_class and the views over it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.catalog.objects import Relation
from migslint.executor.relations import Made
from migslint.executor.relations.found import (
    ZERO,
    Hints,
    maybe_relations,
    objects,
    oid,
    owner_of,
    relations,
    spaces,
    sure,
    text,
    texts,
)
from migslint.executor.scope import MANY
from migslint.executor.values import OTHER, SOMETHING, UNKNOWN, Value

if TYPE_CHECKING:
    from migslint.executor.run import Run

_SECURITY = frozenset(("self", "security"))


def pg_class(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_class.h`."""
    where = spaces(run, hints, "relnamespace")
    for rel in relations(run, texts(hints, "relname"), where, objects(hints, "oid", Relation)):
        yield _class_row(run, rel), sure(rel)
    yield from maybe_relations(run, "relnamespace", "relname", "oid")
    toast = run.session.catalog.namespaces.get("pg_toast")
    if toast is not None and toast in where:
        for kind in "ti":  # of their names only the beginning is known
            yield {"oid": OTHER, "relname": "pg_toast_0", "relnamespace": oid(toast), "relkind": kind}, MANY


def _never(rel: Relation, kinds: str) -> Value:
    """What only relations of some kinds can ever have."""
    return SOMETHING if rel.relkind in kinds else False


def _flag(rel: Relation, unknown_part: str, value: bool) -> Value:
    return UNKNOWN if unknown_part in rel.unknown else value


def _class_row(run: Run, rel: Relation) -> dict[str, Value]:
    with_storage = rel.relkind in "rmtiS"
    row: dict[str, Value] = {
        "oid": oid(rel),
        "relname": rel.name,
        "relnamespace": oid(rel.namespace),
        "reltype": oid(rel.rowtype) if rel.rowtype is not None else ZERO if rel.relkind in "iI" else SOMETHING,
        "reloftype": oid(rel.of_type),
        "relowner": owner_of(run, rel),
        # what is no longer true is only taken back by VACUUM
        "relhasindex": True if rel.indexes and "index" not in rel.unknown else _never(rel, "rpm"),
        "relisshared": False if not rel.builtin else SOMETHING,
        "relpersistence": rel.persistence,
        "relkind": rel.relkind,
        "relnatts": UNKNOWN if "column" in rel.unknown else _natts(rel),
        "relhasrules": True if rel.relkind in "vm" or (rel.rules and "rule" not in rel.unknown) else _never(rel, "rpf"),
        "relhastriggers": _flag(rel, "trigger", bool(rel.triggers)) if rel.triggers else SOMETHING,
        "relhassubclass": True if rel.children else SOMETHING,
        "relrowsecurity": SOMETHING if rel.unknown & _SECURITY else rel.row_security,
        "relforcerowsecurity": SOMETHING if rel.unknown & _SECURITY else rel.force_row_security,
        "relispopulated": rel.populated,
        "relispartition": rel.is_partition or (rel.relkind in "iI" and bool(rel.parents)),
        "relreplident": rel.replica_identity if rel.relkind in "rpm" else "n",
        "relchecks": UNKNOWN
        if "constraint" in rel.unknown
        else sum(c.contype == "c" for c in rel.constraints.values()),
        "reloptions": [f"{k}={v}" for k, v in rel.options.items()] or None,
    }
    if not with_storage:
        row["reltoastrelid"] = ZERO
    if rel.builtin:
        for column in ("reloptions", "relreplident", "relchecks", "relhasrules", "relhastriggers"):
            row.pop(column)
    return row


def _natts(rel: Relation) -> Value:
    if rel.index is not None:
        return len(rel.index.keys)
    return 3 if rel.relkind == "S" else rel.last_number


def _visible(run: Run, hints: Hints, name: str, kinds: str) -> list[Relation]:
    found = relations(run, texts(hints, name), spaces(run, hints, name_column="schemaname"))
    return [r for r in found if r.relkind in kinds]


def pg_tables(run: Run, hints: Hints) -> Iterator[Made]:
    """`system_views.sql`: tables and partitioned tables."""
    for rel in _visible(run, hints, "tablename", "rp"):
        row = _class_row(run, rel)
        yield (
            {
                "schemaname": rel.namespace.name,
                "tablename": rel.name,
                "tableowner": text(rel.owner),
                "tablespace": rel.tablespace or None,
                "hasindexes": row["relhasindex"],
                "hasrules": row.get("relhasrules", SOMETHING),
                "hastriggers": row.get("relhastriggers", SOMETHING),
                "rowsecurity": row["relrowsecurity"],
            },
            sure(rel),
        )
    yield from maybe_relations(run, "schemaname", "tablename")


def pg_views(run: Run, hints: Hints) -> Iterator[Made]:
    """`system_views.sql`."""
    for rel in _visible(run, hints, "viewname", "v"):
        row = {
            "schemaname": rel.namespace.name,
            "viewname": rel.name,
            "viewowner": text(rel.owner),
            "definition": SOMETHING,
        }
        yield row, sure(rel)
    yield from maybe_relations(run, "schemaname", "viewname")


def pg_matviews(run: Run, hints: Hints) -> Iterator[Made]:
    """`system_views.sql`."""
    for rel in _visible(run, hints, "matviewname", "m"):
        row = {
            "schemaname": rel.namespace.name,
            "matviewname": rel.name,
            "matviewowner": text(rel.owner),
            "tablespace": rel.tablespace or None,
            "hasindexes": True if rel.indexes and "index" not in rel.unknown else SOMETHING,
            "ispopulated": rel.populated,
            "definition": SOMETHING,
        }
        yield row, sure(rel)
    yield from maybe_relations(run, "schemaname", "matviewname")


def pg_stat_all_tables(run: Run, hints: Hints) -> Iterator[Made]:
    """`system_views.sql`: what there is to count is known, the counts are not."""
    for rel in relations(run, texts(hints, "relname"), spaces(run, hints, name_column="schemaname")):
        if rel.relkind in "rmpt" and (rel.relkind != "p" or run.session.version >= 17):
            yield {"relid": oid(rel), "schemaname": rel.namespace.name, "relname": rel.name}, sure(rel)
    yield from maybe_relations(run, "schemaname", "relname", "relid")
    yield {"schemaname": "pg_toast", "relname": "pg_toast_0"}, MANY


def pg_stat_user_tables(run: Run, hints: Hints) -> Iterator[Made]:
    """`system_views.sql`."""
    for row, certainty in pg_stat_all_tables(run, hints):
        if row["schemaname"] not in ("pg_catalog", "information_schema", "pg_toast"):
            yield row, certainty
