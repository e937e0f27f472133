"""A connection: its settings, its role, its search_path, its transaction, and the notices it was sent."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from migslint.catalog.catalog import Catalog
from migslint.catalog.objects import CatalogObject, Namespace


class Notice(msgspec.Struct, eq=False):
    """A NOTICE or WARNING; `kind`, `name` and `obj` say what was skipped and over what."""

    severity: str
    sqlstate: str
    message: str
    reason: str = ""
    kind: str = ""
    name: str = ""
    obj: CatalogObject | None = None
    location: int | None = None
    statement: Any = None
    detail: str | None = None
    hint: str | None = None


class Skip(msgspec.Struct, eq=False):
    """A statement of a DO block that a guard has kept from being run, over the object that is there: no notice is sent.

    `tag` and `node` are its tree, `path` the search_path, `where` its place in the body, as in `PgError.inner`, `name`
    that of the object when it was skipped; `span` are its characters in the file.
    """

    obj: CatalogObject
    tag: str
    node: Any
    path: str
    where: Any
    name: str
    span: Any = None


class Session:
    """What a statement runs in.

    `in_block`: inside an explicit or implicit transaction block.  `marks` are the journal marks of the savepoints of
    the transaction, by name; `block_mark` that of its BEGIN.  `transaction` counts transactions, `snapshot_taken` is
    the last one in which a statement took a snapshot.  `local` has what SET LOCAL hides until the transaction ends.
    `cursors_in_doubt` is the last transaction in which a routine may have opened cursors.
    `pipeline`: the block is that of a pipeline of the extended protocol and no BEGIN of the file; "fresh" before its
    first statement, "running" after it.  `nested`: a statement runs inside of a function, or of a block with handlers;
    `hooks` is what the language around it adds to the names of its query.
    """

    def __init__(self, catalog: Catalog, *, role: str = "postgres", search_path: str = '"$user", public') -> None:
        self.catalog = catalog
        self.journal = catalog.journal
        self.version = catalog.version
        self.role = role
        self.defaults = {"search_path": search_path}
        self.settings: dict[str, str] = {"search_path": search_path}
        self.local: dict[str, str | None] = {}
        self.notices: list[Notice] = []
        self.skips: list[Skip] = []
        self.prepared: dict[str, Any] = {}
        self.cursors: dict[str, Any] = {}
        self.in_block = False
        self.pipeline: Literal["", "fresh", "running"] = ""
        self.hooks: Any = None
        self.nested: Literal["", "function", "subtransaction"] = ""
        self.transaction = 0
        self.snapshot_taken = -1
        self.cursors_in_doubt = -1
        self.temp: Namespace | None = None
        self._names_of = ""
        self._names: list[str] = []
        self._path_key: tuple[str, str, int, Namespace | None] | None = None
        self._path: list[Namespace] = []

    def notice(
        self, message: str, *, sqlstate: str = "00000", severity: str = "NOTICE", reason: str = "", **rest: Any
    ) -> None:
        """Record a NOTICE."""
        self.notices.append(Notice(severity, sqlstate, message, reason, **rest))

    def setting(self, name: str) -> str | None:
        """The value of a setting of this session, None where it has its default."""
        return self.settings.get(name)

    def set(self, name: str, value: str) -> None:
        """SET."""
        self.journal.put(self.settings, name, value)
        self._path_key = None

    def reset(self, name: str) -> None:
        """RESET."""
        if name in self.defaults:
            self.set(name, self.defaults[name])
        elif name in self.settings:
            self.journal.drop(self.settings, name)

    @property
    def search_path(self) -> list[str]:
        """The names of the effective search_path as written, `$user` replaced, quotes removed."""
        text = self.settings["search_path"]
        if text != self._names_of:
            self._names_of, self._names = text, split_identifiers(text)
        return [self.role if n == "$user" else n for n in self._names]


def split_identifiers(text: str) -> list[str]:
    """`varlena.c, SplitIdentifierString`: a list of names as in search_path; case is folded outside of quotes."""
    names: list[str] = []
    for part in _parts(text):
        part = part.strip()
        if part.startswith('"') and part.endswith('"') and len(part) > 1:
            names.append(part[1:-1].replace('""', '"'))
        elif part:
            names.append(part.lower())
    return names


def _parts(text: str) -> list[str]:
    if '"' not in text:
        return text.split(",")
    parts, start, quoted = [], 0, False
    for i, c in enumerate(text):
        if c == '"':
            quoted = not quoted
        elif c == "," and not quoted:
            parts.append(text[start:i])
            start = i + 1
    return [*parts, text[start:]]
