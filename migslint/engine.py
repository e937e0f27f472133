"""One call: a folder and a configuration in, a report out."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import msgspec

from migslint.config import Config, ConfigError
from migslint.engine_report import Report
from migslint.folder import Folder, Migration, find_folder, open_folder
from migslint.source import Source, Span

if TYPE_CHECKING:
    from migslint.catalog.session import Session
    from migslint.replay.run import Replay
    from migslint.syntax.ahead import Ahead

T = TypeVar("T")

DEFAULT_VERSION = 18


class Request(msgspec.Struct):
    """What to judge: the path (None: find the folder), and what is not to be guessed.

    `rerun` says which files are run a second time: "all", "off", or "changed": those that differ from the revision
    `since` (None: from where HEAD left the default branch), or that are `staged`; outside of git all.  `known` is a
    file of findings that do not count (see the module `known`).  `overlay` has texts that are judged in the place of
    files, by real path.
    """

    path: str | None = None
    layout: str | None = None
    platform: str | None = None
    pg_version: int | None = None
    baseline: str | None = None
    rerun: str = "off"
    since: str | None = None
    staged: bool = False
    known: str | None = None
    overlay: dict[str, str] = {}
    config: Config = msgspec.field(default_factory=Config)


def requested(config: Config) -> Request:
    """What a configuration asks for; known findings that it does not name are those that lie where it does."""
    from migslint.known import beside

    known = config.known
    if known is None and os.path.exists(beside(config)):
        known = beside(config)
    return Request(
        path=config.path,
        layout=config.layout,
        platform=config.platform,
        pg_version=config.pg_version,
        baseline=config.baseline,
        rerun=config.rerun,
        known=known,
        config=config,
    )


def check(request: Request, progress: Callable[[int, int], None] | None = None) -> Report:
    """Replay a folder and report what PostgreSQL would refuse.

    `progress` is told (files done, files in all).  Raises FolderError where there is nothing to judge, ConfigError on a
    platform, version, rule or revision that is not known and on a baseline or known findings that cannot be read.
    """
    if request.known is None:
        return uncollected(lambda: _check(request, progress))
    from migslint import known

    baseline = known.read(request.known)
    report = uncollected(lambda: _check(request, progress))
    known.leave_out(report, baseline)
    return report


def uncollected(run: Callable[[], T]) -> T:
    """What `run` gives, run without garbage collection.

    The catalog is one big live structure: collecting it again and again costs a third of a run.
    """
    import gc

    enabled = gc.isenabled()
    gc.disable()
    try:
        return run()
    finally:
        if enabled:
            gc.enable()


def _check(request: Request, progress: Callable[[int, int], None] | None) -> Report:
    notes: list[str] = []
    folder, replay = replayed(request, progress, notes)
    from migslint.judge import judge

    report = judge(folder, replay, request.config)
    report.notes = notes
    return report


def opened(request: Request) -> Folder:
    """The folder that a request names, or the one that is found; raises FolderError."""
    return open_folder(
        request.path if request.path is not None else find_folder(),
        layout=request.layout,
        platform=request.platform,
        overlay=request.overlay,
    )


def replayed(request: Request, progress: Callable[[int, int], None] | None, notes: list[str]) -> tuple[Folder, Replay]:
    """The folder and its run, with second runs and the bodies of functions; raises as `check` does.

    `notes` is given remarks on the run, for whoever started it.
    """
    folder = opened(request)
    from migslint.syntax.ahead import Ahead

    ahead = Ahead(m.source.between(span) for m in folder.migrations for span in m.spans)
    ahead.start()  # what follows is loaded meanwhile
    try:
        return folder, _replay(folder, request, progress, ahead, notes)
    finally:
        ahead.stop()


def _replay(
    folder: Folder,
    request: Request,
    progress: Callable[[int, int], None] | None,
    ahead: Ahead,
    notes: list[str],
) -> Replay:
    from migslint.replay.run import Replay

    scope = _scope(folder, request, notes)
    session = begin(folder, request)
    layout = folder.layout
    replay = Replay(session, psql=layout.psql, placeholders=layout.placeholders, ahead=ahead)
    total = len(folder.migrations)
    replay.migrations(
        folder.migrations,
        None if progress is None else lambda done: progress(done, total),
        one_transaction=layout.one_transaction,
        rerun=scope,
    )
    replay.call()
    return replay


def _scope(folder: Folder, request: Request, notes: list[str]) -> Callable[[Migration], bool] | None:
    """Which files are run a second time, None for none."""
    if request.rerun == "off":
        return None
    if request.rerun == "changed":
        changed = changed_files(folder, request, notes)
        if changed is not None:
            return lambda migration: os.path.realpath(migration.path) in changed
    return lambda migration: True


def changed_files(folder: Folder, request: Request, notes: list[str]) -> frozenset[str] | None:
    """The real paths of the files that have changed; None outside of git, and with a note where git cannot tell."""
    from migslint.history import git

    asked = "--staged" if request.staged else "--since" if request.since is not None else ""
    try:
        repository = git.repository(folder.root)
        if repository is None:
            if asked:
                raise ConfigError(f"{asked}: {folder.root} is in no git repository")
            return None
        if request.staged:
            return repository.staged(folder.root)
        return repository.changed(folder.root, request.since)
    except git.GitError as error:
        if asked:
            raise ConfigError(f"{asked}: {error}") from None
        notes.append(f"which files have changed cannot be told, all are run a second time: {error}")
        return None


def begin(folder: Folder, request: Request) -> Session:
    """The session before the first file: the world, the tool's own history table, the baseline."""
    from migslint.worlds.start import PLATFORMS, start

    platform = request.platform or folder.layout.platform or "postgres"
    if platform not in PLATFORMS:
        raise ConfigError(f'unknown platform "{platform}": {" or ".join(PLATFORMS)}')
    try:
        session = start(request.pg_version or DEFAULT_VERSION, platform)
    except ValueError as error:
        raise ConfigError(str(error)) from None
    if folder.layout.history_ddl:
        _before(session, Source("", folder.layout.history_ddl))
    if request.baseline is not None:
        _before(session, _read(request.baseline))
    return session


def _read(path: str) -> Source:
    from migslint.folder.read import ReadError, decode, os_message, read_bytes

    try:
        return Source(path, decode(read_bytes(path)))
    except ReadError as error:
        raise ConfigError(f"the baseline {error}", path) from None
    except OSError as error:
        raise ConfigError(f"the baseline {os_message(error, path)}", path) from None


def _before(session: Session, source: Source) -> None:
    """Run what is there before the first migration; what it is refused is nobody's finding."""
    from migslint.replay.run import Replay

    whole = Span(0, len(source.text))
    Replay(session, psql=True).migration(Migration(source.path, source.path, "", "", source, (whole,), "statements"))
