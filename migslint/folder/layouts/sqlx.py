"""sqlx (Rust): VERSION_name.sql, or pairs of VERSION_name.up.sql and VERSION_name.down.sql.

Versions are signed 64 bit integers and run in their order.  A file whose text starts with `-- no-transaction` runs
without a transaction, as one message of the simple query protocol.

Follows launchbadge/sqlx, sqlx-core/src/migrate/source.rs (resolve_blocking_with_config), migration_type.rs,
sqlx-postgres/src/migrate.rs (apply, ensure_migrations_table).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.folder.model import Layout
from migslint.folder.order import INT64, number

if TYPE_CHECKING:
    from migslint.folder.listing import Collector, Listing
    from migslint.folder.model import Sends

MARK = "-- no-transaction"


def detect(listing: Listing) -> bool:
    """Numbered files below a Cargo.toml that names sqlx, or one of the first three files says -- no-transaction."""
    names = [name for name in listing.files if name.endswith(".sql")]
    numbered = [name for name in names if number(name.partition("_")[0], INT64) is not None]
    if not numbered or len(numbered) * 2 < len(names):
        return False
    if any(listing.peek(name).startswith(MARK.encode()) for name in numbered[:3]):
        return True
    return "sqlx" in (listing.above("Cargo.toml") or "")


def collect(listing: Listing, out: Collector) -> None:
    """What `sqlx migrate run` would run."""
    ups: list[tuple[int, str, str]] = []
    downs: dict[int, str] = {}
    for name in listing.files:
        digits, _, rest = name.partition("_")
        if not rest.endswith(".sql"):
            if name.endswith(".sql"):
                out.skip(name, "its name is not of the form <VERSION>_<DESCRIPTION>.sql")
            continue
        version = number(digits, INT64)
        if version is None:
            message = "expected integer version prefix (e.g. `01_foo.sql`)"
            out.refuse(name, f'error parsing migration filename "{name}"; {message}')
        elif rest.endswith(".down.sql"):
            downs[version] = name
            out.skip(name, "the way back")
        else:
            ups.append((version, name, rest[:-7] if rest.endswith(".up.sql") else rest[:-4]))
    for version, name, title in sorted(ups):
        source = out.read(name)
        if source is not None:
            down = downs.get(version)
            sends: Sends = "query" if source.text.startswith(MARK) else "block"
            out.add(name, str(version), title, sends, down=listing.join(down) if down else None)


LAYOUT = Layout(
    name="sqlx",
    title="sqlx",
    cite="launchbadge/sqlx, sqlx-core/src/migrate/source.rs, sqlx-postgres/src/migrate.rs",
    detect=detect,
    collect=collect,
    history_tables=("public._sqlx_migrations",),
    history_ddl="""\
CREATE TABLE IF NOT EXISTS _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMPTZ NOT NULL DEFAULT now(),
    success BOOLEAN NOT NULL,
    checksum BYTEA NOT NULL,
    execution_time BIGINT NOT NULL
);
""",
)
