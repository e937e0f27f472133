"""The engine's other call: a folder and a configuration in, its files with fixes out. Nothing is written here."""

from __future__ import annotations

import os
from collections.abc import Callable

import msgspec

from migslint.config import ConfigError
from migslint.engine import Request, begin, changed_files, uncollected
from migslint.fix.folder import fix_folder
from migslint.fix.prove import Fixed
from migslint.folder import Migration, find_folder, open_folder
from migslint.replay.run import Replay


class FixedFile(msgspec.Struct, frozen=True):
    """The text of a file before and after, and the titles of the fixes in between."""

    path: str
    before: str
    after: str
    titles: tuple[str, ...]


def fix(
    request: Request,
    *,
    unsafe: bool = False,
    applied: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> list[FixedFile]:
    """The files that fixes change, safe ones only unless `unsafe`; raises as `engine.check` does.

    Files that git knows from the default branch count as applied: they are left alone unless `applied`.  Every fix has
    been proved on the replay (see `fix.prove`); an unsafe one only as far as nothing is refused for it.
    """
    folder = open_folder(
        request.path if request.path is not None else find_folder(),
        layout=request.layout,
        platform=request.platform,
    )
    notes: list[str] = []
    files = None if applied else changed_files(folder, request, notes)
    if notes:
        raise ConfigError(f"{notes[0].partition(': ')[2]}; --fix-applied fixes all files")

    def wanted(migration: Migration) -> bool:
        return files is None or os.path.realpath(migration.path) in files

    replay = Replay(begin(folder, request), psql=folder.layout.psql, placeholders=folder.layout.placeholders)
    total = len(folder.migrations)
    told = None if progress is None else lambda done: progress(done, total)
    return uncollected(
        lambda: [_file(fixed) for fixed in fix_folder(folder, replay, wanted, unsafe=unsafe, progress=told)]
    )


def _file(fixed: Fixed) -> FixedFile:
    before, after = fixed.original.source, fixed.migration.source
    return FixedFile(before.path, before.text, after.text, tuple(fixed.titles))
