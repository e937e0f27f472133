"""What is in a folder, and a place to collect what a layout makes of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from migslint.folder.model import FileProblem, Migration, Skipped
from migslint.folder.read import ReadError, decode, os_message, read_bytes
from migslint.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from migslint.folder.model import Sends


class Entries(msgspec.Struct, frozen=True, eq=False):
    """The names in one directory, sorted by bytes: `dirs` (links to folders too) and `files` (all the rest)."""

    files: list[str]
    dirs: list[str]
    links: frozenset[str]  # of `dirs`, those that are links


class Listing:
    """A migrations folder: its names, and its files' bytes, each read once.

    `path` opens the folder; `shown` is how a user would write it ("" for the working directory).  Paths given to the
    methods are relative to it, with '/' between.  Making one raises OSError if the folder cannot be listed.
    `single` is the name of the only file when a file was asked for and not a folder; `overlay` has texts that are read
    in the place of files, by real path; `failed` has the folders below that could not be listed, and why.
    """

    __slots__ = ("_inner", "_raw", "_real", "entries", "failed", "overlay", "path", "shown", "single")

    def __init__(
        self, path: str, shown: str, single: str | None = None, overlay: Mapping[str, str] | None = None
    ) -> None:
        self.path = path
        self.shown = shown
        self.single = single
        self.overlay = overlay
        self.entries = Entries([single], [], frozenset()) if single is not None else _scan(path)
        self._inner: dict[str, Entries] = {}
        self._raw: dict[str, bytes] = {}
        self._real = ""
        self.failed: dict[str, str] = {}

    @property
    def files(self) -> list[str]:
        """The names in the folder itself that are no folders, sorted by bytes."""
        return self.entries.files

    @property
    def dirs(self) -> list[str]:
        """The names of the folders directly in it, sorted by bytes."""
        return self.entries.dirs

    @property
    def real(self) -> str:
        """The absolute path without links: what stands above the folder."""
        if not self._real:
            self._real = os.path.realpath(self.path)
        return self._real

    def inner(self, rel: str) -> Entries:
        """The names in a folder below; none if it cannot be listed (`failed` says why)."""
        entries = self._inner.get(rel)
        if entries is None:
            path = self.absolute(rel)
            try:
                entries = _scan(path)
            except OSError as error:
                entries = Entries([], [], frozenset())
                self.failed[rel] = os_message(error, path)
            self._inner[rel] = entries
        return entries

    def absolute(self, rel: str) -> str:
        """The path with which to open a file below."""
        return f"{self.path}/{rel}"

    def join(self, rel: str) -> str:
        """The path of a file below, as a user would open it."""
        return join(self.shown, rel)

    def peek(self, rel: str) -> bytes:
        """The bytes of a file, kept for when it is read; b"" if it cannot be read."""
        try:
            data = self._raw[rel] = self.raw(rel)
        except ReadError:
            return b""
        return data

    def raw(self, rel: str) -> bytes:
        """The bytes of a file; raises ReadError."""
        data = self._raw.pop(rel, None)
        if data is not None:
            return data
        path = self.absolute(rel)
        if self.overlay:
            text = self.overlay.get(os.path.realpath(path))
            if text is not None:
                return text.encode("utf-8", "surrogatepass")
        return read_bytes(path)

    def above(self, name: str, levels: int = 4) -> str | None:
        """The text of the nearest file of that name in the folders above (not past a .git), or None."""
        at = self.real
        for _ in range(levels):
            try:
                return read_bytes(f"{at}/{name}").decode("utf-8", "replace")
            except ReadError:
                pass
            if os.path.exists(f"{at}/.git"):
                break
            at, last = os.path.dirname(at), at
            if at == last:
                break
        return None

    def walk(self, enter: Callable[[str], bool], loop: Callable[[str, str], None]) -> Iterator[str]:
        """The files below, in no order, where `enter` (relative path of a folder) agrees; links last.

        A link that leads back to a folder it stands in is not followed but told to `loop` (path, message), and no
        folder is entered twice.
        """
        yield from self.files
        todo, links = [""], list[str]()
        entered: dict[str, tuple[int, int] | None] = {}  # relative path: device and inode, once a link asks
        while todo or links:
            linked = not todo
            rel = links.pop() if linked else todo.pop()
            path = self.absolute(rel) if rel else self.path
            try:
                if linked and self._entered(path, rel, entered, loop):
                    continue
            except OSError as error:
                loop(rel, os_message(error, path))
                continue
            entries = self.inner(rel) if rel else self.entries
            entered[rel] = None
            base = f"{rel}/" if rel else ""
            if rel:
                for name in entries.files:
                    yield base + name
            for name in entries.dirs:
                if enter(base + name):
                    (links if name in entries.links else todo).append(base + name)

    def _entered(
        self, path: str, rel: str, entered: dict[str, tuple[int, int] | None], loop: Callable[[str, str], None]
    ) -> bool:
        info = os.stat(path)
        for known, identity in entered.items():
            if identity is None:
                there = os.stat(self.absolute(known) if known else self.path)
                identity = entered[known] = (there.st_dev, there.st_ino)
            if identity == (info.st_dev, info.st_ino):
                if not known or rel.startswith(f"{known}/"):
                    loop(rel, "is a link that leads back to a folder it stands in")
                return True
        return False


def _scan(path: str) -> Entries:
    files: list[str] = []
    dirs: list[str] = []
    links: list[str] = []
    with os.scandir(path or ".") as entries:
        for entry in entries:
            try:
                folder = entry.is_dir()
            except OSError:  # a link that leads back to itself
                folder = False
            if folder:
                dirs.append(entry.name)
                if entry.is_symlink():
                    links.append(entry.name)
            else:
                files.append(entry.name)
    files.sort(key=os.fsencode)
    dirs.sort(key=os.fsencode)
    return Entries(files, dirs, frozenset(links))


def join(shown: str, rel: str) -> str:
    """`shown`/`rel` as a user would write it."""
    if not shown:
        return rel
    return shown + rel if shown.endswith("/") else f"{shown}/{rel}"


class Collector:
    """Takes what a layout finds; `migrations` in the order in which they are added."""

    __slots__ = ("_sources", "listing", "migrations", "problems", "skipped")

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        self.migrations: list[Migration] = []
        self.skipped: list[Skipped] = []
        self.problems: list[FileProblem] = []
        self._sources: dict[str, Source | None] = {}

    def read(self, rel: str) -> Source | None:
        """The text of a file; None after a problem was noted."""
        if rel in self._sources:
            return self._sources[rel]
        path = self.listing.join(rel)
        source = None
        try:
            source = Source(path, decode(self.listing.raw(rel)))
        except ReadError as error:
            self.problems.append(FileProblem(path, error.message, "unreadable", error.line))
        self._sources[rel] = source
        return source

    def add(
        self,
        rel: str,
        version: str,
        name: str,
        sends: Sends,
        *,
        spans: tuple[Span, ...] | None = None,
        repeatable: bool = False,
        down: Span | str | None = None,
    ) -> None:
        """A migration; its file is read if it was not.  Without `spans` all of the text runs, but a byte order mark."""
        source = self.read(rel)
        if source is None:
            return
        if spans is None:
            spans = (whole(source.text),)
        self.migrations.append(
            Migration(source.path, rel, version, name, source, spans, sends, repeatable=repeatable, down=down)
        )

    def skip(self, rel: str, reason: str) -> None:
        """A file that the tool does not run."""
        self.skipped.append(Skipped(self.listing.join(rel), rel, reason))

    def unreadable(self, rel: str, message: str) -> None:
        """Something that cannot be read (a link loop), noted without reading it."""
        self.problems.append(FileProblem(self.listing.join(rel), message))

    def refuse(self, rel: str, message: str, line: int = 0) -> None:
        """A file that the tool itself would refuse."""
        self.problems.append(FileProblem(self.listing.join(rel), message, "refused", line))


def whole(text: str) -> Span:
    """The span of a whole text: all of it but a byte order mark."""
    return Span(1 if text.startswith("\ufeff") else 0, len(text))


def parts(text: str, cuts: list[tuple[int, int]], start: int, end: int) -> tuple[Span, ...]:
    """The spans between `cuts` (start, end) inside start..end that hold more than white space."""
    out = []
    for cut_start, cut_end in [*cuts, (end, end)]:
        if cut_start > start and not text[start:cut_start].isspace():
            out.append(Span(start, cut_start))
        start = max(start, cut_end)
    return tuple(out)
