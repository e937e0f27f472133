"""All files of a folder fixed, each at its point of the replay."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from migslint.fix.prove import Fixed, Prover
from migslint.folder import Folder, Migration
from migslint.replay.run import Replay
from migslint.replay.step import Step


def fix_folder(
    folder: Folder,
    replay: Replay,
    files: Callable[[Migration], bool],
    steps: Callable[[Step, list[Step]], bool],
    *,
    unsafe: bool,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Fixed]:
    """Run a folder, and fix its files on the way; what comes later runs after the fixed text.

    `files` says which files may be edited, `steps` which refused steps are to be fixed (see `Prover`).  `progress` is
    told how many files are done.
    """
    together = folder.layout.one_transaction
    if together:
        replay.transactions.begin(implicit=True)
    for done, migration in enumerate(folder.migrations, 1):
        if files(migration):
            fixed = Prover(replay, migration, in_transaction=together, wanted=steps).fix(unsafe=unsafe)
            if fixed is not None:
                yield fixed
                migration = fixed.migration
        replay.migration(migration, together)
        if progress is not None:
            progress(done)
    if together:
        replay.transactions.end()
