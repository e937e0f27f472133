"""refinery (Rust): V<n>__<name>.sql and U<n>__<name>.sql, in folders of any depth.

V and U run in one order, that of their numbers; they differ only later: a new V below the last applied number is
refused, a new U runs ("not strictly versioned"), so that U is no way back here.  A file is one batch in a transaction.

Follows rust-db/refinery, refinery_core/src/util.rs (STEM_RE, find_migration_files), runner.rs (Ord), traits/mod.rs
(verify_migrations, the table with int4 versions), drivers/tokio_postgres.rs, README.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.folder.model import Layout
from migslint.folder.order import INT64, number

if TYPE_CHECKING:
    from migslint.folder.listing import Collector, Listing


def parse(stem: str) -> tuple[str, str] | None:
    """(version, name) of a file's name without its ending, or None."""
    version, mark, name = stem[1:].partition("__")
    major, dot, minor = version.partition(".")
    if stem[:1] not in ("U", "V") or not mark or not name.replace("_", "a").isalnum():
        return None
    digits = major + (minor if dot else "0")
    return (version, name) if major and (minor or not dot) and digits.isdigit() and digits.isascii() else None


def detect(listing: Listing) -> bool:
    """Its names, with a migration in Rust beside them, or below a refinery.toml or a Cargo.toml that names refinery."""
    below = [file for name in listing.dirs for file in listing.inner(name).files]
    names = [name for name in (*listing.files, *below) if parse(name.rpartition(".")[0]) is not None]
    if not names:
        return False
    if any(name.endswith(".rs") for name in names) or listing.above("refinery.toml") is not None:
        return True
    return "refinery" in (listing.above("Cargo.toml") or "")


def collect(listing: Listing, out: Collector) -> None:
    """What refinery would run."""
    found: list[tuple[int, str, str]] = []
    for rel in listing.walk(lambda rel: True, out.unreadable):
        name = rel.rpartition("/")[2]
        if name.endswith(".rs") and parse(name[:-3]) is not None:
            out.skip(rel, "a migration in Rust: migslint reads SQL only")
        if not name.endswith(".sql"):
            continue
        parsed = parse(name[:-4])
        if parsed is None:
            out.skip(rel, f'File "{name}" does not adhere to the migration naming convention.')
            continue
        version = number(parsed[0], INT64)
        if version is None:
            out.refuse(rel, "migration version must be a valid integer")
        else:
            found.append((version, rel, parsed[1]))
    for version, rel, name in sorted(found):
        out.add(rel, str(version), name, "block")


LAYOUT = Layout(
    name="refinery",
    title="refinery",
    cite="rust-db/refinery, refinery_core/src/util.rs, runner.rs, traits/mod.rs",
    detect=detect,
    collect=collect,
    history_tables=("public.refinery_schema_history",),
    history_ddl="""\
CREATE TABLE IF NOT EXISTS refinery_schema_history(
             version int4 PRIMARY KEY,
             name VARCHAR(255),
             applied_on VARCHAR(255),
             checksum VARCHAR(255));
""",
)
