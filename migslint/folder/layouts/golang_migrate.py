"""golang-migrate: pairs of {version}_{title}.up.sql and {version}_{title}.down.sql.

Versions are unsigned 64 bit integers and run in their order; a name that does not match
`^([0-9]+)_(.*)\\.(down|up)\\.(.*)$` is left out without a word.  A file is one message of the simple query protocol:
several statements share an implicit transaction, one alone has none, and BEGIN and COMMIT are the user's.

Follows golang-migrate/migrate, source/parse.go, source/migration.go, source/iofs/iofs.go, database/pgx/v5/pgx.go
(runStatement, ensureVersionTable).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.folder.model import Layout
from migslint.folder.order import UINT64, number

if TYPE_CHECKING:
    from migslint.folder.listing import Collector, Listing


def parse(name: str) -> tuple[int, str, bool] | None:
    """(version, title, whether up) of a file's name, or None."""
    digits, mark, rest = name.partition("_")
    version = number(digits, UINT64) if mark else None
    up, down = rest.rfind(".up."), rest.rfind(".down.")
    if version is None or up == down:
        return None
    return version, rest[: max(up, down)], up > down


def detect(listing: Listing) -> bool:
    """At least half of the .sql files that are no way back are {version}_{title}.up.sql."""
    names = [name for name in listing.files if name.endswith(".sql") and not name.endswith(".down.sql")]
    return 0 < len(names) <= 2 * sum(parse(name) is not None for name in names)


def collect(listing: Listing, out: Collector) -> None:
    """What `migrate up` would run."""
    ups: list[tuple[int, str, str]] = []
    downs: dict[int, str] = {}
    for name in listing.files:
        if not name.endswith(".sql"):
            continue
        found = parse(name)
        if found is None:
            out.skip(name, "its name is not of the form {version}_{title}.up.sql")
        elif found[2]:
            ups.append((found[0], name, found[1]))
        else:
            downs[found[0]] = name
            out.skip(name, "the way back")
    for version, name, title in sorted(ups):
        down = downs.get(version)
        out.add(name, str(version), title, "query", down=listing.join(down) if down else None)


LAYOUT = Layout(
    name="golang-migrate",
    title="golang-migrate",
    cite="golang-migrate/migrate, source/parse.go, database/pgx/v5/pgx.go",
    detect=detect,
    collect=collect,
    history_tables=("public.schema_migrations",),
    history_ddl="""\
CREATE TABLE IF NOT EXISTS "public"."schema_migrations" (version bigint not null primary key, dirty boolean not null);
""",
)
