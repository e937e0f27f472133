"""pg_type, pg_enum and pg_range."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.catalog.objects import Type
from migslint.executor.relations import Made
from migslint.executor.relations.found import (
    ZERO,
    Hints,
    doubts,
    objects,
    oid,
    owner_of,
    spaces,
    sure,
    texts,
    types,
)
from migslint.executor.scope import MANY, MAYBE
from migslint.executor.values import OTHER, SOMETHING, Value

if TYPE_CHECKING:
    from migslint.executor.run import Run


def pg_type(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_type.h`: row types and array types among them."""
    where = spaces(run, hints, "typnamespace")
    for type in types(run, texts(hints, "typname"), where, objects(hints, "oid", Type)):
        yield _row(run, type), sure(type, type.relation, type.element)
    for _, name, space in doubts(run, "type", "relation"):
        yield {"oid": OTHER, "typname": name, "typnamespace": oid(space) if space else SOMETHING}, MANY
        if isinstance(name, str):
            array = {"typname": f"_{name}", "typnamespace": oid(space) if space else SOMETHING, "typcategory": "A"}
            yield array, MANY


def _row(run: Run, type: Type) -> dict[str, Value]:
    base = type.base
    row: dict[str, Value] = {
        "oid": oid(type),
        "typname": type.name,
        "typnamespace": oid(type.namespace),
        "typowner": owner_of(run, type),
        "typtype": type.typtype,
        "typcategory": type.category,
        "typispreferred": type.preferred,
        "typisdefined": type.defined,
        "typrelid": oid(type.relation),
        "typelem": oid(type.element),
        "typarray": oid(type.array),
        "typnotnull": type.notnull,
        "typbasetype": oid(base.type) if base is not None else ZERO,
        "typtypmod": base.typmod
        if base is not None and isinstance(base.typmod, int)
        else -1
        if base is None
        else SOMETHING,
    }
    if "constraint" in type.unknown:
        row["typnotnull"] = SOMETHING
    if type.typtype == "?":
        return {k: row[k] for k in ("oid", "typname", "typnamespace")}
    if type.typtype in "cemr" or type.is_array:
        row["typdefault"] = None
    return row


def pg_enum(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_enum.h`."""
    labels = texts(hints, "enumlabel")
    only = objects(hints, "enumtypid", Type)
    for type in types(run, None, spaces(run, {}), only):
        if type.typtype != "e":
            continue
        for i, label in enumerate(type.labels, 1):
            if labels is None or label in labels:
                row: dict[str, Value] = {"enumtypid": oid(type), "enumsortorder": float(i), "enumlabel": label}
                yield row, MAYBE if "label" in type.unknown else sure(type)
        if "label" in type.unknown:
            yield {"enumtypid": oid(type), "enumlabel": SOMETHING}, MANY
    for _ in doubts(run, "type"):
        yield {"enumtypid": OTHER, "enumlabel": SOMETHING}, MANY


def pg_range(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_range.h`."""
    for type in types(run, None, spaces(run, {}), objects(hints, "rngtypid", Type)):
        if type.typtype == "r":
            row: dict[str, Value] = {
                "rngtypid": oid(type),
                "rngsubtype": oid(type.subtype),
                "rngmultitypid": oid(type.multirange),
            }
            yield row, sure(type)
    for _ in doubts(run, "type"):
        yield {"rngtypid": SOMETHING}, MANY
