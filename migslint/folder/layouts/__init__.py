"""The layouts, one small file each, and the order in which a folder is held against them.

A layout's module is imported only when a name in the folder suggests it, so that a clear answer costs one import.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from migslint.folder.model import FolderError, Layout

if TYPE_CHECKING:
    from migslint.folder.listing import Listing

#: every layout, in the order of detection; the first that recognises a folder has it, `plain` takes the rest
NAMES = (
    "supabase",
    "atlas",
    "drizzle",
    "prisma",
    "hasura",
    "diesel",
    "refinery",
    "flyway",
    "sqlx",
    "golang-migrate",
    "goose",
    "dbmate",
    "node-pg-migrate",
    "plain",
)


def get(name: str) -> Layout:
    """The layout of that name; raises FolderError with the names there are."""
    key = name.strip().lower().replace("_", "-")
    if key not in NAMES:
        raise FolderError(f'there is no layout "{name}"; the layouts are {", ".join(sorted(NAMES))}')
    layout: Layout = import_module(f"migslint.folder.layouts.{key.replace('-', '_')}").LAYOUT
    return layout


def detect(listing: Listing) -> Layout:
    """The layout of a folder."""
    for name in _suggested(listing):
        layout = get(name)
        if layout.detect(listing):
            return layout
    return get("plain")


def _suggested(listing: Listing) -> list[str]:
    """The layouts that the names in a folder, and three of its files, leave possible, in order."""
    files, dirs = listing.files, listing.dirs
    sql = [name for name in files if name.endswith(".sql")]
    names = set()
    if sql and listing.real.replace("\\", "/").endswith("supabase/migrations"):
        names.add("supabase")
    heads = [listing.peek(name) for name in dict.fromkeys((sql[0], sql[len(sql) // 2], sql[-1]))] if sql else []
    for layout, mark in (("goose", b"+goose"), ("dbmate", b"migrate:up"), ("node-pg-migrate", b"igration")):
        if any(mark in head for head in heads):
            names.add(layout)
    if listing.single is None:
        inside: set[str] = set()
        for name in dirs[:: max(1, len(dirs) // 6)]:
            inner = listing.inner(name)
            inside.update(inner.files)
            for below in inner.dirs[:3]:
                inside.update(f"*/{file}" for file in listing.inner(f"{name}/{below}").files)
        if "atlas.sum" in files:
            names.add("atlas")
        if "meta" in dirs or "snapshot.json" in inside:
            names.add("drizzle")
        if "migration.sql" in inside or "migration_lock.toml" in files:
            names.add("prisma")
        if "up.sql" in inside or "*/up.sql" in inside:
            names.update(("hasura", "diesel"))
        if any("__" in name and name[:1] in "VURB" for name in (*files, *inside)):
            names.update(("refinery", "flyway"))
        if sql:
            names.add("sqlx")
        if any(name.endswith(".up.sql") for name in sql):
            names.add("golang-migrate")
    return [name for name in NAMES if name in names]
