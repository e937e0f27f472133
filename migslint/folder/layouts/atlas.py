"""A folder of Atlas, known by its atlas.sum.

All *.sql directly in the folder, in byte order; the version is the name up to the first "_".  On an empty database
Atlas starts at the last checkpoint (`-- atlas:checkpoint` among the comments that head the file and are parted from its
statements by an empty line).  `-- atlas:txmode none` there leaves out the transaction.  A first line
`-- atlas:delimiter ...` replaces the semicolon, with \\n, \\r and \\t for the characters they name.

Follows ariga/atlas, sql/migrate/dir.go (Files, Version, comments, Directive), sql/migrate/lex.go (setDelim),
sql/migrate/migrate.go (Pending), cmd/atlas/internal/cmdapi/migrate.go (txmodeFor),
cmd/atlas/internal/migrate/ent/migrate/schema.go (the table).  Without a schema in the URL the table lies in a schema of
its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.folder.model import Layout

if TYPE_CHECKING:
    from migslint.folder.listing import Collector, Listing
    from migslint.folder.model import Sends
    from migslint.source import Span


def detect(listing: Listing) -> bool:
    """atlas.sum is there."""
    return "atlas.sum" in listing.files


def directives(text: str) -> list[tuple[str, str]]:
    """(name, argument) of each `-- atlas:name argument` among the comments that head the file."""
    if "atlas:" not in text:
        return []
    out, at = [], 0
    while text.startswith(("--", "#"), at):
        end = text.find("\n", at)
        line = text[at : end if end >= 0 else len(text)].strip()
        mark = line.find("atlas:")
        if mark >= 0:
            name, _, argument = line[mark + 6 :].partition(" ")
            out.append((name, argument.strip()))
        if end < 0:
            return out
        at = end + 1
    rest = text[at:].lstrip(" \t\r")
    return out if not rest or rest.startswith("\n") else []


def _delimited(text: str) -> tuple[Span, ...] | None:
    from migslint.folder.listing import parts, whole

    mark, head = "-- atlas:delimiter ", whole(text).start
    if not text.startswith(mark, head):
        return None
    end = text.find("\n", head)
    delimiter = text[head + len(mark) : end if end >= 0 else len(text)].rstrip("\r").strip(" ")
    for written, meant in ((r"\n", "\n"), (r"\r", "\r"), (r"\t", "\t")):
        delimiter = delimiter.replace(written, meant)
    if end < 0 or delimiter in ("", ";"):
        return None
    cuts, at = [], text.find(delimiter, end + 1)
    while at >= 0:
        cuts.append((at, at + len(delimiter)))
        at = text.find(delimiter, at + len(delimiter))
    return parts(text, cuts, end + 1, len(text))


def collect(listing: Listing, out: Collector) -> None:
    """What `atlas migrate apply` would run on an empty database."""
    names = [name for name in listing.files if name.endswith(".sql")]
    heads = {}
    for name in names:
        source = out.read(name)
        heads[name] = directives(source.text) if source is not None else []
    checkpoint = max((i for i, name in enumerate(names) if any(d == "checkpoint" for d, _ in heads[name])), default=-1)
    for i, name in enumerate(names):
        source = out.read(name)
        if i < checkpoint:
            out.skip(name, f"before the last checkpoint, {names[checkpoint]}: not run on an empty database")
            continue
        if source is None:
            continue
        modes = [argument for directive, argument in heads[name] if directive == "txmode"]
        sends: Sends = "block"
        if len(modes) > 1:
            out.refuse(name, f'multiple txmode values found in file "{name}"', 1)
        elif modes and modes[0] == "all":
            out.refuse(name, f'txmode "all" is not allowed in file directive "{name}". Use "file" instead', 1)
        elif modes and modes[0] not in ("none", "file"):
            out.refuse(name, f'unknown txmode "{modes[0]}" found in file directive "{name}"', 1)
        elif modes == ["none"]:
            sends = "statements"
        version, _, rest = name[:-4].partition("_")
        out.add(name, version, rest, sends, spans=_delimited(source.text))


LAYOUT = Layout(
    name="atlas",
    title="Atlas",
    cite="ariga/atlas, sql/migrate/dir.go, lex.go, migrate.go",
    detect=detect,
    collect=collect,
    history_tables=("atlas_schema_revisions.atlas_schema_revisions",),
    history_ddl="""\
CREATE SCHEMA IF NOT EXISTS "atlas_schema_revisions";
CREATE TABLE "atlas_schema_revisions"."atlas_schema_revisions" (
  "version" character varying NOT NULL,
  "description" character varying NOT NULL,
  "type" bigint NOT NULL DEFAULT 2,
  "applied" bigint NOT NULL DEFAULT 0,
  "total" bigint NOT NULL DEFAULT 0,
  "executed_at" timestamptz NOT NULL,
  "execution_time" bigint NOT NULL,
  "error" text NULL,
  "error_stmt" text NULL,
  "hash" character varying NOT NULL,
  "partial_hashes" jsonb NULL,
  "operator_version" character varying NOT NULL,
  PRIMARY KEY ("version")
);
""",
)
