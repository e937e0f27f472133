"""The folder: which files are migrations, in what order they run, and which parts of them.

A layout is what one tool knows of its folder (`migslint.folder.layouts`, one small file each).  `open_folder` finds the
layout, reads the files and puts them in the tool's order; `find_folder` finds the folder when none is named.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from migslint.folder.model import FileProblem, Folder, FolderError, Layout, Migration, Sends, Skipped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from migslint.folder.listing import Listing

__all__ = [
    "FileProblem",
    "Folder",
    "FolderError",
    "Layout",
    "Migration",
    "Sends",
    "Skipped",
    "all_layouts",
    "find_folder",
    "open_folder",
]


def open_folder(
    path: str | os.PathLike[str],
    *,
    layout: str | None = None,
    platform: str | None = None,
    overlay: Mapping[str, str] | None = None,
) -> Folder:
    """The migrations of a folder, of the one migrations folder below it, or of a single file.

    `layout` names the layout where a guess will not do (see `migslint.folder.layouts.NAMES`).  With platform "supabase"
    and no layout it is that of the Supabase CLI, unless no file has a name that the CLI takes and the folder is plainly
    another tool's.  `overlay` maps the real paths of files to texts that are judged in the place of what the disk has
    (an editor's, not saved yet).  Raises FolderError if the path cannot be listed, if it has no .sql file, if several
    folders below it could be meant, if there is no such layout, or if the folder is for another database.  Single files
    that cannot be read are in `Folder.problems`.
    """
    from migslint.folder.layouts import detect, get
    from migslint.folder.listing import Collector, Listing
    from migslint.folder.read import os_message

    chosen = get(layout) if layout is not None else None
    named = os.fspath(path)
    if os.sep == "\\":
        named = named.replace("\\", "/")
    shown = named if named.strip("/") == "" else named.rstrip("/")
    try:
        if os.path.isdir(named):
            listing = Listing(shown, "" if shown == "." else shown, overlay=overlay)
            if chosen is None or chosen.name != "plain":
                listing = _descend(listing)
        else:
            os.stat(named)
            folder, _, name = shown.rpartition("/")
            listing = Listing(folder or ("/" if shown.startswith("/") else "."), folder, name, overlay)
    except ValueError as error:
        raise FolderError(f"{named!r} is no path: {error}") from None
    except OSError as error:
        raise FolderError(f"{named} {os_message(error, named)}") from None
    if chosen is None:
        chosen = detect(listing)
        if platform == "supabase" and chosen.name != "supabase":
            from migslint.folder.layouts.supabase import LAYOUT as SUPABASE

            if chosen.name == "plain" or SUPABASE.detect(listing):
                chosen = SUPABASE
    out = Collector(listing)
    chosen.collect(listing, out)
    for rel, message in listing.failed.items():
        if not rel.startswith("."):
            out.unreadable(rel, message)
    if listing.single is not None and not out.migrations and not out.problems:
        out = Collector(listing)
        chosen = get("plain")
        chosen.collect(listing, out)
    if not (out.migrations or out.problems or any(item.relpath.endswith(".sql") for item in out.skipped)):
        raise FolderError(f"{listing.shown or '.'} has no migrations: no .sql file is in it")
    root = listing.shown or "."
    return Folder(root, chosen, out.migrations, out.skipped, out.problems)


def _descend(listing: Listing) -> Listing:
    from migslint.folder.find import inside, is_own, several

    if is_own(listing):
        return listing
    found = inside(listing.path)
    if len(found) > 1:
        raise several(listing.shown, found)
    if not found:
        return listing
    return type(listing)(listing.absolute(found[0]), listing.join(found[0]), overlay=listing.overlay)


def find_folder(cwd: str | os.PathLike[str] = ".") -> str:
    """The migrations folder of a working directory, as a user would write it.

    The first of these that hold .sql files: `migslint.folder.find.PLACES`, then the parts of a monorepo
    (packages/*, apps/*, services/*), then the directory itself if its files look like migrations.  Raises FolderError
    if there is none, or if there are several, which it names.
    """
    from migslint.folder.find import find

    return find(os.fspath(cwd))


def all_layouts() -> list[Layout]:
    """Every layout, in the order of detection."""
    from migslint.folder.layouts import NAMES, get

    return [get(name) for name in NAMES]
