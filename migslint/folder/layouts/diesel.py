"""Diesel's migrations: a folder a migration, with up.sql and down.sql in it.

The version is the folder's name up to the first "_", without dashes; versions are compared as text.  A migration runs
in a transaction unless its metadata.toml says otherwise; without one the file is a single message of the simple query
protocol, so that several statements still share an implicit transaction.

Follows diesel-rs/diesel, diesel_migrations/migrations_internals/src/lib.rs (version_from_string, TomlMetadata,
migrations_directories), diesel_migrations/src/file_based_migrations.rs (run_sql_from_file), migration_harness.rs (the
order), diesel/src/migration/setup_migration_table.sql.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from migslint.folder.model import Layout
from migslint.folder.order import byte_key

if TYPE_CHECKING:
    from migslint.folder.listing import Collector, Listing
    from migslint.folder.model import Sends


INVALID = (
    "Invalid migration directory: the directory's name should be <timestamp>_<name_of_migration>, "
    "and it should contain up.sql and optionally down.sql."
)


def version(name: str) -> str:
    """The version of a folder's name, as the history table has it."""
    return name.partition("_")[0].replace("-", "")


def detect(listing: Listing) -> bool:
    """Most of the folders have an up.sql."""
    found = sum("up.sql" in listing.inner(name).files for name in listing.dirs)
    return found * 2 > len(listing.dirs)


def run_in_transaction(toml: str) -> bool:
    """What metadata.toml says: without the key it is false, where it is not TOML it is not heard."""
    lines = [line.partition("#")[0].split("=") for line in toml.splitlines()]
    if all(len(line) == 2 or not line[0].strip() for line in lines):
        values = [line[1].strip() for line in lines if line[0].strip() == "run_in_transaction"]
        if values in (["true"], ["false"]):
            return values == ["true"]
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        value = tomllib.loads(toml).get("run_in_transaction", False)
    except ValueError:
        return True
    return value if isinstance(value, bool) else True


def collect(listing: Listing, out: Collector) -> None:
    """What `diesel migration run` would run."""
    names = [name for name in listing.dirs if not name.startswith(".")]
    for name in sorted(names, key=lambda name: (byte_key(version(name)), byte_key(name))):
        files = listing.inner(name).files
        down = listing.join(f"{name}/down.sql") if "down.sql" in files else None
        if "up.sql" in files:
            sends: Sends = "block"
            if "metadata.toml" in files:
                toml = listing.peek(f"{name}/metadata.toml").decode("utf-8", "replace")
                sends = "block" if run_in_transaction(toml) else "query"
            source = out.read(f"{name}/up.sql")
            if source is not None and not source.text:
                out.refuse(f"{name}/up.sql", f"Failed to run {name} with: Attempted to run an empty migration.")
            out.add(f"{name}/up.sql", version(name), name.partition("_")[2], sends, down=down)
        elif files or listing.inner(name).dirs:
            out.refuse(name, INVALID)
        for file in files:
            if file.endswith(".sql") and file != "up.sql":
                out.skip(f"{name}/{file}", "the way back" if file == "down.sql" else "Diesel runs up.sql only")
    for name in listing.files:
        if name.endswith(".sql"):
            out.skip(name, "not in a folder of its own: Diesel runs FOLDER/up.sql")


LAYOUT = Layout(
    name="diesel",
    title="Diesel",
    cite="diesel-rs/diesel, diesel_migrations/migrations_internals/src/lib.rs, src/file_based_migrations.rs",
    detect=detect,
    collect=collect,
    history_tables=("public.__diesel_schema_migrations",),
    history_ddl="""\
CREATE TABLE IF NOT EXISTS __diesel_schema_migrations (
       version VARCHAR(50) PRIMARY KEY NOT NULL,
       run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);
""",
)
