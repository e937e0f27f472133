"""pg_constraint."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.catalog.objects import Constraint, Namespace, Relation, Type
from migslint.executor.fragments import of_expression
from migslint.executor.relations import Made
from migslint.executor.relations.found import (
    ZERO,
    Hints,
    constraints,
    doubts,
    maybe_relations,
    objects,
    oid,
    part,
    relations,
    spaces,
    texts,
    types,
)
from migslint.executor.scope import MANY
from migslint.executor.values import OTHER, SOMETHING, Value

if TYPE_CHECKING:
    from migslint.executor.run import Run


def pg_constraint(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_constraint.h`."""
    names = texts(hints, "conname")
    only = objects(hints, "conrelid", Relation)
    where = spaces(run, hints, "connamespace")
    for rel in relations(run, None, spaces(run, {}), only):
        if rel.namespace not in where:
            continue
        for constraint in constraints(run, rel):
            if names is None or constraint.name in names:
                yield _row(run, constraint, rel.namespace), part(rel, "constraint", constraint)
        if "constraint" in rel.unknown and rel.relkind in "rpf":
            row = {"oid": OTHER, "connamespace": oid(rel.namespace), "conrelid": oid(rel), "contypid": ZERO}
            yield row, MANY
    if only is None:
        domains = objects(hints, "contypid", Type)
        for type in types(run, None, where, domains):
            for constraint in type.constraints.values():
                if names is None or constraint.name in names:
                    yield _row(run, constraint, type.namespace), part(type, "constraint", constraint)
            if "constraint" in type.unknown:
                row = {"connamespace": oid(type.namespace), "conrelid": ZERO, "contypid": oid(type)}
                yield row, MANY
        for _, _, space in doubts(run, "type"):
            yield {"connamespace": oid(space) if space else SOMETHING, "conrelid": ZERO, "contypid": SOMETHING}, MANY
    for row, certainty in maybe_relations(run, "connamespace", "", "conrelid"):
        yield {**row, "contypid": ZERO}, certainty


def _row(run: Run, constraint: Constraint, space: Namespace) -> dict[str, Value]:
    kind = constraint.contype
    keys: Value = [a.number for a in constraint.columns] or None
    if kind == "c" and len(constraint.columns) > 1:
        keys = SOMETHING
    foreign = kind == "f"
    return {
        "oid": oid(constraint),
        "conname": constraint.name,
        "connamespace": oid(space),
        "contype": kind,
        "condeferrable": constraint.deferrable,
        "condeferred": constraint.deferred,
        "conenforced": constraint.enforced,
        "convalidated": constraint.validated,
        "conrelid": oid(constraint.relation),
        "contypid": oid(constraint.domain),
        "conindid": oid(constraint.index) if constraint.index is not None else SOMETHING if foreign else ZERO,
        "confrelid": oid(constraint.ref_relation) if constraint.ref_relation is not None or not foreign else SOMETHING,
        "confupdtype": constraint.on_update if foreign else " ",
        "confdeltype": constraint.on_delete if foreign else " ",
        "confmatchtype": constraint.match if foreign else " ",
        "conislocal": constraint.islocal,
        "coninhcount": constraint.inhcount,
        "connoinherit": constraint.no_inherit if kind in "cn" else SOMETHING,
        "conkey": keys,
        "confkey": [a.number for a in constraint.ref_columns] or None if foreign else None,
        "conbin": of_expression(run.session, constraint.expression, constraint.relation)
        if constraint.expression is not None
        else SOMETHING
        if kind == "c"
        else None,
        **({"conparentid": ZERO} if not constraint.inhcount else {}),
    }
