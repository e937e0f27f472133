"""pg_sequence, pg_sequences, pg_inherits and pg_partitioned_table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.catalog.objects import Relation
from migslint.executor.relations import Made
from migslint.executor.relations.found import (
    Hints,
    maybe_relations,
    objects,
    oid,
    relations,
    spaces,
    sure,
    text,
    texts,
)
from migslint.executor.scope import MANY, MAYBE
from migslint.executor.values import OTHER, SOMETHING, Oid, Value

if TYPE_CHECKING:
    from migslint.executor.run import Run


def pg_sequence(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_sequence.h`."""
    for rel in relations(run, None, spaces(run, {}), objects(hints, "seqrelid", Relation)):
        if rel.relkind != "S":
            continue
        row: dict[str, Value] = {"seqrelid": oid(rel)}
        if rel.sequence is not None and not rel.builtin:
            info = rel.sequence
            row |= {
                "seqtypid": oid(info.type),
                "seqstart": info.start,
                "seqincrement": info.increment,
                "seqmax": info.maximum,
                "seqmin": info.minimum,
                "seqcache": info.cache,
                "seqcycle": info.cycle,
            }
        yield row, sure(rel)
    yield from maybe_relations(run, "", "", "seqrelid")


def pg_sequences(run: Run, hints: Hints) -> Iterator[Made]:
    """`system_views.sql`."""
    for rel in relations(run, texts(hints, "sequencename"), spaces(run, hints, name_column="schemaname")):
        if rel.relkind != "S":
            continue
        row: dict[str, Value] = {
            "schemaname": rel.namespace.name,
            "sequencename": rel.name,
            "sequenceowner": text(rel.owner),
        }
        if rel.sequence is not None and not rel.builtin:
            info = rel.sequence
            row |= {
                "data_type": Oid("regtype", info.type),
                "start_value": info.start,
                "min_value": info.minimum,
                "max_value": info.maximum,
                "increment_by": info.increment,
                "cycle": info.cycle,
                "cache_size": info.cache,
            }
        yield row, sure(rel)
    yield from maybe_relations(run, "schemaname", "sequencename")


def pg_inherits(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_inherits.h`: of tables and of partitioned indexes."""
    for rel in relations(run, None, spaces(run, {}), objects(hints, "inhrelid", Relation)):
        for number, parent in enumerate(rel.parents, 1):
            row: dict[str, Value] = {"inhrelid": oid(rel), "inhparent": oid(parent), "inhseqno": number}
            yield row, MAYBE if "column" in rel.unknown else sure(rel, parent)
        if "column" in rel.unknown:
            yield {"inhrelid": oid(rel), "inhparent": SOMETHING}, MANY
    for _ in maybe_relations(run, "", ""):
        yield {"inhrelid": OTHER, "inhparent": SOMETHING}, MANY


def pg_partitioned_table(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_partitioned_table.h`."""
    for rel in relations(run, None, spaces(run, {}), objects(hints, "partrelid", Relation)):
        if rel.relkind == "p":
            row: dict[str, Value] = {"partrelid": oid(rel)}
            if rel.partition_key is not None:
                row["partstrat"] = rel.partition_key.strategy
                row["partnatts"] = len(rel.partition_key.keys)
            yield row, sure(rel)
    yield from maybe_relations(run, "", "", "partrelid")
