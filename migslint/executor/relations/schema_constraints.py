"""information_schema: constraints and the columns that they use (`information_schema.sql`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.catalog.objects import Attribute, Constraint, Relation
from migslint.executor.fragments import of_expression
from migslint.executor.relations import Made
from migslint.executor.relations.found import (
    Hints,
    constraints,
    doubts,
    maybe_relations,
    part,
    spaces,
    sure,
    texts,
    types,
    yes_no,
)
from migslint.executor.relations.schema_tables import listed, shown, visible
from migslint.executor.scope import MANY
from migslint.executor.values import SOMETHING, Value

if TYPE_CHECKING:
    from migslint.executor.run import Run

_KINDS = {"c": "CHECK", "n": "CHECK", "f": "FOREIGN KEY", "p": "PRIMARY KEY", "u": "UNIQUE"}
_ACTIONS = {"c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT", "r": "RESTRICT", "a": "NO ACTION"}


def _of_tables(run: Run, hints: Hints, kinds: str) -> Iterator[tuple[Relation, Constraint, int]]:
    names = texts(hints, "constraint_name")
    for rel in listed(run, hints, "table_schema", "table_name", "rp"):
        certainty = visible(run, rel)
        for constraint in constraints(run, rel):
            if constraint.contype in kinds and (names is None or constraint.name in names):
                yield rel, constraint, min(certainty, part(rel, "constraint", constraint))


def _doubts(run: Run, hints: Hints, with_table: bool = True) -> Iterator[Made]:
    """The constraints that may be there besides."""
    for rel in listed(run, hints, "table_schema", "table_name", "rp"):
        if "constraint" in rel.unknown:
            row: dict[str, Value] = {"constraint_schema": rel.namespace.name, "constraint_name": SOMETHING}
            if with_table:
                row |= {"table_schema": rel.namespace.name, "table_name": rel.name}
            yield row, MANY
    if with_table:
        yield from maybe_relations(run, "table_schema", "table_name")
    else:
        for schema, _, _ in doubts(run, "relation"):
            yield {"constraint_schema": schema}, MANY


def _not_nulls(run: Run, hints: Hints) -> Iterator[tuple[Relation, Attribute, str, int]]:
    """Before 18 NOT NULL is no constraint, but is shown as one under a name made of numbers."""
    if run.session.version >= 18:
        return
    for rel in listed(run, hints, "table_schema", "table_name", "rp"):
        for attribute in rel.attributes.values():
            if attribute.notnull:
                name = f"0_0_{attribute.number}_not_null"
                yield rel, attribute, name, min(visible(run, rel), part(rel, "column", attribute))


def table_constraints(run: Run, hints: Hints) -> Iterator[Made]:
    """The constraints of tables but those of EXCLUDE."""
    for rel, constraint, certainty in _of_tables(run, hints, "cnfpu"):
        index = constraint.index.index if constraint.index is not None else None
        distinct = yes_no(not index.nulls_not_distinct) if index is not None else SOMETHING
        row: dict[str, Value] = {
            **_names(rel, constraint.name),
            "constraint_type": _KINDS[constraint.contype],
            "is_deferrable": yes_no(constraint.deferrable),
            "initially_deferred": yes_no(constraint.deferred),
            "enforced": yes_no(constraint.enforced),
            "nulls_distinct": distinct if constraint.contype == "u" else None,
        }
        yield row, certainty
    for rel, _, name, certainty in _not_nulls(run, hints):
        made: dict[str, Value] = {
            **_names(rel, name),
            "constraint_type": "CHECK",
            "is_deferrable": "NO",
            "initially_deferred": "NO",
            "enforced": "YES",
            "nulls_distinct": None,
        }
        yield made, certainty
    yield from _doubts(run, hints)


def _names(rel: Relation, name: str) -> dict[str, Value]:
    return {
        "constraint_catalog": SOMETHING,
        "constraint_schema": rel.namespace.name,
        "constraint_name": name,
        "table_catalog": SOMETHING,
        "table_schema": rel.namespace.name,
        "table_name": rel.name,
    }


def key_column_usage(run: Run, hints: Hints) -> Iterator[Made]:
    """The columns of primary, unique and foreign keys."""
    for rel, constraint, certainty in _of_tables(run, hints, "puf"):
        for number, attribute in enumerate(constraint.columns, 1):
            row: dict[str, Value] = {
                **_names(rel, constraint.name),
                "column_name": attribute.name,
                "ordinal_position": number,
                "position_in_unique_constraint": SOMETHING if constraint.contype == "f" else None,
            }
            yield row, certainty
    yield from _doubts(run, hints)


def constraint_column_usage(run: Run, hints: Hints) -> Iterator[Made]:
    """The columns that a constraint uses: of a foreign key the referenced ones."""
    loose = {k: v for k, v in hints.items() if k in ("constraint_name", "constraint_schema")}
    if "constraint_schema" in loose:
        loose["table_schema"] = loose["constraint_schema"]
    for rel, constraint, certainty in _of_tables(run, loose, "cnfpu"):
        used = constraint.ref_columns if constraint.contype == "f" else constraint.columns
        for attribute in used:
            row: dict[str, Value] = {**_names(rel, constraint.name), "column_name": attribute.name}
            row["table_schema"] = attribute.relation.namespace.name
            row["table_name"] = attribute.relation.name
            yield row, min(certainty, sure(attribute.relation))
    for made, certainty in _doubts(run, loose, with_table=False):
        yield made, certainty


def constraint_table_usage(run: Run, hints: Hints) -> Iterator[Made]:
    """The table that a constraint uses: of a foreign key the referenced one."""
    loose = {k: v for k, v in hints.items() if k == "constraint_name"}
    for rel, constraint, certainty in _of_tables(run, loose, "fpu"):
        used = constraint.ref_relation if constraint.contype == "f" else rel
        row = _names(rel, constraint.name)
        row["table_schema"] = used.namespace.name if used is not None else SOMETHING
        row["table_name"] = used.name if used is not None else SOMETHING
        yield row, certainty
    yield from _doubts(run, loose, with_table=False)


def referential_constraints(run: Run, hints: Hints) -> Iterator[Made]:
    """Foreign keys with the unique key that they refer to."""
    loose = {k: v for k, v in hints.items() if k == "constraint_name"}
    for rel, constraint, certainty in _of_tables(run, loose, "f"):
        target = constraint.ref_relation
        key = _referenced_key(constraint)
        row: dict[str, Value] = {
            "constraint_catalog": SOMETHING,
            "constraint_schema": rel.namespace.name,
            "constraint_name": constraint.name,
            "unique_constraint_schema": target.namespace.name if key is not None and target is not None else SOMETHING,
            "unique_constraint_name": key.name if key is not None else SOMETHING,
            "match_option": {"f": "FULL", "p": "PARTIAL", "s": "NONE"}.get(constraint.match),
            "update_rule": _ACTIONS.get(constraint.on_update),
            "delete_rule": _ACTIONS.get(constraint.on_delete),
        }
        if constraint.builtin:
            for column in ("match_option", "update_rule", "delete_rule"):
                row[column] = SOMETHING
        yield row, certainty
    yield from _doubts(run, loose, with_table=False)


def _referenced_key(constraint: Constraint) -> Constraint | None:
    target = constraint.ref_relation
    if target is None or constraint.builtin:
        return None
    index = constraint.index
    found = [k for k in target.constraints.values() if k.contype in "pu" and k.index is not None and k.index is index]
    return found[0] if len(found) == 1 else None


def check_constraints(run: Run, hints: Hints) -> Iterator[Made]:
    """The CHECK constraints of tables and domains, and NOT NULL."""
    loose = {k: v for k, v in hints.items() if k == "constraint_name"}
    for rel, constraint, certainty in _of_tables(run, loose, "cn"):
        clause: Value = SOMETHING
        if constraint.expression is not None:
            clause = of_expression(run.session, constraint.expression, rel)
        if constraint.contype == "n" and constraint.columns:
            clause = f"{constraint.columns[0].name} IS NOT NULL"
        row: dict[str, Value] = {
            "constraint_catalog": SOMETHING,
            "constraint_schema": rel.namespace.name,
            "constraint_name": constraint.name,
            "check_clause": clause,
        }
        yield row, certainty
    for type in types(run, None, spaces(run, {})):
        for constraint in type.constraints.values():
            made: dict[str, Value] = {
                "constraint_schema": type.namespace.name,
                "constraint_name": constraint.name,
                "check_clause": SOMETHING if constraint.contype == "c" else "VALUE IS NOT NULL",
            }
            yield made, min(part(type, "constraint", constraint), shown(run, type))
        if "constraint" in type.unknown:
            yield {"constraint_schema": type.namespace.name, "constraint_name": SOMETHING}, MANY
    for rel, attribute, name, certainty in _not_nulls(run, loose):
        numbered: dict[str, Value] = {
            "constraint_schema": rel.namespace.name,
            "constraint_name": name,
            "check_clause": f"{attribute.name} IS NOT NULL",
        }
        yield numbered, certainty
    yield from _doubts(run, loose, with_table=False)
