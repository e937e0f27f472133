"""The findings of one file, with its folder replayed around it.

A process keeps one replay of each folder for as long as neither a file of it nor the configuration changes.  A text
that is not what the disk has (from an editor) is laid over the file.  The other files are read from the disk, since
sqlfluff may leave them out.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from threading import Lock
from typing import Any

import msgspec

from migslint.config import Config, ConfigError, find_config, short
from migslint.diagnostic import Edit, Fix
from migslint.engine import Request, check, requested
from migslint.folder import FolderError
from migslint.folder.find import PLACES
from migslint.folder.read import ReadError, decode, read_bytes
from migslint.source import Source, Span

logger = logging.getLogger("sqlfluff.rules")


class Change(msgspec.Struct, frozen=True):
    """Put `text` in the place of the characters from `start` to `end` of sqlfluff's text."""

    start: int
    end: int
    text: str


class Found(msgspec.Struct, frozen=True):
    """A finding; `start` and `end` count characters of sqlfluff's text, whose lines end in a line feed alone.

    `change` is that of a fix that was proved, where fixes were asked for.
    """

    code: str
    start: int
    end: int
    message: str
    change: Change | None = None


#: by real path
Files = dict[str, list[Found]]

_lock = Lock()
_replays: dict[tuple[str, bool], tuple[Any, Files]] = {}


def found(path: str, text: str, *, fix: bool = False) -> list[Found]:
    """The findings in the file at `path` with a text as sqlfluff has it; none where it is no file of migrations.

    With `fix` they have fixes.  What is wrong with the configuration or the folder is logged, not raised.
    """
    real = os.path.realpath(path)
    try:
        config = config_of(real)
        if config is None:
            return []
        try:
            on_disk = plain(decode(read_bytes(real))) == text
        except ReadError:
            on_disk = False
        request = requested(config)
        request.overlay = {} if on_disk else {real: text}
        with _lock:
            return _replayed(request, fix).get(real, [])
    except ConfigError as error:
        place = "".join(f"{part}:" for part in (error.path, error.line) if part is not None)
        logger.warning("migslint: %s %s", place, error.message)
    except FolderError as error:
        logger.warning("migslint: %s", error)
    return []


def config_of(real: str) -> Config | None:
    """How the folder of a file is to be judged, None where the file is in no migrations folder.

    The folder is the one that the nearest configuration names; else the nearest above the file that lies in one of the
    places where the command looks for one.
    """
    config = find_config(real) or Config()
    if config.path is not None:
        root = os.path.realpath(config.path)
        return config if real == root or real.startswith(root.rstrip("/") + "/") else None
    at = os.path.dirname(real)
    while at != os.path.dirname(at):
        if any(at.endswith(f"/{place}") for place in PLACES):
            return msgspec.structs.replace(config, path=short(at))
        at = os.path.dirname(at)
    return None


def plain(text: str) -> str:
    """A file's text as sqlfluff has it: without a byte order mark, every line ending in a line feed."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _replayed(request: Request, fix: bool) -> Files:
    """The findings of all files of a folder, those of the last time where nothing has changed."""
    folder = os.path.realpath(request.path or ".")
    state = (request, os.getcwd(), list(_states(folder, request)))
    kept = _replays.get((folder, fix))
    if kept is None or kept[0] != state:
        kept = _replays[folder, fix] = (state, _replay(request, fix))
    return kept[1]


def _states(folder: str, request: Request) -> Iterator[tuple[str, int, int]]:
    """What tells that a file of the folder, the baseline or the known findings are not what they were."""
    names = [name for name in (request.baseline, request.known) if name is not None]
    if os.path.isdir(folder):
        for at, _, files in os.walk(folder):
            names += [f"{at}/{name}" for name in files]
    else:
        names.append(folder)
    for name in names:
        try:
            info = os.stat(name)
        except OSError:
            continue
        yield name, info.st_mtime_ns, info.st_size


def _replay(request: Request, fix: bool) -> Files:
    from migslint.report.text import notes
    from migslint.report.words import harmless

    report = check(request)
    fixes = _fixes(request) if fix else {}
    files: Files = {}
    for diagnostic in report.diagnostics:
        source, span = diagnostic.source, diagnostic.span
        real = os.path.realpath(diagnostic.path)
        state = f" ({diagnostic.sqlstate})" if diagnostic.sqlstate else ""
        message = "; ".join([f"{diagnostic.message}{state}", *notes(msgspec.structs.replace(diagnostic, fix=None))])
        change = None
        for code, statement, of_it in fixes.get(real, ()):
            if code == diagnostic.code and statement.start <= span.start < statement.end:
                change = of_it
        finding = Found(
            diagnostic.code,
            offset(source, span.start),
            offset(source, span.end),
            harmless(message.replace("\n", " ")),
            change,
        )
        files.setdefault(real, []).append(finding)
    return files


def _fixes(request: Request) -> dict[str, list[tuple[str, Span, Change]]]:
    """The proved fixes by real path: the rule, the span of the statement that is mended, and what changes."""
    from migslint.engine_fix import fix

    fixes: dict[str, list[tuple[str, Span, Change]]] = {}
    for file in fix(request):
        source = Source(file.path, file.before)
        fixes[os.path.realpath(file.path)] = [(code, span, _change(source, made)) for code, span, made in file.fixes]
    return fixes


def _change(source: Source, fix: Fix) -> Change:
    """All edits of a fix as one: sqlfluff may drop an edit that meets another rule's, and half a fix is none."""
    from migslint.fix.edits import apply

    start = min(edit.span.start for edit in fix.edits)
    end = max(edit.span.end for edit in fix.edits)
    moved = [Edit(Span(edit.span.start - start, edit.span.end - start), edit.text) for edit in fix.edits]
    return Change(offset(source, start), offset(source, end), plain(apply(source.text[start:end], moved)))


def offset(source: Source, char: int) -> int:
    """A character offset of a file's text as it is counted in sqlfluff's text."""
    text = source.text
    if text.startswith("\ufeff"):
        char, text = max(char - 1, 0), text[1:]
    return char - text.count("\r\n", 0, char) if "\r" in text else char
