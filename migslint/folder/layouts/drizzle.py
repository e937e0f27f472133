"""A folder of Drizzle Kit.

Up to 0.x: `meta/_journal.json` lists the tags in their order, TAG.sql holds the SQL, and `--> statement-breakpoint`
parts what is sent as one message.  From 1.0 (folders V3): a folder a migration with migration.sql and snapshot.json, in
the order of `localeCompare`.  All pending migrations run in a single transaction.  The history row has the journal's
`when` (1.0: the time in the folder's name, in UTC) in milliseconds as `created_at`: that is the version here.

Follows drizzle-team/drizzle-orm, drizzle-orm/src/migrator.ts (both forms), migrator.utils.ts (formatToMillis),
pg-core/dialect.ts (migrate: the table, the transaction), drizzle-kit's journal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.folder.model import FolderError, Layout

if TYPE_CHECKING:
    from migslint.folder.listing import Collector, Listing
    from migslint.source import Span

JOURNAL = "meta/_journal.json"
BREAKPOINT = "--> statement-breakpoint"


def _folders(listing: Listing) -> list[str]:
    return [name for name in listing.dirs if "migration.sql" in listing.inner(name).files]


def detect(listing: Listing) -> bool:
    """The journal is there, or a snapshot stands beside a migration.sql."""
    if "meta" in listing.dirs and "_journal.json" in listing.inner("meta").files:
        return True
    return any("snapshot.json" in listing.inner(name).files for name in _folders(listing)[:20])


def messages(text: str) -> tuple[Span, ...]:
    """The parts between the breakpoints."""
    from migslint.folder.listing import parts, whole

    span = whole(text)
    at = text.find(BREAKPOINT)
    if at < 0:
        return (span,)
    cuts = []
    while at >= 0:
        cuts.append((at, at + len(BREAKPOINT)))
        at = text.find(BREAKPOINT, at + len(BREAKPOINT))
    return parts(text, cuts, span.start, span.end)


def _add(out: Collector, rel: str, version: str, name: str) -> None:
    source = out.read(rel)
    if source is not None:
        out.add(rel, version, name, "block", spans=messages(source.text))


def _journal(listing: Listing, out: Collector) -> list[tuple[str, str]] | None:
    """(tag, when) in the journal's order, or None after a problem was noted."""
    from msgspec import DecodeError, json

    source = out.read(JOURNAL)
    if source is None:
        return None
    try:
        journal = json.decode(source.text.lstrip("\ufeff"))
    except DecodeError as error:
        out.unreadable(JOURNAL, f"is not JSON: {error}")
        return None
    entries = journal.get("entries") if isinstance(journal, dict) else None
    if not isinstance(entries, list):
        out.unreadable(JOURNAL, 'is not a journal: it has no list "entries"')
        return None
    dialect = journal.get("dialect", "postgresql")
    if dialect not in ("postgresql", "pg"):
        raise FolderError(f"{listing.join(JOURNAL)} is of the dialect {dialect}; migslint knows PostgreSQL only")
    found = []
    for entry in entries:
        if isinstance(entry, dict) and isinstance(entry.get("tag"), str):
            found.append((entry["tag"], str(entry.get("when", ""))))
        else:
            out.unreadable(JOURNAL, "is not a journal: an entry has no tag")
    return found


def collect(listing: Listing, out: Collector) -> None:
    """What `drizzle-kit migrate` would run."""
    if "meta" in listing.dirs and "_journal.json" in listing.inner("meta").files:
        names = [name for name in listing.files if name.endswith(".sql")]
        entries = _journal(listing, out)
        if entries is None:
            entries = [(name[:-4], "") for name in names]
        listed = set()
        for tag, when in entries:
            rel = f"{tag}.sql"
            if rel in names or "/" in tag:
                _add(out, rel, when, tag)
            else:
                folder = listing.shown or "."
                out.refuse(JOURNAL, f"No file {folder}/{rel} found in {folder} folder")
            listed.add(rel)
        for name in names:
            if name not in listed:
                out.skip(name, f"not in {JOURNAL}")
        return
    from migslint.folder.order import locale_key, utc_milliseconds

    for name in sorted(_folders(listing), key=locale_key):
        _add(out, f"{name}/migration.sql", str(utc_milliseconds(name[:14]) or ""), name)
    for name in listing.files:
        if name.endswith(".sql"):
            out.skip(name, "not a folder with a migration.sql")


LAYOUT = Layout(
    name="drizzle",
    title="Drizzle Kit",
    cite="drizzle-team/drizzle-orm, drizzle-orm/src/migrator.ts, pg-core/dialect.ts",
    detect=detect,
    collect=collect,
    history_tables=("drizzle.__drizzle_migrations",),
    history_ddl="""\
CREATE SCHEMA IF NOT EXISTS "drizzle";
CREATE TABLE IF NOT EXISTS "drizzle"."__drizzle_migrations" (
  id SERIAL PRIMARY KEY,
  hash text NOT NULL,
  created_at bigint
);
""",
    one_transaction=True,
)
