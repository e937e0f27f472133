"""pg_attribute and pg_attrdef."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.catalog.heap import SYSTEM_COLUMNS
from migslint.catalog.objects import Attribute, Relation
from migslint.executor.fragments import of_expression
from migslint.executor.relations import Made
from migslint.executor.relations.found import (
    ZERO,
    Hints,
    maybe_relations,
    objects,
    oid,
    part,
    relations,
    spaces,
    sure,
    texts,
)
from migslint.executor.scope import MANY
from migslint.executor.values import SOMETHING, UNKNOWN, Value

if TYPE_CHECKING:
    from migslint.executor.run import Run

_SYSTEM_NUMBERS = {"ctid": -1, "xmin": -2, "cmin": -3, "xmax": -4, "cmax": -5, "tableoid": -6}
_SEQUENCE_COLUMNS = (("last_value", "int8"), ("log_cnt", "int8"), ("is_called", "bool"))


def pg_attribute(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_attribute.h`, dropped columns among them."""
    only = objects(hints, "attrelid", Relation)
    names = texts(hints, "attname")
    catalog = run.session.catalog
    for rel in relations(run, None, list(catalog.namespaces.values()), only):
        relid = oid(rel)
        if rel.index is not None:
            yield from _index_columns(rel)
            continue
        if rel.relkind == "S":
            for number, (name, type) in enumerate(_SEQUENCE_COLUMNS, 1):
                row = _row(relid, name, number, oid(catalog.builtin_type(type)))
                yield {**row, "attnotnull": True}, sure(rel)
        for attribute in rel.attributes.values():
            if names is None or attribute.name in names:
                yield _column(relid, attribute), part(rel, "column", attribute)
        if names is None and len(rel.attributes) < rel.last_number and rel.relkind != "S":
            there = {a.number for a in rel.attributes.values()}
            for number in range(1, rel.last_number + 1):
                if number not in there:
                    gone = _row(relid, f"........pg.dropped.{number}........", number, ZERO)
                    yield {**gone, "attisdropped": True, "attnotnull": False}, sure(rel)
        if rel.relkind in "rpmfSt":
            for name in SYSTEM_COLUMNS:
                if names is None or name in names:
                    yield {**_row(relid, name, _SYSTEM_NUMBERS[name], SOMETHING), "attnotnull": True}, sure(rel)
        if "column" in rel.unknown:
            yield {"attrelid": relid, "attname": SOMETHING}, MANY
    if only is None or not only:
        yield from maybe_relations(run, "", "", "attrelid")


def _row(relid: Value, name: str, number: int, type: Value) -> dict[str, Value]:
    return {
        "attrelid": relid,
        "attname": name,
        "atttypid": type,
        "attnum": number,
        "atttypmod": -1,
        "atthasdef": False,
        "attidentity": "",
        "attgenerated": "",
        "attisdropped": False,
        "attislocal": True,
        "attinhcount": 0,
    }


def _column(relid: Value, attribute: Attribute) -> dict[str, Value]:
    typmod = attribute.typmod
    row = _row(relid, attribute.name, attribute.number, oid(attribute.type))
    row["atttypmod"] = typmod if isinstance(typmod, int) else UNKNOWN
    row["attnotnull"] = attribute.notnull
    row["atthasdef"] = attribute.default is not None
    row["attidentity"], row["attgenerated"] = attribute.identity, attribute.generated
    row["attislocal"], row["attinhcount"] = attribute.islocal, attribute.inhcount
    if "notnull" in attribute.relation.unknown:
        row["attnotnull"] = SOMETHING
    if "column" in attribute.relation.unknown or attribute.type.typtype == "?":
        for column in ("atttypid", "atttypmod", "attnotnull", "atthasdef", "attidentity", "attgenerated"):
            row[column] = SOMETHING
    return row


def _index_columns(rel: Relation) -> Iterator[Made]:
    info = rel.index
    assert info is not None
    for number, key in enumerate(info.keys, 1):
        yield (
            {
                "attrelid": oid(rel),
                "attname": key.name if key is not None else SOMETHING,
                "atttypid": oid(key.type) if key is not None else SOMETHING,
                "attnum": number,
                "attnotnull": False,
                "atthasdef": False,
                "attisdropped": False,
            },
            sure(rel, info.table),
        )


def pg_attrdef(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_attrdef.h`."""
    only = objects(hints, "adrelid", Relation)
    for rel in relations(run, None, spaces(run, {}), only):
        for attribute in rel.attributes.values():
            if attribute.default is not None:
                row: dict[str, Value] = {
                    "oid": oid(attribute.default),
                    "adrelid": oid(rel),
                    "adnum": attribute.number,
                    "adbin": of_expression(run.session, attribute.default.expression, rel)
                    if attribute.default.expression is not None
                    else SOMETHING,
                }
                yield row, part(rel, "column", attribute)
        if "column" in rel.unknown:
            yield {"adrelid": oid(rel)}, MANY
    yield from maybe_relations(run, "", "", "adrelid")
