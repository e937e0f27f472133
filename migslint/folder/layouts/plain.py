"""A folder of .sql files that no tool's names give away: all of them, in natural order, folders within folders too.

The way back is left out (down.sql, *.down.sql, X_down.sql beside X_up.sql, a folder down beside a folder up), and so
are folders named test, tests, archive and archived, hidden ones and node_modules.  Statements run one by one, as psql
-f sends them.  The version is the number in front of the name, as it is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.folder.model import Layout
from migslint.folder.order import natural_key

if TYPE_CHECKING:
    from migslint.folder.listing import Collector, Listing

_ASIDE = ("test", "tests", "archive", "archived")


def detect(listing: Listing) -> bool:
    """Any folder."""
    return True


def collect(listing: Listing, out: Collector) -> None:
    """All .sql files, in natural order."""
    if listing.single is not None:
        _add(out, listing.single, {})
        return
    aside: list[str] = []

    def enter(rel: str) -> bool:
        name = rel.rpartition("/")[2]
        if name.lower() in _ASIDE:
            aside.append(rel)
        return not name.startswith(".") and name != "node_modules"

    rels = [rel for rel in listing.walk(enter, out.unreadable) if rel[-4:].lower() == ".sql"]
    there = {rel.lower() for rel in rels}
    folders = {rel.lower().rpartition("/")[0] for rel in rels}
    downs: dict[str, str] = {}
    ups = []
    for rel in sorted(rels, key=natural_key):
        folder = next((folder for folder in aside if rel.startswith(f"{folder}/")), None)
        if folder is not None:
            out.skip(rel, f"in the folder {folder}, which is set aside")
            continue
        partner = _partner(rel.lower(), there, folders)
        if partner is None:
            ups.append(rel)
        else:
            downs[partner] = rel
            out.skip(rel, "the way back")
    for rel in ups:
        _add(out, rel, downs)


def _partner(rel: str, there: set[str], folders: set[str]) -> str | None:
    """The way up to a file that is the way back ("" where there is none), or None for any other file."""
    folder, _, name = rel.rpartition("/")
    base = f"{folder}/" if folder else ""
    if name == "down.sql":
        return f"{base}up.sql"
    if name.endswith(".down.sql"):
        stem = base + name[:-9]
        return next((up for up in (f"{stem}.up.sql", f"{stem}.sql") if up in there), "")
    for mark in ("_", "-"):
        if name.endswith(f"{mark}down.sql") and (up := f"{base}{name[:-9]}{mark}up.sql") in there:
            return up
    above, _, last = folder.rpartition("/")
    if last == "down" and (above := f"{above}/up" if above else "up") in folders:
        return f"{above}/{name}"
    return None


def _add(out: Collector, rel: str, downs: dict[str, str]) -> None:
    name = rel.rpartition("/")[2]
    stem = name[:-4] if name[-4:].lower() == ".sql" else name
    title = stem.lstrip("0123456789")
    down = downs.get(rel.lower())
    version = stem[: len(stem) - len(title)]
    out.add(rel, version, title.lstrip("_-. "), "statements", down=out.listing.join(down) if down else None)


LAYOUT = Layout(
    name="plain",
    title="plain folder",
    cite="oracle order: natural order of paths",
    detect=detect,
    collect=collect,
    psql=True,
)
