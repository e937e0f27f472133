"""The values of this room: a migration, what is left out, what cannot be read, and the layout they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from migslint.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from migslint.folder.listing import Collector, Listing

#: How a tool sends the spans of one file to the server.
#: "block": BEGIN, the spans, COMMIT.
#: "query": each span is one message of the simple query protocol: more than one statement in a span share an implicit
#: transaction block, one alone runs outside of any.
#: "pipeline": every statement in the extended protocol with a single Sync at the end: one implicit transaction.
#: "statements": every statement on its own.
Sends = Literal["block", "query", "pipeline", "statements"]


class FolderError(Exception):
    """There is nothing to open: the message says why, in one line, and names what was looked at."""


class Migration(msgspec.Struct, eq=False):
    """One migration: a file, the parts of it that run when going up, and how its tool runs them.

    `path` is the path as a user would open it (the folder argument joined with `relpath`, '/' between), `relpath` is
    relative to the folder.  `version` is written as the tool records it in its history table ("" where it records
    none), `name` is the rest of the file's name.  `source` holds the whole file.  `spans` are the characters that are
    run, in order: the whole file, or the up part, or what the tool sends as single messages (Drizzle, goose).  `down`
    is where the way back stands: a span of this file, the path of another file, or None.  A `repeatable` migration is
    run again whenever its text changes (Flyway's R).
    """

    path: str
    relpath: str
    version: str
    name: str
    source: Source
    spans: tuple[Span, ...]
    sends: Sends
    repeatable: bool = False
    down: Span | str | None = None

    @property
    def transaction(self) -> bool | Literal["multi"]:
        """Whether the file runs in one transaction; "multi": each span does if it has more than one statement."""
        if self.sends == "query":
            return "multi"
        return self.sends != "statements"


class Skipped(msgspec.Struct, frozen=True):
    """A file that the owning tool would not run, and why, in the tool's words where it has any."""

    path: str
    relpath: str
    reason: str


class FileProblem(msgspec.Struct, frozen=True):
    """A file that cannot be used as it is.

    kind "unreadable": it could not be read as text; it is in no other list.
    kind "refused": it was read, but its tool would refuse it before any SQL runs (a missing `-- +goose Up`); it stands
    among the migrations as well.  `line` is 1-based, 0 where the problem has no line.
    """

    path: str
    message: str
    kind: Literal["unreadable", "refused"] = "unreadable"
    line: int = 0


class Layout(msgspec.Struct, frozen=True, eq=False):
    """What one tool knows of its folder.

    `detect` says whether a folder looks like this tool's; `collect` fills a collector with the folder's migrations in
    the tool's order.  `history_tables` are the tables in which the tool keeps its history, schema-qualified, and
    `history_ddl` is the SQL with which the tool makes them before its first migration ("" where it has none).
    `one_transaction`: all pending files run in a single transaction.  `platform` is the platform the tool belongs to.
    `psql`: the files are run by psql, whose meta-commands are no SQL; `placeholders`: `${name}` stands for a value.
    `cite` names the place in the tool's own source or documentation that this layout follows.
    """

    name: str
    title: str
    cite: str
    detect: Callable[[Listing], bool]
    collect: Callable[[Listing, Collector], None]
    platform: str | None = None
    history_tables: tuple[str, ...] = ()
    history_ddl: str = ""
    one_transaction: bool = False
    psql: bool = False
    placeholders: bool = False


class Folder(msgspec.Struct, eq=False):
    """A folder as its tool sees it: `migrations` in the order in which they run.

    `root` is the folder that was opened, as a user would write it; it may lie below the path that was asked for.
    """

    root: str
    layout: Layout
    migrations: list[Migration]
    skipped: list[Skipped]
    problems: list[FileProblem]
