"""supabase/migrations of the Supabase CLI.

Files directly in the folder whose names match `^([0-9]+)_(.*)\\.sql$`, in byte order; the CLI tells of every other file
and leaves it out.  Each file is one pipeline with a single Sync, the history row included: an implicit transaction
that a COMMIT in the file ends.

Follows supabase/cli, apps/cli-go/pkg/migration: list.go (names, `_init.sql`), file.go (ExecBatch), history.go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.folder.model import Layout

if TYPE_CHECKING:
    from migslint.folder.listing import Collector, Listing


def takes(name: str) -> bool:
    """Whether the CLI takes a file of that name."""
    version, mark, rest = name.partition("_")
    return bool(mark and version.isdigit() and version.isascii() and rest.endswith(".sql") and "\n" not in rest)


def _old_init(name: str) -> bool:
    at = name.find("_init.sql")
    stamp = name[max(at - 14, 0) : max(at, 0)]
    return len(stamp) == 14 and stamp.isascii() and stamp.isdigit() and stamp < "20211209000000"


def detect(listing: Listing) -> bool:
    """The folder is supabase/migrations, and the CLI takes a file of it."""
    return any(map(takes, listing.files))


def collect(listing: Listing, out: Collector) -> None:
    """What `supabase db push` would run, in its order, and what it says of the rest."""
    first = listing.files[0] if listing.files and listing.files[0] < min(listing.dirs, default="\U0010ffff") else None
    for name in listing.files:
        if name == first and _old_init(name):
            out.skip(
                name,
                f'Skipping migration {name}... (replace "init" with a different file name to apply this migration)',
            )
        elif takes(name):
            version, _, rest = name.partition("_")
            out.add(name, version, rest[:-4], "pipeline")
        else:
            out.skip(name, f'Skipping migration {name}... (file name must match pattern "<timestamp>_name.sql")')
    for name in listing.dirs:
        if name.endswith(".sql"):
            out.skip(name, "a folder: the Supabase CLI reads only files directly in supabase/migrations")


LAYOUT = Layout(
    name="supabase",
    title="Supabase CLI",
    cite="supabase/cli, apps/cli-go/pkg/migration/list.go, file.go, history.go",
    detect=detect,
    collect=collect,
    platform="supabase",
    history_tables=("supabase_migrations.schema_migrations",),
    history_ddl="""\
CREATE SCHEMA IF NOT EXISTS supabase_migrations;
CREATE TABLE IF NOT EXISTS supabase_migrations.schema_migrations (version text NOT NULL PRIMARY KEY);
ALTER TABLE supabase_migrations.schema_migrations ADD COLUMN IF NOT EXISTS statements text[];
ALTER TABLE supabase_migrations.schema_migrations ADD COLUMN IF NOT EXISTS name text;
""",
)
