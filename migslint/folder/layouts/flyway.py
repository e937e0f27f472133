"""Flyway: V<version>__<description>.sql, R__<description>.sql, U<version>__... and B<version>__..., at any depth.

Versions are numbers parted by dots or underscores and compared number by number; the repeatable ones run after all
versioned ones, by description.  On an empty database the newest baseline (B) replaces every version up to its own.
Undo migrations and callbacks (beforeMigrate.sql ...) are not migrations.  A file runs in a transaction unless a
statement of it cannot, or its <file>.conf says executeInTransaction=false; shouldExecute=false there leaves it out.

Follows flyway/flyway, flyway-core: internal/resource/ResourceNameParser.java, api/MigrationVersion.java,
internal/resolver/ResolvedMigrationComparator.java, internal/sqlscript/SqlScriptMetadata.java, ParserSqlScript.java,
internal/scanner/filesystem/FileSystemScanner.java, api/callback/Event.java; flyway-database-postgresql:
PostgreSQLParser.java (what cannot run in a transaction), PostgreSQLDatabase.java (the table).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.folder.model import Layout
from migslint.folder.order import number

if TYPE_CHECKING:
    from migslint.folder.listing import Collector, Listing
    from migslint.folder.model import Sends

_CALLBACKS = ("before", "after", "createSchema")
_QUOTED = r"'[^']*'|\$(\w*)\$.*?\$\1\$|--[^\n]*|/\*.*?\*/"
_ALONE = (
    r"(?:^|;)\s*(?:(?:create|drop)\s+(?:database|tablespace|subscription)\b|alter\s+system\b|vacuum\b|discard\s+all\b"
    r"|(?:create|drop)\s+(?:unique\s+)?index\s+concurrently\b|reindex\s+(?:verbose\s+)?(?:schema|database|system)\b)"
)


def parse(name: str) -> tuple[str, tuple[int, ...], str, str] | None:
    """(prefix, version number by number, version as recorded, description) of a file's name, or None."""
    if name[-4:].lower() != ".sql" or name[:1] not in "VURB":
        return None
    left, _, description = name[1:-4].partition("__")
    if name[0] == "R":
        return None if left else ("R", (), "", description.replace("_", " "))
    version = left.replace("_", ".")
    numbers = [number(part) for part in version.split(".")]
    if any(n is None for n in numbers):
        return None
    while len(numbers) > 1 and not numbers[-1]:
        numbers.pop()
    return name[0], tuple(n or 0 for n in numbers), version, description.replace("_", " ")


def _reason(name: str) -> str:
    if name.startswith(_CALLBACKS):
        return "a callback: Flyway runs it at that moment, not as a migration"
    left = name[1:-4].partition("__")[0]
    if name[0] == "R":
        return f"Invalid repeatable migration / callback name format: {name} (It cannot contain a version)"
    if name[0] not in "VUB":
        return f"Unrecognised migration name format: {name}"
    if not left:
        return f"Invalid versioned migration name format: {name} (It must contain a version)"
    return f"Invalid versioned migration name format: {name} (could not recognise version number {left})"


def detect(listing: Listing) -> bool:
    """A file with "__" whose name Flyway understands, here or one folder below."""
    below = (file for name in listing.dirs for file in listing.inner(name).files)
    return any("__" in name and parse(name) is not None for name in (*listing.files, *below))


def _settings(listing: Listing, rel: str) -> dict[str, str]:
    out = {}
    for line in listing.peek(rel).decode("utf-8", "replace").splitlines():
        key, mark, value = line.partition("=")
        if mark and not key.lstrip().startswith("#"):
            out[key.strip()] = value.strip().lower()
    return out


def _sends(text: str, settings: dict[str, str]) -> Sends:
    said = settings.get("executeInTransaction")
    if said is not None:
        return "statements" if said == "false" else "block"
    low = text.lower()
    words = (" concurrently", "vacuum", "database", "tablespace", "subscription", "system", "reindex", "discard")
    if any(word in low for word in words):
        import re

        if re.search(_ALONE, re.sub(_QUOTED, " ", text, flags=re.S), re.I):
            return "statements"
    return "block"


def collect(listing: Listing, out: Collector) -> None:
    """What `flyway migrate` would run on an empty database."""
    found: list[tuple[tuple[int, ...], str, str, str, str]] = []
    repeatable: list[tuple[bytes, str, str]] = []
    files = list(listing.walk(lambda rel: not rel.rpartition("/")[2].startswith("."), out.unreadable))
    confs = {rel for rel in files if rel.endswith(".conf")}
    for rel in files:
        name = rel.rpartition("/")[2]
        if name[-4:].lower() != ".sql":
            continue
        parsed = parse(name)
        if parsed is None:
            out.skip(rel, _reason(name))
        elif f"{rel}.conf" in confs and _settings(listing, f"{rel}.conf").get("shouldExecute") == "false":
            out.skip(rel, f"{name}.conf says shouldExecute=false")
        elif parsed[0] == "R":
            repeatable.append((parsed[3].encode("utf-16-be", "surrogatepass"), rel, parsed[3]))
        else:
            found.append((parsed[1], parsed[0], rel, parsed[2], parsed[3]))
    undo = {numbers: rel for numbers, prefix, rel, _, _ in found if prefix == "U"}
    baseline = max((item for item in found if item[1] == "B"), default=None)
    for numbers, prefix, rel, version, description in sorted(found):
        if prefix == "U":
            out.skip(rel, "an undo migration: flyway migrate does not run it")
        elif baseline is not None and numbers <= baseline[0] and rel != baseline[2]:
            out.skip(rel, f"not above the baseline {baseline[2]}, which an empty database starts from")
        else:
            _add(listing, out, rel, version, description, confs, undo.get(numbers))
    for _, rel, description in sorted(repeatable):
        _add(listing, out, rel, "", description, confs, None, repeatable=True)


def _add(
    listing: Listing,
    out: Collector,
    rel: str,
    version: str,
    description: str,
    confs: set[str],
    undo: str | None,
    *,
    repeatable: bool = False,
) -> None:
    source = out.read(rel)
    if source is not None:
        settings = _settings(listing, f"{rel}.conf") if f"{rel}.conf" in confs else {}
        down = listing.join(undo) if undo else None
        out.add(rel, version, description, _sends(source.text, settings), repeatable=repeatable, down=down)


LAYOUT = Layout(
    name="flyway",
    title="Flyway",
    cite="flyway/flyway, ResourceNameParser.java, MigrationVersion.java, PostgreSQLParser.java",
    detect=detect,
    collect=collect,
    placeholders=True,
    history_tables=("public.flyway_schema_history",),
    history_ddl="""\
CREATE TABLE "public"."flyway_schema_history" (
    "installed_rank" INT NOT NULL,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INTEGER,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TIMESTAMP NOT NULL DEFAULT now(),
    "execution_time" INTEGER NOT NULL,
    "success" BOOLEAN NOT NULL
);
ALTER TABLE "public"."flyway_schema_history" ADD CONSTRAINT "flyway_schema_history_pk" PRIMARY KEY ("installed_rank");
CREATE INDEX "flyway_schema_history_s_idx" ON "public"."flyway_schema_history" ("success");
""",
)
