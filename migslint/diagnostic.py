"""What every face shows: a diagnostic with its place, its related places and its fix."""

from __future__ import annotations

from typing import Literal

import msgspec

from migslint.source import Place, Source, Span

Phase = Literal["apply", "rerun", "call", "history", "advice"]
Severity = Literal["error", "warning", "info"]


class Edit(msgspec.Struct, frozen=True):
    """Replace the characters of `span` by `text`."""

    span: Span
    text: str


class Fix(msgspec.Struct, frozen=True):
    """Edits of one file that together mend one finding.

    `safe`: the first run leaves the same catalog.  That is a promise only when `proved`: shown by the replay.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool
    proved: bool = True


class Related(msgspec.Struct, frozen=True):
    """Another place that explains a finding ("first created here")."""

    place: Place
    message: str


class Diagnostic(msgspec.Struct, eq=False):
    """One finding.

    `code` is the rule's ("MD02"), `name` its readable name ("duplicate-policy").  `sqlstate`, `message`, `detail` and
    `hint` are the server's own words where it would refuse; `advice` is ours.  `cause` is the finding without which
    this one would not be; `consequences` counts the other way (filled in by the engine).  `notes` are lines for the
    reader of the text report.  `fingerprint` survives line shifts (see `engine`).
    """

    source: Source
    span: Span
    code: str
    name: str
    severity: Severity
    phase: Phase
    message: str
    sqlstate: str | None = None
    detail: str | None = None
    hint: str | None = None
    advice: str | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    cause: Diagnostic | None = None
    consequences: int = 0
    consequence_files: int = 0
    fingerprint: str = ""

    @property
    def path(self) -> str:
        """The file, as a user would open it."""
        return self.source.path
