"""goose: <version>_<name>.sql with the halves `-- +goose Up` and `-- +goose Down`.

Versions are signed 64 bit integers above zero and run in their order; a name without one is left out.  The file is read
line by line: outside of `StatementBegin` and `StatementEnd` a statement ends at a line that ends with a semicolon
(a comment after it does not count), inside the whole block is one statement.  Each is sent as one message: those are
the spans.  All run in one transaction unless the file says `-- +goose NO TRANSACTION`, wherever it stands.

Follows pressly/goose, internal/sqlparser/parser.go (ParseSQLMigration, extractAnnotation, endsWithSemicolon),
migration.go (NumericComponent), provider_collect.go, migration_sql.go, internal/dialects/postgres.go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from migslint.folder.listing import whole
from migslint.folder.model import Layout
from migslint.folder.order import INT64, number
from migslint.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from migslint.folder.listing import Collector, Listing
    from migslint.folder.model import Sends

_BLANK = " \t\r\n\v\f"


class Halves(msgspec.Struct):
    """A file in two halves: the messages that run going up, where the way down stands, and what goose says of it."""

    up: list[Span]
    down: Span | None
    transaction: bool
    refusals: list[tuple[str, int]]  # message, 1-based line


def detect(listing: Listing) -> bool:
    """The first, the middle or the last .sql file has a line that starts with `-- +goose`."""
    names = [name for name in listing.files if name.endswith(".sql")] or listing.files
    for name in dict.fromkeys((names[0], names[len(names) // 2], names[-1])) if names else ():
        data = listing.peek(name)
        if b"+goose" in data and any(_is_mark(line) for line in data.decode("utf-8", "replace").split("\n")):
            return True
    return False


def _is_mark(line: str) -> bool:
    return "+goose" in line and line.strip(_BLANK + "\ufeff").startswith("--")


def _marks(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, words) of each line with an annotation: the words after +goose, lower case."""
    at = text.find("+goose")
    while at >= 0:
        start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        end = len(text) if end < 0 else end + 1
        line = text[start:end]
        if _is_mark(line):
            yield start, end, line.replace("--", "").replace("+goose", "", 1).strip(_BLANK + "\ufeff").lower()
        at = text.find("+goose", end)


def _ends_statement(line: str) -> bool:
    if "--" in line:
        words = line.split()
        kept = next((i for i, word in enumerate(words) if word.startswith("--")), len(words))
        return kept > 0 and words[kept - 1].endswith(";")
    return line.rstrip().endswith(";")


def _is_comment(text: str, start: int, end: int) -> bool:
    """Whether nothing but empty lines and lines with -- stand there."""
    return all(not line.strip() or line.lstrip().startswith("--") for line in text[start:end].split("\n"))


def _statements(text: str, start: int, end: int) -> tuple[list[Span], int]:
    """The messages between two annotations, and where the unfinished one starts (`end` if there is none)."""
    out = []
    at = text.find(";", start, end)
    while at >= 0:
        line_start = max(text.rfind("\n", start, at) + 1, start)
        line_end = text.find("\n", at, end)
        line_end = end if line_end < 0 else line_end + 1
        if _ends_statement(text[line_start:line_end]):
            if not _is_comment(text, start, line_end):
                out.append(Span(start, line_end))
            start = line_end
        at = text.find(";", line_end, end)
    return out, end if _is_comment(text, start, end) else start


def halves(text: str) -> Halves:
    """A file as goose reads it; where goose would give up, the reading goes on as well as it can."""
    out = Halves([], None, True, [])
    begin = whole(text).start
    half, block, at = "", False, begin  # at: where text that is not yet spent starts

    def refuse(message: str, position: int) -> None:
        while position < len(text) and text[position].isspace():
            position += 1
        out.refusals.append((message, text.count("\n", 0, position) + 1))

    def spend(end: int) -> None:
        nonlocal at
        if half == "up":
            spans, rest = _statements(text, at, end)
            out.up.extend(spans)
            at = rest
        elif not half and not _is_comment(text, at, end):
            refuse("failed to parse migration: unexpected state 0: nothing may stand before '-- +goose Up'", at)
            at = end
        else:
            at = end

    for start, end, words in _marks(text):
        if text[start] in " \t":
            refuse(f'failed to parse annotation line: "{text[start:end].rstrip()}" contains leading whitespace', start)
        if words in ("up", "down"):
            if block:
                refuse("failed to parse migration: missing '-- +goose StatementEnd' annotation", start)
                if half == "up" and text[at:start].strip():
                    out.up.append(Span(at, start))
                block = False
            else:
                spend(start)
                if half == "up" and at < start:
                    refuse("failed to parse migration: unexpected unfinished SQL query: missing semicolon?", at)
                    out.up.append(Span(at, start))
            if words == "up" and half:
                refuse("duplicate '-- +goose Up' annotations", start)
            elif words == "down" and half != "up":
                refuse("must start with '-- +goose Up' annotation", start)
            half, at = words, end
            if words == "down":
                out.down = Span(end, len(text))
        elif words == "statementbegin":
            if not half or block:
                refuse("'-- +goose StatementBegin' must be defined after '-- +goose Up' or '-- +goose Down'", start)
            if not block:
                spend(start)
                at = end if at == start else at
            block = True
        elif words == "statementend":
            if not block:
                refuse("'-- +goose StatementEnd' must be defined after '-- +goose StatementBegin'", start)
                spend(start)
            elif half == "up" and text[at:start].strip():
                out.up.append(Span(at, start))
            block, at = False, end
        elif words in ("no transaction", "envsub on", "envsub off"):
            out.transaction = out.transaction and words != "no transaction"
            if not block and _is_comment(text, at, start):
                at = end
        else:
            refuse(f'failed to parse annotation line: "{words}" not supported: invalid annotation', start)
    end = len(text)
    if block:
        refuse("failed to parse migration: missing '-- +goose StatementEnd' annotation", at)
        if half == "up" and text[at:].strip():
            out.up.append(Span(at, end))
    elif not half:
        refuse("failed to parse migration: must start with '-- +goose Up' annotation", begin)
    else:
        spend(end)
        if half == "up" and at < end:
            refuse("failed to parse migration: unexpected unfinished SQL query: missing semicolon?", at)
            out.up.append(Span(at, end))
    return out


def collect(listing: Listing, out: Collector) -> None:
    """What `goose up` would run."""
    found: list[tuple[int, str, str]] = []
    for name in listing.files:
        if name.endswith((".sql", ".go")) and not name.endswith("_test.go"):
            digits, mark, rest = name.partition("_")
            version = number(digits, INT64) if mark else None
            if name.endswith(".go"):
                if version:
                    out.skip(name, "a migration in Go: migslint reads SQL only")
            elif version or listing.single is not None:
                found.append((version or 0, name, rest[:-4] or name))
            else:
                out.skip(name, "goose finds no version above zero in front of an underscore in its name")
    for version, name, title in sorted(found):
        source = out.read(name)
        if source is None:
            continue
        read = halves(source.text)
        for message, line in read.refusals[:1]:
            out.refuse(name, message, line)
        sends: Sends = "block" if read.transaction else "query"
        out.add(name, str(version or ""), title, sends, spans=tuple(read.up), down=read.down)


LAYOUT = Layout(
    name="goose",
    title="goose",
    cite="pressly/goose, internal/sqlparser/parser.go, migration.go, provider_collect.go",
    detect=detect,
    collect=collect,
    history_tables=("public.goose_db_version",),
    history_ddl="""\
CREATE TABLE goose_db_version (
    id integer PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY,
    version_id bigint NOT NULL,
    is_applied boolean NOT NULL,
    tstamp timestamp NOT NULL DEFAULT now()
);
""",
)
