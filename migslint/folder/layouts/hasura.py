"""Hasura's migrations: a folder a migration with up.sql and down.sql, from config v3 below a folder for each database.

Folders are named `<number>_<name>`, files of the older form `<number>_<name>.up.sql`; numbers are ordered as unsigned
64 bit integers, and empty files are left out.  The server runs each file as one run_sql, inside a transaction.

Follows hasura/graphql-engine, cli/migrate/source/file/file.go (Scan), source/parse.go (the names), issues 2939 and
10707 (the transaction), cli/internal/statestore/migrations/hdbtable.go (the table of config v1 and v2; v3 keeps its
state with the metadata).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.folder.model import FolderError, Layout
from migslint.folder.order import UINT64, number

if TYPE_CHECKING:
    from migslint.folder.listing import Collector, Listing


def _databases(listing: Listing) -> list[str]:
    return [
        name
        for name in listing.dirs
        if any("up.sql" in listing.inner(f"{name}/{below}").files for below in listing.inner(name).dirs)
    ]


def _stamped(name: str) -> bool:
    digits = name.partition("_")[0]
    return digits.isascii() and digits.isdigit() and len(digits) in (13, 16, 19)


def detect(listing: Listing) -> bool:
    """Folders of databases, or folders that are named by the milliseconds since 1970, or Hasura's config above."""
    named = [name for name in listing.dirs if "up.sql" in listing.inner(name).files]
    if not named:
        return bool(_databases(listing))
    if all(map(_stamped, named)):
        return True
    config = listing.above("config.yaml", 3)
    return config is not None and ("metadata_directory" in config or "migrations_directory" in config)


def collect(listing: Listing, out: Collector) -> None:
    """What `hasura migrate apply` would run."""
    base, entries = "", listing.entries
    if not any("up.sql" in listing.inner(name).files for name in listing.dirs):
        databases = _databases(listing)
        if len(databases) > 1:
            names = ", ".join(listing.join(name) for name in databases)
            raise FolderError(f"{listing.shown or '.'} has migrations of several databases; name one: {names}")
        if databases:
            base = f"{databases[0]}/"
            entries = listing.inner(databases[0])
    ups: list[tuple[int, str, str]] = []
    downs: dict[int, str] = {}
    for name in entries.dirs:
        for file in listing.inner(base + name).files:
            _sort(f"{name}.{file}", f"{base}{name}/{file}", ups, downs, out)
    for name in entries.files:
        _sort(name, base + name, ups, downs, out)
    for version, rel, name in sorted(ups):
        source = out.read(rel)
        if source is not None and not source.text:
            out.skip(rel, "empty: Hasura leaves it out")
        else:
            down = downs.get(version)
            out.add(rel, str(version), name, "block", down=listing.join(down) if down else None)


def _sort(name: str, rel: str, ups: list[tuple[int, str, str]], downs: dict[int, str], out: Collector) -> None:
    if not name.endswith(".sql"):
        return
    digits, mark, rest = name.partition("_")
    version = number(digits, UINT64) if mark else None
    if version is not None and rest.endswith(".up.sql"):
        ups.append((version, rel, rest[:-7]))
    elif version is not None and rest.endswith(".down.sql"):
        downs[version] = rel
        out.skip(rel, "the way back")
    else:
        out.skip(rel, "its name is not of the form <number>_<name>/up.sql")


LAYOUT = Layout(
    name="hasura",
    title="Hasura",
    cite="hasura/graphql-engine, cli/migrate/source/file/file.go, source/parse.go",
    detect=detect,
    collect=collect,
    history_tables=("hdb_catalog.schema_migrations",),
    history_ddl="""\
CREATE SCHEMA IF NOT EXISTS hdb_catalog;
CREATE TABLE hdb_catalog.schema_migrations (version bigint not null primary key, dirty boolean not null);
""",
)
