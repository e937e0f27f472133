"""Two files have the same version.

## What it does
Tools record a migration by its version, once.  The Supabase CLI stops half-way, at the primary key of its history table
(`schema_migrations_pkey`, 23505), after the files before it were applied; others refuse to start.

## Why
The second file never counts as applied, or the whole folder cannot be run.

## What to do
Give one of the files a version of its own, later than all that are applied.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.diagnostic import Related
from migslint.rules import Finding
from migslint.source import Place, Span

if TYPE_CHECKING:
    from migslint.folder import Folder, Migration

PHASE = "history"


def folder(folder: Folder) -> Iterator[Finding]:
    seen: dict[str, Migration] = {}
    for migration in folder.migrations:
        if not migration.version or migration.repeatable:
            continue
        first = seen.setdefault(migration.version, migration)
        if first is not migration:
            yield Finding(
                migration.source,
                Span(0, 0),
                f"version {migration.version} is also that of {first.relpath}",
                related=(Related(Place(first.source, Span(0, 0)), "the first file of this version"),),
            )
