"""The table of cases: files of SQL, each case a handful of statements.

A case starts at a line

    --- case: short-name

and reaches to the next one.  `--- case: short-name [database]` asks for a database of its own without a transaction
around it (CONCURRENTLY, COMMIT, VACUUM …).  Statements end at a semicolon; the splitter knows quotes, dollar quotes,
comments, parentheses and BEGIN ATOMIC bodies, and nothing else, so that a case may hold any syntax error.

`[database, bare]` leaves out the savepoints with which that law is kept on the server: for what a subtransaction would
change.  There a refused statement ends the transaction, so it must be the last one before ROLLBACK.

The law under which both sides run a case is the law of the replay: a refused statement has no effect and the rest goes
on.  Without a mark all statements stand in one transaction; with `[database]` there is none but those that the case
itself begins, and inside of these the law holds as well.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

HERE = Path(__file__).parent
FOLDERS = ("cases", "cases_expr")
_CASE = re.compile(r"^--- case: ([^\n\[]+?)\s*(?:\[(database|database, bare)\])?\s*$", re.M)
_TOKEN = re.compile(
    r"""(?P<skip>--[^\n]*|\s+)
    |(?P<comment>/\*)
    |(?P<escape>[eE]'(?:[^'\\]|\\.|'')*'?)
    |(?P<string>'(?:[^']|'')*'?)
    |(?P<ident>"(?:[^"]|"")*"?)
    |(?P<dollar>\$(?:[A-Za-z_\x80-\U0010ffff][\w\x80-\U0010ffff]*)?\$)
    |(?P<word>[A-Za-z_\x80-\U0010ffff][\w$\x80-\U0010ffff]*)
    |(?P<number>\d[\w.]*)
    |(?P<other>.)""",
    re.X | re.S,
)


class Case(msgspec.Struct, frozen=True):
    """One case: `area` is its file without the extension, `line` the 1-based line of its mark."""

    folder: str
    area: str
    name: str
    line: int
    database: bool
    bare: bool
    statements: tuple[str, ...]

    @property
    def id(self) -> str:
        """What pytest, `unknown.txt` and `run --case` call it: `area:name`."""
        return f"{self.area}:{self.name}"


def _comment_end(text: str, at: int) -> int:
    depth = 0
    while at < len(text):
        if text.startswith("/*", at):
            depth += 1
            at += 2
        elif text.startswith("*/", at):
            depth -= 1
            at += 2
            if not depth:
                return at
        else:
            at += 1
    return at


def split(text: str) -> list[str]:
    """The statements of a text, without their semicolons, leading blanks and leading comments."""
    out: list[str] = []
    at, start, end, parens = 0, -1, 0, 0
    atomic: list[str] = []
    previous = ""
    first: list[str] = []
    while at < len(text):
        match = _TOKEN.match(text, at)
        assert match is not None
        kind, token = match.lastgroup, match.group()
        stop = match.end()
        if kind == "comment":
            at = _comment_end(text, at)
            if at == len(text) and start >= 0 and not text.endswith("*/"):
                end = at
            continue
        if kind == "skip":
            at = stop
            continue
        if kind == "dollar":
            close = text.find(token, stop)
            stop = len(text) if close < 0 else close + len(token)
        lower = token.lower() if kind == "word" else ""
        if token == ";" and not parens and not atomic:
            if start >= 0:
                out.append(text[start:end])
            start, previous, first = -1, "", []
            at = stop
            continue
        if start < 0:
            start = at
        if token == "(":
            parens += 1
        elif token == ")":
            parens = max(0, parens - 1)
        if len(first) < 4:
            first.append(lower)
        if lower == "atomic" and previous == "begin" and first[0] == "create":
            atomic.append("begin")
        elif atomic and lower == "case":
            atomic.append("case")
        elif atomic and lower == "end":
            atomic.pop()
        previous = lower
        at = end = stop
    if start >= 0:
        out.append(text[start:end])
    return out


def read(path: Path) -> list[Case]:
    """The cases of one file, in its order."""
    text = path.read_text(encoding="utf-8")
    marks = list(_CASE.finditer(text))
    out: list[Case] = []
    seen: set[str] = set()
    for i, mark in enumerate(marks):
        body = text[mark.end() : marks[i + 1].start() if i + 1 < len(marks) else len(text)]
        name = mark.group(1).strip()
        line = text.count("\n", 0, mark.start()) + 1
        statements = tuple(split(body))
        if name in seen:
            raise ValueError(f"{path}:{line}: there is already a case {name!r}")
        if not statements:
            raise ValueError(f"{path}:{line}: the case {name!r} has no statement")
        seen.add(name)
        out.append(
            Case(
                path.parent.name,
                path.stem,
                name,
                line,
                mark.group(2) is not None,
                mark.group(2) == "database, bare",
                statements,
            )
        )
    return out


def load(folders: tuple[str, ...] = FOLDERS) -> list[Case]:
    """All cases, by folder and file name."""
    return [case for folder in folders for path in sorted((HERE / folder).glob("*.sql")) for case in read(path)]
