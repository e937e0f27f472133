"""The report for people: each root with its excerpt, what follows from it counted, one way out, then the sum.

    path:14:15: error[MD02] policy "p" for table "t" already exists  42710
       │
    14 │ CREATE POLICY "p" ON public.t
       │               ^^^
       ├ first created in path:8
       ├ 3 statements in 2 files fail because of this
       ╰ fix: DROP POLICY IF EXISTS before it

Of the statements of a file that fail when it is run again the first is shown, since a transaction ends there, and the
others are counted; so are those that do the same to the same rows.  An excerpt is drawn only for what is shown.  All
that comes from files passes `words.harmless`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.diagnostic import Diagnostic
from migslint.report.style import BLUE, BOLD, DIM, GREEN, SEVERITY, Style
from migslint.report.words import char_width, harmless, plural, width

if TYPE_CHECKING:
    from migslint.engine_report import Report

TAB = "    "

BOX = {"bar": "│", "tee": "├", "end": "╰", "more": "…"}
ASCII = {"bar": "|", "tee": "|-", "end": "`-", "more": "..."}


def render(report: Report, style: Style, *, everything: bool = False) -> Iterator[str]:
    """The report, line by line without line ends; `everything` shows what follows from a root too."""
    rules: dict[tuple[str, str], tuple[int, int]] = {}
    alike: dict[tuple[str, ...], int] = {}
    for diagnostic in report.diagnostics:
        if diagnostic.phase == "rerun":
            alike[likeness(diagnostic)] = alike.get(likeness(diagnostic), 0) + 1
    for diagnostic in report.diagnostics:
        rule = diagnostic.code, diagnostic.name
        roots, followers = rules.get(rule, (0, 0))
        is_root = diagnostic.cause is None
        rules[rule] = roots + is_root, followers + (not is_root)
        more = 0
        if diagnostic.phase == "rerun" and not everything:
            more = alike.pop(likeness(diagnostic), 0) - 1
            if more < 0:
                continue
        if is_root or everything:
            yield from draw(diagnostic, style, more)
            yield ""
    yield from table(rules, style)
    yield summary(report, style)


def likeness(diagnostic: Diagnostic) -> tuple[str, ...]:
    """What findings about the second run of a file share of which only the first is shown."""
    path = diagnostic.path
    return (path,) if fails_again(diagnostic) else (path, diagnostic.code, diagnostic.message)


def fails_again(diagnostic: Diagnostic) -> bool:
    """Whether a statement is refused when its file is run a second time."""
    return diagnostic.phase == "rerun" and diagnostic.sqlstate is not None


def draw(diagnostic: Diagnostic, style: Style, more: int = 0) -> Iterator[str]:
    """One finding, line by line; it stands for `more` of its file."""
    box = BOX if style.unicode else ASCII
    source = diagnostic.source
    line, column = source.position(diagnostic.span.start)
    first, *rest = diagnostic.message.splitlines() or [""]
    place = style.paint(f"{harmless(diagnostic.path)}:{line}:{column}:", BOLD)
    label = style.paint(f"{diagnostic.severity}[{diagnostic.code}]", SEVERITY[diagnostic.severity], BOLD)
    state = "  " + style.paint(diagnostic.sqlstate, DIM) if diagnostic.sqlstate else ""
    yield f"{place} {label} {style.paint(harmless(first), BOLD)}{state}"

    number = str(line)
    gutter = " " * len(number)
    bar = style.paint(box["bar"], BLUE)
    code, caret = excerpt(diagnostic, line, column, style.columns - len(gutter) - 3, box["more"])
    for extra in rest:
        yield f"{gutter} {bar} {harmless(extra)}"
    yield f"{gutter} {bar}"
    yield f"{style.paint(number, BLUE)} {bar} {code}"
    yield f"{gutter} {bar} {style.paint(caret, SEVERITY[diagnostic.severity], BOLD)}"
    remarks = list(notes(diagnostic))
    if more and fails_again(diagnostic):
        remarks.append(f"{more} more of this file {'fails' if more == 1 else 'fail'} when run again (--all)")
    elif more:
        remarks.append(f"{more} more in this file (--all)")
    for left, remark in zip(range(len(remarks) - 1, -1, -1), remarks, strict=True):
        head, *tail = remark.splitlines() or [""]
        yield f"{gutter} {style.paint(box['tee' if left else 'end'], BLUE)} {harmless(head)}"
        for further in tail:
            yield f"{gutter} {bar if left else ' '} {harmless(further)}"


def notes(diagnostic: Diagnostic) -> Iterator[str]:
    """What stands below the excerpt, in order; each may have several lines."""
    if diagnostic.detail:
        yield f"DETAIL: {diagnostic.detail}"
    if diagnostic.hint:
        yield f"HINT: {diagnostic.hint}"
    for related in diagnostic.related:
        said = related.message
        yield f"{said[:-4]}in {related.place}" if said.endswith("here") else f"{said}: {related.place}"
    if diagnostic.cause is not None:
        cause = diagnostic.cause
        line, column = cause.source.position(cause.span.start)
        yield f"follows from {cause.code} in {cause.path}:{line}:{column}"
    if diagnostic.consequences:
        statements = plural(diagnostic.consequences, "statement")
        fail = "fails" if diagnostic.consequences == 1 else "fail"
        yield f"{statements} in {plural(diagnostic.consequence_files, 'file')} {fail} because of this"
    if diagnostic.advice:
        yield diagnostic.advice
    if diagnostic.fix:
        yield f"fix: {diagnostic.fix.title} ({'--fix' if diagnostic.fix.safe else '--fix --unsafe-fixes'})"


def excerpt(diagnostic: Diagnostic, line: int, column: int, room: int, more: str) -> tuple[str, str]:
    """The line of a finding in at most `room` columns, cut around its span, and the carets that stand below it."""
    raw = diagnostic.source.line_text(line)
    start = min(column - 1, len(raw))
    end = min(start + diagnostic.span.end - diagnostic.span.start, len(raw.rstrip()))
    end = max(end, start)
    # twice the room on either side is more than can be shown
    before = drawn(raw[max(start - 2 * room, 0) : start])
    marked = drawn(raw[start : min(end, start + 2 * room)])
    after = drawn(raw[end : end + 2 * room].rstrip())
    if start > 2 * room or width(before) + width(marked) + width(after) > room:
        marked = cut(marked, room * 2 // 3, more)
        rest = room - width(marked)
        before = cut(before, max(rest // 2, rest - width(after)), more, keep_end=True)
        after = cut(after, rest - width(before), more)
    return before + marked + after, " " * width(before) + "^" * max(width(marked), 1)


def drawn(text: str) -> str:
    """A piece of a line as it can be shown."""
    return harmless(text.replace("\t", TAB))


def cut(text: str, columns: int, more: str, *, keep_end: bool = False) -> str:
    """As much of a text as fits, with `more` at the end (or at the start) where something is left out."""
    if width(text) <= columns:
        return text
    columns -= len(more)
    kept: list[str] = []
    for char in reversed(text) if keep_end else text:
        columns -= char_width(char)
        if columns < 0:
            break
        kept.append(char)
    return more + "".join(reversed(kept)) if keep_end else "".join(kept) + more


def table(rules: dict[tuple[str, str], tuple[int, int]], style: Style) -> Iterator[str]:
    """How many findings each rule has, the most frequent first; `rules` holds roots and what follows from others."""
    if not rules:
        return
    rows = sorted(rules.items(), key=lambda row: (-row[1][0], -row[1][1], row[0]))
    columns = len(str(rows[0][1][0]))
    names = max(len(name) for _, name in rules)
    for (code, name), (roots, followers) in rows:
        more = style.paint(f"  {followers} more because of others", DIM) if followers else ""
        yield f"{roots:>{columns}}  {style.paint(code, BOLD)}  {name.ljust(names) if more else name}{more}"
    yield ""


def summary(report: Report, style: Style) -> str:
    """The last line: "71 files, 894 statements: 15 conflicts (157 statements refused), 2 warnings"."""
    roots = [d for d in report.diagnostics if d.cause is None]
    again = [d for d in report.diagnostics if fails_again(d)]
    called = sum(d.phase == "call" for d in roots)
    roots = [d for d in roots if not fails_again(d) and d.phase != "call"]
    conflicts = sum(d.severity == "error" for d in roots)
    others = len(roots) - conflicts
    parts = []
    if conflicts:
        parts.append(f"{plural(conflicts, 'conflict')} ({plural(report.refused, 'statement')} refused)")
    if others:
        parts.append(plural(others, "warning"))
    if called:
        parts.append(f"{plural(called, 'error')} in function bodies")
    if again:
        files = plural(len({d.path for d in again}), "file")
        parts.append(
            f"{plural(len(again), 'statement')} in {files} that {'fails' if len(again) == 1 else 'fail'} when run again"
        )
    what = style.paint(", ".join(parts) or "no conflicts", BOLD if parts else GREEN)
    aside = f", {plural(report.unknown, 'statement')} not judged" if report.unknown else ""
    aside += f", {report.suppressed} suppressed" if report.suppressed else ""
    aside += f", {report.known} known" if report.known else ""
    return f"{plural(report.files, 'file')}, {plural(report.statements, 'statement')}: {what}{aside}"
