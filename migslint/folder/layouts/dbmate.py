"""dbmate: <digits>_<name>.sql with the blocks `-- migrate:up` and `-- migrate:down`.

Names match `^(\\d+).*\\.sql$` and run in byte order; the version is the digits.  A file may hold several pairs of
blocks, each up block being one message in a transaction of its own unless its line says `transaction:false` (the file
counts as without one if any of its lines does).

Follows amacneil/dbmate, pkg/dbmate/migration.go (parseMigrationContents), pkg/dbmate/db.go (FindMigrations, Migrate),
pkg/driver/postgres/postgres.go (CreateMigrationsTable).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.folder.listing import whole
from migslint.folder.model import Layout
from migslint.lazy import pattern
from migslint.source import Span

if TYPE_CHECKING:
    from migslint.folder.listing import Collector, Listing
    from migslint.folder.model import Sends

_UP = pattern(r"(?m)^--[^\S\n]*migrate:up(?=\s*$|\s+\S)")
_DOWN = pattern(r"(?m)^--[^\S\n]*migrate:down(?=\s*$|\s+\S)")


def detect(listing: Listing) -> bool:
    """The first, the middle or the last .sql file has a line `-- migrate:up`."""
    names = [name for name in listing.files if name.endswith(".sql")] or listing.files
    return any(
        b"migrate:up" in (data := listing.peek(name)) and _UP.search(data.decode("utf-8", "replace").lstrip("\ufeff"))
        for name in (dict.fromkeys((names[0], names[len(names) // 2], names[-1])) if names else ())
    )


def _transaction(text: str, start: int) -> bool:
    end = text.find("\n", start)
    words = text[start : end if end >= 0 else len(text)].partition("migrate:up")[2].split()
    return "transaction:false" not in words


def blocks(text: str) -> tuple[list[Span], Span | None, bool, tuple[str, int] | None]:
    """The up blocks, the last down block, whether in a transaction, and (message, line) if dbmate refuses the file."""
    begin = whole(text).start
    ups = [match.start() for match in _UP.finditer(text, begin)]
    downs = [match.start() for match in _DOWN.finditer(text, begin)]
    if begin and text.startswith("--", begin):  # the mark hides the start of the first line from ^
        head = text[begin:].partition("\n")[0]
        ups = [begin, *ups] if _UP.match(head) else ups
        downs = [begin, *downs] if _DOWN.match(head) else downs
    refusal: tuple[str, int] | None = None

    def refuse(message: str, at: int) -> None:
        nonlocal refusal
        refusal = refusal or (message, text.count("\n", 0, at) + 1)

    if not ups:
        refuse("dbmate requires each migration to define an up block with '-- migrate:up'", begin)
        return [Span(begin, downs[0] if downs else len(text))], None, True, refusal
    if downs and downs[0] < ups[0]:
        refuse("dbmate requires '-- migrate:up' to appear before '-- migrate:down'", downs[0])
    elif any(line.strip() and not line.lstrip().startswith("--") for line in text[begin : ups[0]].split("\n")):
        refuse("dbmate does not support statements preceding the '-- migrate:up' block", begin)
    spans, down = [], None
    for start, end in zip(ups, [*ups[1:], len(text)], strict=True):
        inside = [at for at in downs if start < at < end]
        if not inside:
            refuse("dbmate requires each migration to define a down block with '-- migrate:down'", start)
        elif len(inside) > 1:
            refuse("dbmate requires every '-- migrate:down' to be preceded by a '-- migrate:up'", inside[1])
        spans.append(Span(start, inside[0] if inside else end))
        down = Span(inside[0], end) if inside else down
    return spans, down, all(_transaction(text, at) for at in ups), refusal


def collect(listing: Listing, out: Collector) -> None:
    """What `dbmate up` would run."""
    for name in listing.files:
        if not name.endswith(".sql") and listing.single is None:
            continue
        digits = name[: len(name) - len(name.lstrip("0123456789"))]
        if not digits and listing.single is None:
            out.skip(name, "its name does not start with a version number")
            continue
        source = out.read(name)
        if source is not None:
            spans, down, transaction, refusal = blocks(source.text)
            if refusal:
                out.refuse(name, *refusal)
            sends: Sends = "block" if transaction else "query"
            out.add(name, digits, name[len(digits) : -4].lstrip("_"), sends, spans=tuple(spans), down=down)


LAYOUT = Layout(
    name="dbmate",
    title="dbmate",
    cite="amacneil/dbmate, pkg/dbmate/migration.go, pkg/dbmate/db.go",
    detect=detect,
    collect=collect,
    history_tables=("public.schema_migrations",),
    history_ddl="create table if not exists public.schema_migrations (version varchar primary key);\n",
)
