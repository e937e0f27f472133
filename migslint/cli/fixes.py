"""`migslint check --fix` and `--diff`: files rewritten, or the difference shown."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from migslint.cli import Failure
from migslint.report.words import harmless, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from migslint.cli.parser import Parser
    from migslint.engine_fix import FixedFile


def add_arguments(to: Parser) -> None:
    to.add_argument("--fix", action="store_true", help="make the fixes that are proved safe, then report the rest")
    to.add_argument("--unsafe-fixes", action="store_true", help="with --fix or --diff: also fixes that change more")
    to.add_argument("--fix-applied", action="store_true", help="with --fix or --diff: also files of the default branch")
    to.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")


def write(files: list[FixedFile]) -> None:
    """Put the new texts in the place of the old ones, each file as a whole. Raises Failure."""
    for file in files:
        try:
            with open(file.path, "rb") as old:
                if old.read().decode("utf-8") != file.before:
                    raise Failure("changed while it was being fixed: nothing is written to it", file.path)
            target = os.path.realpath(file.path)
            temporary = f"{target}.migslint-{os.getpid()}"
            try:
                with open(temporary, "wb") as new:
                    new.write(file.after.encode("utf-8"))
                os.chmod(temporary, os.stat(target).st_mode & 0o7777)
                os.replace(temporary, target)
            except OSError:
                if os.path.exists(temporary):
                    os.unlink(temporary)
                raise
        except OSError as error:
            raise Failure(f"cannot be written: {(error.strerror or str(error)).lower()}", file.path) from None


def diff(files: list[FixedFile], *, harmlessly: bool) -> Iterator[str]:
    """A unified diff as `patch -p0` reads it, line by line without line ends; `harmlessly`: for a terminal."""
    for line in _diff(files):
        yield "\t".join(map(harmless, line.removesuffix("\r").split("\t"))) if harmlessly else line


def _diff(files: list[FixedFile]) -> Iterator[str]:
    from difflib import unified_diff

    for file in files:
        before, after = (text.splitlines(keepends=True) for text in (file.before, file.after))
        for line in unified_diff(before, after, file.path, file.path):
            if line.endswith("\n"):
                yield line[:-1]
            else:
                yield line
                yield "\\ No newline at end of file"


def summary(files: list[FixedFile], *, done: bool) -> str:
    """ "fixed 12 statements in 3 files"."""
    count = sum(len(file.titles) for file in files)
    what = f"{plural(count, 'statement')} in {plural(len(files), 'file')}"
    return f"{'fixed' if done else 'would fix'} {what}"
