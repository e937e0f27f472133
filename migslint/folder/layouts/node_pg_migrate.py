"""node-pg-migrate's SQL files: <number>_<name>.sql with `-- Up Migration` and `-- Down Migration`.

In the order of the number (of 17 digits: a UTC time), then of the name.  Without a mark the whole file goes up.  All
pending files run in a single transaction.  The history row has the file's name without its ending.

Follows salsita/node-pg-migrate, src/sqlMigration.ts (getActions), src/utils/fileNameUtils.ts, comparators.ts,
src/runner.ts (ensureMigrationsTable, singleTransaction).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.folder.listing import whole
from migslint.folder.model import Layout
from migslint.folder.order import natural_key, number, utc_milliseconds
from migslint.lazy import pattern
from migslint.source import Span

if TYPE_CHECKING:
    from migslint.folder.listing import Collector, Listing

_UP = pattern(r"(?mi)^\ufeff?[^\S\n]*--[-\t ]*up[^\S\n]+migration")
_DOWN = pattern(r"(?mi)^\ufeff?[^\S\n]*--[-\t ]*down[^\S\n]+migration")


def detect(listing: Listing) -> bool:
    """The first or the last .sql file has `-- Up Migration`."""
    names = [name for name in listing.files if name.endswith(".sql")] or listing.files
    return any(
        _UP.search(listing.peek(name).decode("utf-8", "replace"))
        for name in (dict.fromkeys((names[0], names[-1])) if names else ())
    )


def halves(text: str) -> tuple[Span, Span | None]:
    """The span that goes up and the one that goes down."""
    begin, end = whole(text).start, len(text)
    up, down = _UP.search(text), _DOWN.search(text)
    up_at = max(up.start(), begin) if up else -1
    down_at = max(down.start(), begin) if down else -1
    going_up = Span(up_at, down_at if down_at > up_at else end) if up else Span(begin, end)
    return going_up, Span(down_at, up_at if up_at > down_at else end) if down else None


def _stamp(digits: str) -> int:
    since = utc_milliseconds(digits[:14]) if len(digits) == 17 else None
    return (number(digits) or 0) if since is None else since + int(digits[14:])


def collect(listing: Listing, out: Collector) -> None:
    """What `node-pg-migrate up` would run."""
    found = []
    for name in listing.files:
        if name.startswith("."):
            continue
        if name.endswith((".js", ".ts", ".cjs", ".mjs", ".cts", ".mts")):
            out.skip(name, "a migration in JavaScript: migslint reads SQL only")
        elif name.endswith(".sql") or listing.single is not None:
            digits = name[: len(name) - len(name.lstrip("0123456789"))]
            if not digits and listing.single is None:
                out.refuse(name, f'Cannot determine numeric prefix for "{name}"')
            found.append((_stamp(digits), natural_key(name), name))
    for _, _, name in sorted(found):
        source = out.read(name)
        if source is not None:
            up, down = halves(source.text)
            stem = name[:-4] if name.endswith(".sql") else name
            out.add(name, stem, stem.lstrip("0123456789").lstrip("_-"), "block", spans=(up,), down=down)


LAYOUT = Layout(
    name="node-pg-migrate",
    title="node-pg-migrate",
    cite="salsita/node-pg-migrate, src/sqlMigration.ts, src/runner.ts",
    detect=detect,
    collect=collect,
    history_tables=("public.pgmigrations",),
    history_ddl="""\
CREATE TABLE "public"."pgmigrations" (id SERIAL PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL);
""",
    one_transaction=True,
)
