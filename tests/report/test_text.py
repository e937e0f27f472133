"""The report for people."""

from __future__ import annotations

import io
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migslint.diagnostic import Fix, Related
from migslint.report.style import Style, style_for
from migslint.report.text import draw, render
from migslint.report.words import harmless, plural, width
from migslint.source import Place, Source, Span
from tests.report.make import finding, report

PLAIN = Style()


def drawn(diagnostic, style: Style = PLAIN) -> str:
    return "\n".join(draw(diagnostic, style))


def test_a_whole_finding() -> None:
    text = 'SELECT 1;\nCREATE POLICY "p" ON public.t;\n'
    older = Source("m/0_init.sql", "-- first\n\n" + text)
    diagnostic = finding(
        text,
        '"p"',
        'policy "p" for table "t" already exists',
        sqlstate="42710",
        related=(Related(Place(older, Span(18, 20)), "first created here"),),
        advice="write DROP POLICY IF EXISTS before it",
        fix=Fix("drop it first", (), safe=True),
        consequences=46,
        consequence_files=12,
    )
    assert drawn(diagnostic) == (
        'm/1_a.sql:2:15: error[MD02] policy "p" for table "t" already exists  42710\n'
        "  │\n"
        '2 │ CREATE POLICY "p" ON public.t;\n'
        "  │               ^^^\n"
        "  ├ first created in m/0_init.sql:3\n"
        "  ├ 46 statements in 12 files fail because of this\n"
        "  ├ write DROP POLICY IF EXISTS before it\n"
        "  ╰ fix: drop it first (--fix)"
    )


def test_detail_and_hint_of_several_lines_stay_beside_the_bar() -> None:
    diagnostic = finding(
        "DROP TABLE t;",
        "t",
        "cannot drop table t because other objects depend on it",
        code="MR05",
        detail="view a depends on table t\nview b depends on table t",
        hint="Use DROP ... CASCADE to drop the dependent objects too.",
    )
    assert drawn(diagnostic).splitlines()[-3:] == [
        "  ├ DETAIL: view a depends on table t",
        "  │ view b depends on table t",
        "  ╰ HINT: Use DROP ... CASCADE to drop the dependent objects too.",
    ]


def test_one_consequence_is_spoken_of_in_the_singular() -> None:
    diagnostic = finding("x", "x", consequences=1, consequence_files=1)
    assert drawn(diagnostic).endswith("╰ 1 statement in 1 file fails because of this")


def test_only_roots_unless_all_is_asked_for() -> None:
    root = finding("DROP TABLE t;", "t", "root", consequences=1, consequence_files=1)
    follower = finding("DROP TABLE u;", "u", "follower", path="m/2_b.sql", cause=root)
    shown = "\n".join(render(report(root, follower), PLAIN))
    assert "m/1_a.sql:1:12: error[MD02] root" in shown
    assert "m/2_b.sql" not in shown
    everything = "\n".join(render(report(root, follower), PLAIN, everything=True))
    assert "m/2_b.sql:1:12: error[MD02] follower" in everything
    assert "╰ follows from MD02 in m/1_a.sql:1:12" in everything


def test_sums() -> None:
    root = finding("a b", "a", "one")
    other = finding("a b", "b", "two", code="MR01", name="missing-relation")
    follower = finding("a b", "b", "three", code="MR01", name="missing-relation", cause=root)
    warning = finding("a b", "b", "four", code="MX99", name="unused-suppression", severity="warning", phase="advice")
    again = finding("a b", "b", "five", code="MI01", name="again", phase="rerun", sqlstate="42P07")
    lines = list(render(report(root, other, follower, warning, again, refused=3, suppressed=1, unknown=2), PLAIN))
    assert lines[-7:] == [
        "",
        "1  MR01  missing-relation    1 more because of others",
        "1  MD02  duplicate-policy",
        "1  MI01  again",
        "1  MX99  unused-suppression",
        "",
        "2 files, 7 statements: 2 conflicts (3 statements refused), 1 warning, "
        "1 statement in 1 file that fails when run again, 2 statements not judged, 1 suppressed",
    ]


def test_of_a_file_that_fails_when_run_again_the_first_statement_is_shown() -> None:
    given = {"code": "MI01", "name": "again", "phase": "rerun", "severity": "warning", "sqlstate": "42P07"}
    first, second, third = (finding("a b c", c, f"{c} is there", **given) for c in "abc")
    elsewhere = finding("a", "a", "elsewhere", path="m/2_b.sql", **given)
    of_report = report(first, second, third, elsewhere, refused=0)
    shown = "\n".join(render(of_report, PLAIN))
    assert "a is there" in shown
    assert "╰ 2 more of this file fail when run again (--all)" in shown
    assert "b is there" not in shown
    assert "elsewhere" in shown
    assert "4  MI01  again" in shown
    assert shown.endswith("4 statements in 2 files that fail when run again")
    everything = "\n".join(render(of_report, PLAIN, everything=True))
    assert "c is there" in everything
    assert "more of this file" not in everything


def test_of_what_does_the_same_to_rows_the_first_is_shown() -> None:
    given = {"code": "MI41", "name": "rows-doubled", "phase": "rerun", "severity": "warning"}
    found = [finding("a b c", c, "the rows", **given) for c in "abc"]
    shown = list(render(report(*found, refused=0), PLAIN))
    assert sum("the rows" in line for line in shown) == 1
    assert "  ╰ 2 more in this file (--all)" in shown
    assert shown[-1].endswith("3 warnings")
    assert sum("the rows" in line for line in render(report(*found), PLAIN, everything=True)) == 3


def test_nothing_found() -> None:
    assert list(render(report(files=1, statements=1, refused=0), PLAIN)) == ["1 file, 1 statement: no conflicts"]


def test_tabs_and_wide_characters_are_measured_as_a_terminal_shows_them() -> None:
    code, caret = drawn(finding("\tSELECT '日本', né, x;", "x")).splitlines()[2:4]
    assert code == "1 │     SELECT '日本', né, x;"
    columns = sum(2 if unicodedata.east_asian_width(c) == "W" else 1 for c in code[: code.index("x")])
    assert caret.index("^") == columns


def test_combining_marks_take_no_column() -> None:
    code, caret = drawn(finding("e\u0301 x", "x")).splitlines()[2:4]
    assert code == "1 │ e\u0301 x"
    assert caret == "  │   ^"


def test_wide_characters_are_underlined_in_full() -> None:
    assert drawn(finding("SELECT 日本", "日本")).splitlines()[3] == "  │        ^^^^"


@pytest.mark.parametrize("at", [0, 30, 300, 5_000, 100_000, 199_990])
def test_long_lines_are_cut_around_the_caret(at: int) -> None:
    text = "a" * at + "HERE" + "b" * (200_000 - at)
    code, caret = drawn(finding(text, "HERE"), Style(columns=80)).splitlines()[2:4]
    assert width(code) <= 80
    assert code[caret.index("^") : caret.index("^") + caret.count("^")] == "HERE"
    assert code.startswith("1 │ …") == (at > 30)
    assert code.endswith("…") == (200_000 - at > 60)


def test_a_marked_part_that_is_too_long_is_cut() -> None:
    code, caret = drawn(finding("x" * 500, "x" * 500), Style(columns=60)).splitlines()[2:4]
    assert width(code) <= 60
    assert code.endswith("…")
    assert len(caret) <= 60


def test_a_span_of_several_lines_shows_its_first() -> None:
    code, caret = drawn(finding("CREATE TABLE t (\n  a int\n)", "TABLE t (\n  a int\n)")).splitlines()[2:4]
    assert code == "1 │ CREATE TABLE t ("
    assert caret == "  │        ^^^^^^^^^"


@pytest.mark.parametrize(("text", "start"), [("", 0), ("SELECT\n", 7), ("SELECT", 6), ("a\r\n", 1)])
def test_an_empty_span_has_one_caret(text: str, start: int) -> None:
    diagnostic = finding(text, "")
    diagnostic.span = Span(start, start)
    line, column = diagnostic.source.position(start)
    assert drawn(diagnostic).splitlines()[3] == "  │ " + " " * (column - 1) + "^"
    assert drawn(diagnostic).startswith(f"m/1_a.sql:{line}:{column}:")


def test_without_box_drawing() -> None:
    diagnostic = finding("x" * 200, "x", detail="d", hint="h")
    shown = drawn(diagnostic, Style(unicode=False, columns=60))
    assert shown.isascii()
    assert shown.splitlines()[-2:] == ["  |- DETAIL: d", "  `- HINT: h"]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Latin(io.StringIO):
    encoding = "latin-1"


@pytest.mark.parametrize(
    ("environment", "stream", "wanted", "color"),
    [
        ({}, Terminal, "auto", True),
        ({}, io.StringIO, "auto", False),
        ({"NO_COLOR": "1"}, Terminal, "auto", False),
        ({"NO_COLOR": ""}, Terminal, "auto", True),
        ({"FORCE_COLOR": "1"}, io.StringIO, "auto", True),
        ({"FORCE_COLOR": "0"}, io.StringIO, "auto", False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, Terminal, "auto", False),
        ({"TERM": "dumb"}, Terminal, "auto", False),
        ({"NO_COLOR": "1"}, io.StringIO, "always", True),
        ({"FORCE_COLOR": "1"}, Terminal, "never", False),
    ],
)
def test_colour(monkeypatch, environment, stream, wanted, color) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert style_for(stream(), wanted).color is color


def test_box_drawing_only_where_the_encoding_has_it() -> None:
    assert style_for(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")).unicode
    assert not style_for(io.TextIOWrapper(io.BytesIO(), encoding="latin-1")).unicode


def test_colours_change_no_character() -> None:
    diagnostic = finding("SELECT x", "x", "no\nmore", detail="a\nb", sqlstate="42703")
    assert re.sub(r"\x1b\[[\d;]*m", "", drawn(diagnostic, Style(color=True))) == drawn(diagnostic)
    assert drawn(diagnostic) != drawn(diagnostic, Style(color=True))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("\x00\x07\x7f\x9b", "\\x00\\x07\\x7f\\x9b"),
        ("safe\u202edrowssap\u202c", "safe\\u202edrowssap\\u202c"),
        ("\u2066\u2069\u200b", "\\u2066\\u2069\\u200b"),
        ("\ufeffx\udc80", "\\ufeffx\\udc80"),
        ("a\U000e0041", "a\\U000e0041"),
        ("né 日本 👩\u200d💻", "né 日本 👩\u200d💻"),
    ],
)
def test_harmful_characters_are_shown_as_escapes(text: str, shown: str) -> None:
    assert harmless(text) == shown


def harmful(text: str) -> list[str]:
    """What a terminal would act on, by the character database rather than by our own list."""
    return [
        c
        for c in text
        if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")
        or unicodedata.bidirectional(c) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    ]


nasty = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x00\x1b\x9b\x7f\r\n\t\x0b\x0c\x1c\x85\u2028\u202e\u2066\ud800\udfff\ufeff\u200f'日"),
    ),
    max_size=60,
)


@given(nasty, nasty, nasty, nasty, st.data())
def test_no_control_character_from_a_file_reaches_the_terminal(text, message, path, name, data) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    diagnostic = finding(text, "", message, path=path, detail=name, hint=name, advice=name, consequences=2)
    diagnostic.span = Span(start, end)
    diagnostic.related = (Related(Place(Source(name, text), Span(start, end)), "created here"),)
    diagnostic.cause = finding(text, "", path=name)
    style = Style(color=data.draw(st.booleans()), unicode=data.draw(st.booleans()), columns=40)
    for line in render(report(diagnostic), style, everything=True):
        assert not harmful(re.sub(r"\x1b\[[\d;]*m", "", line))
        line.encode()


@pytest.mark.parametrize(("count", "said"), [(0, "0 files"), (1, "1 file"), (2, "2 files")])
def test_plural(count: int, said: str) -> None:
    assert plural(count, "file") == said
