"""Where migrations folders lie in a repository."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from migslint.folder.listing import Listing, join
from migslint.folder.model import FolderError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: the places that tools use when nobody tells them otherwise, and those that people use
PLACES = (
    "supabase/migrations",
    "prisma/migrations",
    "drizzle",
    "migrations",
    "db/migrations",
    "db/migration",
    "sql/migrations",
    "database/migrations",
    "hasura/migrations",
    "src/migrations",
    "src/main/resources/db/migration",
)

#: the folders of a monorepo whose parts are looked into, and where, if none of PLACES is there
PARTS = ("packages", "apps", "services")
PLACES_IN_PARTS = ("supabase/migrations", "prisma/migrations", "drizzle", "migrations", "db/migrations")


def inside(path: str) -> list[str]:
    """The migrations folders below a folder, relative to it; those of a monorepo's parts if there are no others."""
    return _distinct(path, PLACES) or _distinct(path, _parts(path))


def find(cwd: str) -> str:
    """The one migrations folder of a working directory; raises FolderError for none and for several."""
    shown = "" if cwd in ("", ".") else cwd.rstrip("/") or cwd
    found = inside(cwd or ".")
    if len(found) == 1:
        return join(shown, found[0])
    if found:
        raise several(shown, found)
    try:
        if is_own(Listing(cwd or ".", shown)):
            return cwd or "."
    except OSError:
        pass
    raise FolderError(f"no migrations folder is here (looked for {', '.join(PLACES)}): name one")


def several(shown: str, found: list[str]) -> FolderError:
    """The error that asks which of several folders is meant."""
    return FolderError(f"several migrations folders are here, name one: {', '.join(join(shown, rel) for rel in found)}")


def is_own(listing: Listing) -> bool:
    """Whether a folder's own names are those of migrations, so that nothing below it is meant instead."""
    names = listing.files
    if any(name in ("atlas.sum", "migration_lock.toml") for name in names):
        return True
    for name in names:
        if name.endswith(".sql") and (name[0].isdigit() or ("__" in name and name[0] in "VURB")):
            return True
    if "meta" in listing.dirs and "_journal.json" in listing.inner("meta").files:
        return True
    some = [listing.inner(name).files for name in listing.dirs[:: max(1, len(listing.dirs) // 6)]]
    found = sum("up.sql" in files or "migration.sql" in files for files in some)
    return found > 0 and found * 2 >= len(some)


def _parts(path: str) -> Iterator[str]:
    for part in PARTS:
        try:
            names = sorted(os.listdir(f"{path}/{part}"))
        except OSError:
            continue
        for name in names:
            for place in PLACES_IN_PARTS:
                yield f"{part}/{name}/{place}"


def _distinct(path: str, places: tuple[str, ...] | Iterator[str]) -> list[str]:
    found: dict[str, str] = {}
    for rel in places:
        if _has_sql(f"{path}/{rel}", 3):
            found.setdefault(os.path.realpath(f"{path}/{rel}"), rel)
    return list(found.values())


def _has_sql(path: str, depth: int) -> bool:
    below: list[str] = []
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.name.endswith(".sql") and entry.is_file():
                    return True
                if depth > 1 and len(below) < 20 and entry.is_dir():
                    below.append(entry.path)
    except OSError:
        return False
    return any(_has_sql(folder, depth - 1) for folder in below)
