"""The engine's other call: a folder and a configuration in, its files with fixes out. Nothing is written here."""

from __future__ import annotations

import os
from collections.abc import Callable

import msgspec

from migslint import rules
from migslint.config import Config, ConfigError
from migslint.diagnostic import Fix
from migslint.engine import Request, begin, changed_files, opened, uncollected
from migslint.fix.folder import fix_folder
from migslint.fix.prove import Fixed
from migslint.folder import Migration
from migslint.replay.run import Replay
from migslint.replay.step import Step
from migslint.source import MARK, Span


class FixedFile(msgspec.Struct, frozen=True):
    """The text of a file before and after, and the titles of the fixes in between.

    `fixes` are those whose edits count characters of the text before, each with its rule's code and the span of the
    statement that it mends; the others are fixes of what these left.
    """

    path: str
    before: str
    after: str
    titles: tuple[str, ...]
    fixes: tuple[tuple[str, Span, Fix], ...]


def fix(
    request: Request,
    *,
    unsafe: bool = False,
    applied: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> list[FixedFile]:
    """The files that fixes change, safe ones only unless `unsafe`; raises as `engine.check` does.

    Only what a report would tell of is fixed: the choice of rules and the comments in the files count.  Files that git
    knows from the default branch count as applied: they are left alone unless `applied`.  Every fix has been proved on
    the replay (see `fix.prove`); an unsafe one only as far as nothing is refused for it.
    """
    folder = opened(request)
    notes: list[str] = []
    files = None if applied else changed_files(folder, request, notes)
    if notes:
        raise ConfigError(f"{notes[0].partition(': ')[2]}; --fix-applied fixes all files")

    def may_edit(migration: Migration) -> bool:
        return files is None or os.path.realpath(migration.path) in files

    told_of = _Told(request.config)

    replay = Replay(begin(folder, request), psql=folder.layout.psql, placeholders=folder.layout.placeholders)
    total = len(folder.migrations)
    told = None if progress is None else lambda done: progress(done, total)
    return uncollected(
        lambda: [_file(fixed) for fixed in fix_folder(folder, replay, may_edit, told_of, unsafe=unsafe, progress=told)]
    )


class _Told:
    """Whether a report would tell of a refused step."""

    def __init__(self, config: Config) -> None:
        self.selection = config.selection(rules.codes())

    def __call__(self, step: Step, steps: list[Step]) -> bool:
        error, source = step.refusal, step.statement.source
        if error is None:
            return False
        code = rules.claimant(error, step).code
        if code not in self.selection or self.selection.ignores(code, source.path):
            return False
        if MARK not in source.text:
            return True
        from migslint.suppress import File

        file = File(source, [s.statement.span for s in steps])
        return not file.silences(code, step.statement.span)


def _file(fixed: Fixed) -> FixedFile:
    before, after = fixed.original.source, fixed.migration.source
    fixes = [
        (rules.claimant(step.refusal, step).code, step.statement.span, fix)
        for step, fix in fixed.fixes
        if step.refusal is not None
    ]
    return FixedFile(before.path, before.text, after.text, tuple(fixed.titles), tuple(fixes))
