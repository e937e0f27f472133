"""The types that a PL/pgSQL body declares are found where they stand, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from migslint.syntax.declarations import declarations


def found(body: str) -> list[tuple[str, str, int]]:
    data = body.encode()
    return [(d.name, data[d.start : d.end].decode(), d.line) for d in declarations(data)]


@pytest.mark.parametrize(
    ("declared", "type"),
    [
        ("x int;", "int"),
        ("x constant int := 1;", "int"),
        ("x numeric(10, 2) not null default 0;", "numeric(10, 2)"),
        ("x text collate \"C\" = 'a;b';", "text"),
        ("x s.t%rowtype;", "s.t%rowtype"),
        ("x t.c%type[] := array[1, 2];", "t.c%type[]"),
        ("x /* int; */ double precision; -- y text;", "double precision"),
        ("x not_x default not_y;", "not_x"),
    ],
)
def test_type_ends_where_the_grammar_ends_it(declared: str, type: str) -> None:
    assert found(f"declare {declared} begin end") == [("x", type, 1)]


def test_cursor_arguments_count_and_aliases_do_not() -> None:
    body = "declare\n c cursor (a int, b numeric(3, 1)) for select 1;\n d alias for $1;\n e no scroll cursor for select 2;\nbegin end"
    assert found(body) == [("a", "int", 2), ("b", "numeric(3, 1)", 2)]


def test_nested_sections_with_labels() -> None:
    body = "<<a>> declare x int; begin\n if true then declare y text; begin null; end; end if;\n <<b>> declare z date; begin end; end"
    assert [name for name, _, _ in found(body)] == ["x", "y", "z"]


@pytest.mark.parametrize(
    "body", ["begin x := declare + 1; end", "begin select declare from t; end", "", "declare", "declare begin"]
)
def test_the_word_alone_declares_nothing(body: str) -> None:
    assert found(body) == []


def test_bytes_not_characters() -> None:
    body = "declare ä int; ö täxt; begin end".encode()
    assert [body[d.start : d.end].decode() for d in declarations(body)] == ["int", "täxt"]


@pytest.mark.parametrize(
    "body", ["declare x 'open; begin", "declare x int[; begin end", "declare $q$; begin end", "declare x ("]
)
def test_no_text_breaks_it(body: str) -> None:
    declarations(body.encode())
