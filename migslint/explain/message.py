"""What a server said, found in what a person pastes.

psql, the Supabase CLI, a log, a driver's exception and a tool's own words around them all hold the message on one line,
at its start or after a colon, and some say the SQLSTATE, the file or the statement besides.  The text is not trusted:
nothing of it is taken for more than something to compare with.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

#: characters of a text that are read: the end of a longer one, where the error is
LONGEST = 1 << 20

#: characters of a line that are read, and of the end of one that may be a tool's own words
WIDEST = 4000
TAIL = 80

#: errors of a text that are answered, the last ones
MOST = 20

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_SEVERITY = re.compile(r"\b(?:ERROR|FATAL|PANIC|[Ee]rror)\b\s{0,3}(?:\([^)]{0,80}\))?:\s{1,9}(?:([0-9A-Z]{5}):\s+)?")
_STATE = re.compile(
    r"(?:SQLSTATE|sqlstate|[Dd]atabase error code|\bcode)\W{1,4}([0-9][0-9A-Z]{4}|[A-Z][0-9][0-9A-Z]{3})\b"
)
_ABOVE = re.compile(r"Database error code: (\w{5})\b")  # of Prisma
_TAIL = re.compile(r"\s?(?:\(SQLSTATE\W+\w{5}\)|\[?SQLSTATE\W+\w{5}\]?|at character \d+)\s*$")
_LABEL = re.compile(r"^\W{0,3}(?:.*\b)?(DETAIL|HINT|STATEMENT|QUERY|CONTEXT|LOCATION|LINE \d+):\s*(.*)$")
_AT = re.compile(r"^\s*At statement:? (\d+):?\s*(.*)$")
_PSQL = re.compile(r"psql:.{1,500}?:(\d{1,9}): ")


class Said(msgspec.Struct):
    """One error.

    `message` is what is taken for the server's words, `readings` all that may be, the likeliest first.  `line` is that
    of a file as psql has it: the last line of the statement; `fragment` a piece of the statement as psql shows it,
    `statement` its text.  `before` is the text up to the error, which may name files.
    """

    message: str
    readings: list[str]
    sqlstate: str | None = None
    detail: str | None = None
    hint: str | None = None
    statement: str | None = None
    fragment: str | None = None
    line: int | None = None
    before: str = ""


def read(text: str) -> list[Said]:
    """The errors that a text tells of, in its order; [] where it has no words."""
    text = _ANSI.sub("", text[-LONGEST:]).replace("\r\n", "\n").replace("\x00", "")
    if not text.strip():
        return []
    found = [said for value in _values(text) for said in _of_json(value, 0)]
    return (found or list(_of_text(text)))[-MOST:]


def _values(text: str) -> Iterator[Any]:
    """JSON: the whole text, each line of it, or what stands between the outermost braces."""
    stripped = text.strip()
    pieces = [stripped] if stripped[0] in "{[" else []
    pieces += [line for line in stripped.splitlines() if line.lstrip().startswith("{")]
    start, end = stripped.find("{"), stripped.rfind("}")
    if 0 <= start < end:
        pieces.append(stripped[start : end + 1])
    done = False
    for i, piece in enumerate(pieces):
        if done and i == len(pieces) - 1:
            return
        try:
            value = json.loads(piece)
        except (ValueError, RecursionError):
            continue
        yield value
        done = True
        if piece == stripped:
            return


_KEYS = {
    "sqlstate": ("sqlstate", "sql_state", "sqlState", "SQLSTATE", "state_code", "code"),
    "detail": ("detail", "details"),
    "hint": ("hint",),
    "statement": ("statement", "query", "sql"),
}


def _of_json(value: Any, depth: int) -> Iterator[Said]:
    if depth > 8:
        return
    if isinstance(value, list):
        for item in value:
            yield from _of_json(item, depth + 1)
    if not isinstance(value, dict):
        return
    words = next((value[k] for k in ("message", "msg", "error", "M") if isinstance(value.get(k), str)), None)
    if words and words.strip():
        given = {
            name: next((value[k] for k in keys if isinstance(value.get(k), str) and value[k]), None)
            for name, keys in _KEYS.items()
        }
        state = given.pop("sqlstate")
        for said in _of_text(words):
            for name, said_so in given.items():
                if said_so is not None:
                    setattr(said, name, said_so)
            if state is not None and re.fullmatch("[0-9A-Z]{5}", state):
                said.sqlstate = state
            yield said
        return
    for item in value.values():
        yield from _of_json(item, depth + 1)


def _of_text(text: str) -> Iterator[Said]:
    lines = [line[:WIDEST] for line in text.splitlines()]
    at = [i for i, line in enumerate(lines) if _SEVERITY.search(line) and not _AT.match(line)]
    at = [i for i in at if not _LABEL.match(lines[i]) or _SEVERITY.search(lines[i].split("LINE")[0])]
    if not at:
        at = [next((i for i, line in enumerate(lines) if line.strip()), 0)]
    at = at[-MOST - 1 :]
    for n, i in enumerate(at):
        end = at[n + 1] if n + 1 < len(at) else len(lines)
        said = _error(lines[i], lines[i + 1 : end], "\n".join(lines[: i + 1]), len(at) == 1)
        above = _ABOVE.search("\n".join(lines[at[n - 1] if n else 0 : i]))
        if said.sqlstate is None and above:
            said.sqlstate = above[1]
        yield said


def _error(line: str, rest: list[str], before: str, only: bool) -> Said:
    states = [m[1] for m in _SEVERITY.finditer(line) if m[1]]
    labelled = [line[m.end() :] for m in _SEVERITY.finditer(line)][:-10:-1]
    cut = [line[m.end() :] for m in re.finditer(r": +", line)][:40]
    readings: list[str] = []
    # a message may stand on a line of its own below a heading
    for words in (*labelled, *cut, line, *(rest[:3] if only else [])):
        for reading in _bare(words):
            if reading and reading not in readings:
                readings.append(reading)
    said = Said(readings[0] if readings else line.strip(), readings, states[0] if states else None, before=before)
    psql = _PSQL.search(line)
    if psql:
        said.line = int(psql[1])
    state = _STATE.search("\n".join([before, *rest]) if only else "\n".join([line, *rest]))
    if said.sqlstate is None and state:
        said.sqlstate = state[1]
    _labels(said, rest)
    return said


def _labels(said: Said, rest: list[str]) -> None:
    """What stands below a message."""
    for i, line in enumerate(rest):
        at = _AT.match(line)
        label = _LABEL.match(line)
        if at:
            said.statement = said.statement or "\n".join([at[2], *rest[i + 1 :]]).strip() or None
            return
        if label is None:
            continue
        what, words = label[1], label[2].strip()
        if what == "DETAIL":
            said.detail = said.detail or words
        elif what == "HINT":
            said.hint = said.hint or words
        elif what == "STATEMENT":
            more = [t.strip("\t") for t in rest[i + 1 :] if t.startswith(("\t", " "))]
            said.statement = said.statement or "\n".join([words, *more])
        elif what.startswith("LINE"):
            said.fragment = said.fragment or words.strip(".").strip()


def _bare(words: str) -> Iterator[str]:
    """A message without what tools put behind it, as it stands and as it was before it was put in quotes."""
    words = " ".join(words.split())
    for _ in range(2):
        words = words[:-TAIL] + _TAIL.sub("", words[-TAIL:])
    yield words
    # golang-migrate: MESSAGE in line N: STATEMENT (details: …)
    head = re.split(r" in line \d+: | \(details: ", words)[0]
    for shorter in (head, head.rstrip(",'`;"), head.rstrip(")]}"), head.rstrip("\"',;)]}") + '"'):
        yield " ".join(shorter.replace('\\"', '"').replace("&quot;", '"').split())
