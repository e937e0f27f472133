"""The column that a subcommand of ALTER TABLE is about."""

from __future__ import annotations

from typing import Any

from migslint.catalog import heap
from migslint.catalog.errors import PgError, undefined_column
from migslint.catalog.objects import Attribute, Relation


def column_of(rel: Relation, name: str, location: int | None = None) -> Attribute | None:
    """The column to alter; None if it may be there.  42703 if absent, 0A000 for a system column."""
    found = rel.attributes.get(name)
    if found is not None:
        return found
    if name in heap.SYSTEM_COLUMNS:
        raise PgError(
            "0A000",
            f'cannot alter system column "{name}"',
            location=location,
            reason="unsupported",
            kind="column",
            name=name,
            within=rel.name,
        )
    if "column" in rel.unknown:
        return None
    raise undefined_column(name, rel.name, location, rel)


def refuse_column(
    sqlstate: str, message: str, column: str, rel: Relation, hint: str | None = None, obj: Any = None
) -> PgError:
    return PgError(
        sqlstate, message, hint=hint, reason="definition", kind="column", name=column, within=rel.name, obj=obj
    )
