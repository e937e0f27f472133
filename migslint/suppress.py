"""Comments that silence findings: `-- migslint: ignore[MD01, MR02]`, `-- migslint: ignore-file[MD01]`.

`ignore` speaks of one statement: the one it stands in, else the ones that begin or end on its line, else the one that
follows it with no blank line between.  `ignore-file` stands before the first statement and speaks of the whole file.
Codes may be shortened as in a selection ("MD"); without a list every finding is meant.  A finding that is silenced
takes along what is reported only because of it.  A comment that silences nothing is itself reported (MX99).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from migslint.diagnostic import Diagnostic
from migslint.source import MARK, Source, Span

CODE = "MX99"
NAME = "unused-suppression"

DIRECTIVE = r"(?:--|/\*)\s*(migslint:\s*(?P<verb>[\w-]*)\s*(?P<codes>\[[^\]\r\n]*\]?|[A-Z]{2}\d+)?)"

TOKEN = (
    r"--[^\r\n]*|/\*|"
    r"(?<![\w$])[eE]'(?:[^'\\]|\\.|'')*(?:'|\Z)|'[^']*(?:'|\Z)|\"[^\"]*(?:\"|\Z)|"
    r"(?<![\w$])\$(?:[^\W\d]\w*)?\$"
)


class Comment(msgspec.Struct, eq=False):
    """One `migslint:` comment; no `codes` stands for every rule; `used` holds those that silenced something."""

    source: Source
    span: Span
    whole_file: bool
    codes: tuple[str, ...]
    used: set[str]

    def silences(self, code: str) -> bool:
        """Whether a finding of this rule is meant; the comment remembers that it was of use."""
        meant = [c for c in self.codes if code.startswith(c)] if self.codes else ["*"]
        self.used.update(meant)
        return bool(meant)


class Result(msgspec.Struct):
    """Findings that stay, findings that were silenced, and findings about comments that silence nothing."""

    kept: list[Diagnostic]
    suppressed: list[Diagnostic]
    unused: list[Diagnostic]


def apply(
    diagnostics: Sequence[Diagnostic],
    sources: Iterable[Source],
    statement_spans: Callable[[Source], Sequence[Span]],
    active: Callable[[str, str], bool] = lambda code, path: True,
) -> Result:
    """Hold findings against the comments of the files.

    `statement_spans` gives a file's statements in order; it is asked only about files with such a comment.  `active`
    says of a code and the path of a file whether all rules whose code begins like it were run on the file: only then
    can a comment be unused (a comment without codes asks with "").
    """
    files = {source.path: File(source, statement_spans(source)) for source in sources if MARK in source.text}
    kept: list[Diagnostic] = []
    suppressed: list[Diagnostic] = []
    if not any(file.comments or file.mistakes for file in files.values()):
        return Result(list(diagnostics), suppressed, [])
    silent: dict[int, bool] = {}
    for diagnostic in diagnostics:
        (suppressed if is_silent(diagnostic, files, silent) else kept).append(diagnostic)
    return Result(kept, suppressed, [d for file in files.values() for d in file.findings(active)])


def is_silent(diagnostic: Diagnostic, files: dict[str, File], known: dict[int, bool]) -> bool:
    """Whether a comment silences a finding or one that it follows from."""
    chain: list[Diagnostic] = []
    at: Diagnostic | None = diagnostic
    answer = False
    while at is not None:
        if id(at) in known:
            answer = known[id(at)]
            break
        known[id(at)] = False
        chain.append(at)
        at = at.cause
    for link in reversed(chain):
        file = files.get(link.path)
        answer = (file is not None and file.silences(link.code, link.span)) or answer
        known[id(link)] = answer
    return answer


class File:
    """The comments of one file, each with the statements that it speaks of."""

    def __init__(self, source: Source, statements: Sequence[Span]) -> None:
        self.source = source
        self.starts = [span.start for span in statements]
        self.comments: list[Comment] = []
        self.mistakes: list[Diagnostic] = []
        self.head: list[Comment] = []
        self.of_statement: dict[int, list[Comment]] = {}
        for span in comments(source.text):
            for comment in self._read(span):
                self._attach(comment, statements)

    def _read(self, span: Span) -> Iterator[Comment]:
        text = self.source.text[span.start : span.end]
        for found in re.finditer(DIRECTIVE, text):
            at = Span(span.start + found.start(1), span.start + found.end(1))
            listed = found["codes"]
            codes = tuple(code for code in re.split(r"[\s,]+", (listed or "").strip("[]")) if code)
            if found["verb"] not in ("ignore", "ignore-file"):
                self._mistake(at, f'"{found[1].strip()}" is not understood', "write ignore[CODE] or ignore-file[CODE]")
            elif listed and not (listed.startswith("[") and listed.endswith("]")):
                self._mistake(at, "the codes stand in no brackets", f"write {found['verb']}[{', '.join(codes)}]")
            elif listed and not codes:
                self._mistake(at, "the list of codes is empty", "name the rules, or leave the brackets out to mean all")
            else:
                yield Comment(self.source, at, found["verb"] == "ignore-file", codes, set())

    def _attach(self, comment: Comment, statements: Sequence[Span]) -> None:
        if comment.whole_file:
            if statements and comment.span.start > statements[0].start:
                self._mistake(comment.span, "ignore-file stands after the first statement", "move it to the top")
                return
            self.head.append(comment)
        else:
            for number in meant(comment.span, self.source, statements):
                self.of_statement.setdefault(number, []).append(comment)
        self.comments.append(comment)

    def _mistake(self, span: Span, message: str, advice: str) -> None:
        self.mistakes.append(finding(self.source, span, message, advice))

    def silences(self, code: str, span: Span) -> bool:
        """Whether a comment silences a finding of this rule that begins where the span does."""
        number = bisect_right(self.starts, span.start) - 1
        answers = [c.silences(code) for c in (*self.of_statement.get(number, ()), *self.head)]
        return any(answers)

    def findings(self, active: Callable[[str, str], bool]) -> list[Diagnostic]:
        """Mistakes in comments, and comments that silenced nothing, unless the file's head silences these."""
        found = list(self.mistakes)
        for comment in self.comments:
            if not comment.codes:
                if not comment.used and active("", self.source.path):
                    found.append(finding(self.source, comment.span, "this comment silences nothing", "remove it"))
            elif idle := [c for c in comment.codes if self._is_idle(comment, c, active)]:
                what = ", ".join(idle)
                rest = "remove it" if len(idle) == len(comment.codes) else f"remove {what} from it"
                found.append(finding(self.source, comment.span, f"this comment silences no {what}", rest))
        found.sort(key=lambda d: d.span)
        return [d for d in found if not any(c.codes and c.silences(CODE) for c in self.head)]

    def _is_idle(self, comment: Comment, code: str, active: Callable[[str, str], bool]) -> bool:
        return code not in comment.used and not CODE.startswith(code) and active(code, self.source.path)


def finding(source: Source, span: Span, message: str, advice: str) -> Diagnostic:
    return Diagnostic(source, span, CODE, NAME, "warning", "advice", message, advice=advice)


def meant(comment: Span, source: Source, statements: Sequence[Span]) -> Iterable[int]:
    """The numbers of the statements that an `ignore` at this place speaks of."""
    after = bisect_right([span.start for span in statements], comment.start)
    before = after - 1
    if before >= 0 and comment.start < statements[before].end:
        return (before,)
    line = source.position(comment.start)[0]
    while before >= 0 and source.position(statements[before].end)[0] == line:
        before -= 1
    last = after
    while last < len(statements) and source.position(statements[last].start)[0] == line:
        last += 1
    if last - before > 1:
        return range(before + 1, last)
    if after < len(statements):
        between = source.text[comment.end : statements[after].start].split("\n")[1:-1]
        if all(text.strip() for text in between):
            return (after,)
    return ()


def comments(text: str) -> Iterator[Span]:
    """The comments of an SQL text, as PostgreSQL's scanner finds them: none in strings, quoted names, dollar bodies."""
    find = re.compile(TOKEN).search
    at = 0
    while token := find(text, at):
        at = token.end()
        kind = token[0]
        if kind.startswith("--"):
            yield Span(token.start(), at)
        elif kind == "/*":
            depth = 1
            while depth and (mark := re.compile(r"/\*|\*/").search(text, at)):
                depth += 1 if mark[0] == "/*" else -1
                at = mark.end()
            at = len(text) if depth else at
            yield Span(token.start(), at)
        elif kind.endswith("$"):
            end = text.find(kind, at)
            at = len(text) if end < 0 else end + len(kind)
