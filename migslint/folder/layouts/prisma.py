"""prisma/migrations: a folder a migration, with a migration.sql in it.

In the order of `localeCompare` (older engines: of bytes; the same for names that start with a timestamp).  A file is
one message of the simple query protocol: its statements share an implicit transaction, one statement alone has none.
The history row has the folder's name.

Follows prisma/prisma, listMigrations (lexicographically by name; every folder counts), and prisma/prisma-engines,
schema-engine/connectors/sql-schema-connector/src/flavour/postgres: connector/native/mod.rs (apply_migration_script:
simple_query), postgres.rs (create_migrations_table).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.folder.model import FolderError, Layout
from migslint.folder.order import locale_key

if TYPE_CHECKING:
    from migslint.folder.listing import Collector, Listing

LOCK = "migration_lock.toml"


def detect(listing: Listing) -> bool:
    """migration_lock.toml is there, or most of the folders have a migration.sql."""
    if LOCK in listing.files:
        return True
    found = sum("migration.sql" in listing.inner(name).files for name in listing.dirs)
    return found * 2 > len(listing.dirs)


def _provider(listing: Listing) -> str | None:
    for line in listing.peek(LOCK).decode("utf-8", "replace").splitlines():
        key, mark, value = line.partition("=")
        if mark and key.strip() == "provider":
            return value.strip().strip("\"'")
    return None


def collect(listing: Listing, out: Collector) -> None:
    """What `prisma migrate deploy` would run."""
    provider = _provider(listing) if LOCK in listing.files else None
    if provider not in (None, "postgresql", "postgres", "cockroachdb"):
        raise FolderError(f"{listing.join(LOCK)} has the provider {provider}; migslint knows PostgreSQL only")
    for name in sorted(listing.dirs, key=locale_key):
        files = listing.inner(name).files
        if "migration.sql" in files:
            down = listing.join(f"{name}/down.sql") if "down.sql" in files else None
            out.add(f"{name}/migration.sql", name, name.partition("_")[2], "query", down=down)
        elif any(file.endswith(".sql") for file in files):
            out.refuse(name, "Could not find the migration file at migration.sql")
        for file in files:
            if file.endswith(".sql") and file != "migration.sql":
                out.skip(f"{name}/{file}", "the way back" if file == "down.sql" else "Prisma runs migration.sql only")
    for name in listing.files:
        if name.endswith(".sql"):
            out.skip(name, "not in a folder of its own: Prisma runs FOLDER/migration.sql")


LAYOUT = Layout(
    name="prisma",
    title="Prisma Migrate",
    cite="prisma/prisma-engines, schema-engine/connectors/sql-schema-connector/src/flavour/postgres",
    detect=detect,
    collect=collect,
    history_tables=("public._prisma_migrations",),
    history_ddl="""\
CREATE TABLE _prisma_migrations (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
);
""",
)
