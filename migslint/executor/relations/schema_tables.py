"""information_schema: tables, views, sequences, schemata (`information_schema.sql`).

These views show only what the current role may see: a superuser sees all, on a platform whose role is none what it does
not own is only maybe shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.catalog.objects import CatalogObject, Relation, Role
from migslint.executor.relations import Made
from migslint.executor.relations.found import (
    Hints,
    doubts,
    maybe_relations,
    relations,
    spaces,
    sure,
    text,
    texts,
    yes_no,
)
from migslint.executor.scope import CERTAIN, MANY, MAYBE
from migslint.executor.values import SOMETHING, UNKNOWN, Value

if TYPE_CHECKING:
    from migslint.executor.run import Run


def shown(run: Run, obj: CatalogObject, builtin: bool | None = None) -> int:
    """Whether the current role is shown an object."""
    role = run.session.catalog.global_object("role", run.session.role)
    if isinstance(role, Role) and role.superuser:
        return CERTAIN
    is_builtin = obj.builtin if builtin is None else builtin
    if is_builtin:
        space = getattr(obj, "namespace", None)
        if space is not None and space.name in ("pg_catalog", "information_schema"):
            return CERTAIN
        return CERTAIN if obj.owner == run.session.role else MAYBE
    return CERTAIN


def visible(run: Run, rel: Relation) -> int:
    """How sure a row about a relation is."""
    return min(sure(rel), shown(run, rel))


def listed(run: Run, hints: Hints, schema: str, name: str, kinds: str) -> list[Relation]:
    """The relations that a view may show."""
    found = relations(run, texts(hints, name), spaces(run, hints, name_column=schema))
    return [rel for rel in found if rel.relkind in kinds]


_TYPES = {"r": "BASE TABLE", "p": "BASE TABLE", "v": "VIEW", "f": "FOREIGN"}


def tables(run: Run, hints: Hints) -> Iterator[Made]:
    """Tables, views and foreign tables; no materialized views."""
    for rel in listed(run, hints, "table_schema", "table_name", "rpvf"):
        temporary = rel.persistence == "t"
        row: dict[str, Value] = {
            "table_catalog": SOMETHING,
            "table_schema": rel.namespace.name if not temporary else SOMETHING,
            "table_name": rel.name,
            "table_type": "LOCAL TEMPORARY" if temporary else _TYPES[rel.relkind],
            "self_referencing_column_name": None,
            "reference_generation": None,
            "user_defined_type_catalog": SOMETHING if rel.of_type else None,
            "user_defined_type_schema": rel.of_type.namespace.name if rel.of_type else None,
            "user_defined_type_name": rel.of_type.name if rel.of_type else None,
            "is_insertable_into": "YES" if rel.relkind in "rp" else SOMETHING,
            "is_typed": yes_no(rel.of_type is not None),
            "commit_action": None,
        }
        yield row, visible(run, rel)
    yield from maybe_relations(run, "table_schema", "table_name")


def views(run: Run, hints: Hints) -> Iterator[Made]:
    """Views; no materialized ones."""
    for rel in listed(run, hints, "table_schema", "table_name", "v"):
        row: dict[str, Value] = {
            "table_catalog": SOMETHING,
            "table_schema": rel.namespace.name,
            "table_name": rel.name,
            "view_definition": SOMETHING if not rel.builtin else UNKNOWN,
            "check_option": SOMETHING,
            "is_updatable": SOMETHING,
            "is_insertable_into": SOMETHING,
        }
        yield row, visible(run, rel)
    yield from maybe_relations(run, "table_schema", "table_name")


def sequences(run: Run, hints: Hints) -> Iterator[Made]:
    """Sequences that are not those of identity columns."""
    for rel in listed(run, hints, "sequence_schema", "sequence_name", "S"):
        info = rel.sequence
        if info is not None and info.identity:
            continue
        row: dict[str, Value] = {
            "sequence_catalog": SOMETHING,
            "sequence_schema": rel.namespace.name,
            "sequence_name": rel.name,
        }
        if info is not None and not rel.builtin:
            from migslint.catalog.typename import format_type

            row |= {
                "data_type": format_type(run.session, info.type),
                "start_value": str(info.start),
                "minimum_value": str(info.minimum),
                "maximum_value": str(info.maximum),
                "increment": str(info.increment),
                "cycle_option": yes_no(info.cycle),
                "numeric_precision_radix": 2,
                "numeric_scale": 0,
            }
        yield row, visible(run, rel) if info is not None and not rel.builtin else min(visible(run, rel), MAYBE)
    yield from maybe_relations(run, "sequence_schema", "sequence_name")


def schemata(run: Run, hints: Hints) -> Iterator[Made]:
    """Schemas: from 17 on all that the role may use, before only its own."""
    catalog = run.session.catalog
    for space in spaces(run, hints, name_column="schema_name"):
        row: dict[str, Value] = {
            "catalog_name": SOMETHING,
            "schema_name": space.name,
            "schema_owner": text(space.owner),
            "default_character_set_catalog": None,
            "default_character_set_schema": None,
            "default_character_set_name": None,
            "sql_path": None,
        }
        certainty = MAYBE if catalog.doubtful("schema", "", space.name) else sure(space)
        yield row, min(certainty, shown(run, space))
    for _, name, _ in doubts(run, "schema"):
        if name not in catalog.namespaces:
            yield {"schema_name": name}, MANY
    for name in ("pg_temp_0", "pg_toast_temp_0"):
        yield {"schema_name": name}, MANY
