"""Two files have the same version.

## What it does
Tells of each file whose version an earlier file of the folder has, as the tool that owns the folder reads versions from
the names of files. It says nothing of repeatable migrations and of folders whose tool records no versions.

## Why
Tools record a migration by its version, once. Some refuse to start; the Supabase CLI applies the first file, runs the
second and fails at the primary key of its history table (`schema_migrations_pkey`, 23505), so that the second file and
all after it are not applied.

## What to do
Give one of the two a later version, by renaming the file. If one of them has been applied somewhere, rename the other.
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
    if not folder.layout.history_tables:
        return
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
