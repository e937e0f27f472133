"""Comments that silence findings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migslint.diagnostic import Diagnostic
from migslint.source import Source, Span
from migslint.suppress import apply, comments


def spans(source: Source) -> list[Span]:
    """The statements of texts as simple as those below: from a word to its semicolon."""
    found, at = [], 0
    text = list(source.text)
    for comment in comments(source.text):
        text[comment.start : comment.end] = " " * (comment.end - comment.start)
    blank = "".join(text)
    while at < len(blank) and blank[at:].strip():
        start = at + len(blank[at:]) - len(blank[at:].lstrip())
        end = blank.find(";", start)
        end = len(blank.rstrip()) if end < 0 else end
        found.append(Span(start, end))
        at = end + 1
    return found


def finding(source: Source, marked: str, code: str = "MD01", cause: Diagnostic | None = None) -> Diagnostic:
    start = source.text.index(marked)
    span = Span(start, start + len(marked))
    return Diagnostic(source, span, code, "n", "error", "apply", "m", cause=cause)


def judge(text: str, *marks: str | tuple[str, str], **options) -> tuple[list[str], list[str]]:
    """What of the findings at these marks stays, and what is said of the comments, with the line."""
    source = Source("a.sql", text)
    findings = [finding(source, m) if isinstance(m, str) else finding(source, *m) for m in marks]
    result = apply(findings, [source], spans, **options)
    assert len(result.kept) + len(result.suppressed) == len(findings)
    kept = [source.text[d.span.start : d.span.end] for d in result.kept]
    assert all((d.code, d.severity, d.phase) == ("MX99", "warning", "advice") for d in result.unused)
    return kept, [f"{source.position(d.span.start)[0]}: {d.message}" for d in result.unused]


@pytest.mark.parametrize(
    "text",
    [
        "-- migslint: ignore[MD01]\nDROP a;\nDROP b;",
        "-- migslint: ignore\nDROP a;\nDROP b;",
        "--migslint:ignore[MD]\nDROP a;\nDROP b;",
        "-- migslint: ignore[MR01, MD01] it is wanted\nDROP a;\nDROP b;",
        "-- migslint: ignore[MD01]\n-- because we say so\nDROP a;\nDROP b;",
        "/* migslint: ignore[MD01] */\nDROP a;\nDROP b;",
        "/* migslint: ignore[MD01] */ DROP a;\nDROP b;",
        "/* why,\n   migslint */ -- migslint: ignore[MD01]\nDROP a;\nDROP b;",
        "DROP a; -- migslint: ignore[MD01]\nDROP b;",
        "DROP a /* migslint: ignore[MD01] */;\nDROP b;",
        "DROP\n -- migslint: ignore[MD01]\n a;\nDROP b;",
        "DROP\n a; -- migslint: ignore[MD01]\nDROP b;",
        "DROP -- migslint: ignore[MD01]\n a;\nDROP b;",
        "DROP a; -- noqa -- migslint: ignore[MD01]\nDROP b;",
        "DROP z;\n\n-- migslint: ignore[MD01]\nDROP a;\nDROP b;",
        "-- é日本\n-- migslint: ignore[MD01]\r\nDROP a;\r\nDROP b;",
    ],
)
def test_one_statement_is_silenced(text: str) -> None:
    assert judge(text, " a", " b", active=lambda code, path: code.startswith("MD"))[0] == [" b"]
    assert judge(text, " a", " b", active=lambda code, path: code.startswith("MD"))[1] == []


def test_both_statements_of_a_line() -> None:
    assert judge("DROP a; DROP b; -- migslint: ignore\nDROP c;", " a", " b", " c") == ([" c"], [])


def test_a_blank_line_parts_a_comment_from_the_statement() -> None:
    kept, unused = judge("-- migslint: ignore[MD01]\n\nDROP a;", " a")
    assert (kept, unused) == ([" a"], ["1: this comment silences no MD01"])


def test_a_whole_file() -> None:
    text = "-- about\n\n-- migslint: ignore-file[MD01]\n\nDROP a;\nDROP b;"
    assert judge(text, " a", (" b", "MR01")) == ([" b"], [])
    assert judge(text.replace("[MD01]", ""), " a", (" b", "MR01")) == ([], [])


def test_ignore_file_must_stand_first() -> None:
    kept, unused = judge("DROP a;\n-- migslint: ignore-file[MD01]\nDROP b;", " a", " b")
    assert (kept, unused) == ([" a", " b"], ["2: ignore-file stands after the first statement"])


def test_what_follows_from_a_silenced_finding_is_silent_too() -> None:
    one = Source("1.sql", "DROP a; -- migslint: ignore[MD01]")
    two = Source("2.sql", "DROP b; DROP c;")
    root = finding(one, "a")
    follower = finding(two, "b", "MR01", root)
    further = finding(two, "c", "MR01", follower)
    other = finding(two, "c", "MR02")
    result = apply([further, root, other, follower], [one, two], spans)
    assert (result.kept, result.suppressed, result.unused) == ([other], [further, root, follower], [])


def test_the_root_stays_where_only_a_follower_is_silenced() -> None:
    one = Source("1.sql", "DROP a;")
    two = Source("2.sql", "DROP b; -- migslint: ignore[MR]")
    root = finding(one, "a")
    follower = finding(two, "b", "MR01", root)
    result = apply([root, follower], [one, two], spans)
    assert (result.kept, result.suppressed, result.unused) == ([root], [follower], [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("-- migslint: ignore[MD02]\nDROP a;", "1: this comment silences no MD02"),
        ("DROP a; DROP x;\n-- migslint: ignore[MD02, MX, MR]\nDROP b;", "2: this comment silences no MD02, MR"),
        ("DROP a;\n-- migslint: ignore\nDROP b;", "2: this comment silences nothing"),
        ("DROP a;\n-- migslint: ignore", "2: this comment silences nothing"),
        ("-- migslint: ignore-file[MR]\nDROP a;", "1: this comment silences no MR"),
        ("-- migslint: ignroe[MD01]\nDROP a;", '1: "migslint: ignroe[MD01]" is not understood'),
        ("-- migslint: \nDROP a;", '1: "migslint:" is not understood'),
        ("-- migslint: ignore[]\nDROP a;", "1: the list of codes is empty"),
        ("-- migslint: ignore[MD01\nDROP a;", "1: the codes stand in no brackets"),
        ("-- migslint: ignore MD01\nDROP a;", "1: the codes stand in no brackets"),
    ],
)
def test_comments_without_use_are_reported(text: str, said: str) -> None:
    assert judge(text, " a") == ([" a"], [said])


def test_only_the_unused_codes_are_named() -> None:
    text = "-- migslint: ignore[MD01, MD02]\nDROP a;"
    source = Source("a.sql", text)
    (unused,) = apply([finding(source, " a")], [source], spans).unused
    assert (unused.message, unused.advice) == ("this comment silences no MD02", "remove MD02 from it")


def test_a_rule_that_was_not_run_makes_no_comment_unused() -> None:
    text = "-- migslint: ignore[MI01, MD02]\nDROP a;"
    assert judge(text, active=lambda code, path: code != "MI01")[1] == ["1: this comment silences no MD02"]


def test_the_report_of_unused_comments_can_be_silenced() -> None:
    assert judge("-- migslint: ignore-file[MX99]\n-- migslint: ignore[MD02]\nDROP a;", " a") == ([" a"], [])


@pytest.mark.parametrize(
    "text",
    [
        "SELECT '-- migslint: ignore' a;",
        "SELECT 'it''s\n-- migslint: ignore\n' a;",
        "SELECT E'\\'\n-- migslint: ignore\n' a;",
        'SELECT "-- migslint: ignore" a;',
        "DO $$ -- migslint: ignore\n$$ a;",
        "DO $x$ $$ -- migslint: ignore\n$$ $x$ a;",
        "DO $fü_1$ -- migslint: ignore\n$fü_1$ a;",
        "-- migslint without colon: ignore\nDROP a;",
        "-- see migslint: ignore comments\nDROP a;",
        "SELECT '-- migslint: ignore a",
    ],
)
def test_what_only_looks_like_a_comment(text: str) -> None:
    assert judge(text, " a") == ([" a"], [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a -- b\nc -- d", ["-- b", "-- d"]),
        ("/* a /* b */ c */ d", ["/* a /* b */ c */"]),
        ("/* a /* b */ c", ["/* a /* b */ c"]),
        ("date'--'--c", ["--c"]),
        ("e'\\'--' --c", ["--c"]),
        ("type'\\' --c", ["--c"]),
        ("a$b$ --c", ["--c"]),
        ("$1$2 --c", ["--c"]),
        ("$$ --c", []),
        ("\"a'b\" --c'", ["--c'"]),
        ("'a' --\r\nb", ["--"]),
    ],
)
def test_comments_are_found_as_the_server_finds_them(text: str, found: list[str]) -> None:
    assert [text[span.start : span.end] for span in comments(text)] == found


@given(st.text(alphabet="-/*'\"$aE\\\n ;é", max_size=40))
def test_any_text_can_be_scanned(text: str) -> None:
    last = 0
    for span in comments(text):
        assert last <= span.start < span.end <= len(text)
        assert text.startswith(("--", "/*"), span.start)
        last = span.end


def test_files_without_the_word_are_not_split() -> None:
    def never(source: Source) -> list[Span]:
        raise AssertionError

    source = Source("a.sql", "DROP a; -- migs")
    diagnostic = finding(source, " a")
    assert apply([diagnostic], [source], never).kept == [diagnostic]
