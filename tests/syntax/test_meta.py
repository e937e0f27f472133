"""What is not SQL keeps its place and does no harm."""

from __future__ import annotations

import pytest

from migslint.source import Source
from migslint.syntax.meta import mask
from migslint.syntax.statements import Statement, parse

DUMP = """-- é
\\restrict 4xYz
SET statement_timeout = 0;
CREATE TABLE public.t (a int, b text);
COPY public.t (a, b) FROM stdin;
1\tit's
2\t"x; $$
\\.


/* c /* d */ */ COPY "é" FROM STDIN WITH (FORMAT csv);
\\.
SELECT $$
\\.
$$;
\\unrestrict 4xYz
ALTER TABLE public.t ADD CONSTRAINT c CHECK (a > 0);
"""


def read(sql: str, *, psql: bool = False, placeholders: bool = False) -> list[Statement]:
    return parse(Source("x.sql", sql), psql=psql, placeholders=placeholders)


def test_a_dump_as_psql_reads_it() -> None:
    found = read(DUMP, psql=True)
    assert all(statement.error is None for statement in found)
    assert [s.tag for s in found] == [
        "VariableSetStmt",
        "CreateStmt",
        "CopyStmt",
        "CopyStmt",
        "SelectStmt",
        "AlterTableStmt",
    ]
    place = found[-1].place_name(found[-1].node["relation"]["location"])
    assert DUMP[place.start : place.end] == "public.t"


def test_a_dump_as_a_driver_sends_it() -> None:
    """The server is given psql's commands and the data, and refuses them."""
    found = read(DUMP)
    refused = [(s.text[:12], s.error.message) for s in found if s.error]
    assert refused == [
        ("\\restrict 4x", 'syntax error at or near "\\"'),
        ("1\tit's\n2\t\"x;", 'syntax error at or near "1"'),
        ("\\.", 'syntax error at or near "\\"'),
        ("\\unrestrict ", 'syntax error at or near "\\"'),
    ]
    assert [s.tag for s in found if not s.error] == ["CreateStmt", "CopyStmt", "CopyStmt", "SelectStmt"]


def test_commands_of_psql() -> None:
    sql = "\\connect foo\nselect 1; \\echo it's\nselect 'create database d' \\gexec\nselect e'it\\'s' \\; select 3 \\g x\n"
    assert [s.text for s in read(sql, psql=True)] == [
        "select 1",
        "select 'create database d'",
        "select e'it\\'s'",
        "select 3",
    ]
    assert all(s.error is None for s in read(sql, psql=True))


def test_variables_of_psql() -> None:
    plain, used, slices = read(
        "select ':x', a::int, e':y', $$ :z $$; select :x, :'y', :\"z\" from t; select a[1:n], b[:n];", psql=True
    )
    assert [s.error for s in (plain, used, slices)] == [None, None, None]
    assert (plain.placeholders, used.placeholders, slices.placeholders) == (False, True, False)
    assert used.text == "select :x, :'y', :\"z\" from t"
    assert [s.error is None for s in read("select :x; select 1")] == [False, True]


def test_placeholders_of_flyway() -> None:
    sql = "create table ${schema}.t (a text default '${x}'); -- é\ncreate index on ${flyway:defaultSchema}.t (a); select 1"
    table, index, plain = read(sql, placeholders=True)
    assert [s.error for s in (table, index, plain)] == [None, None, None]
    assert [s.placeholders for s in (table, index, plain)] == [True, True, False]
    place = index.place_name(index.node["relation"]["location"])
    assert sql[place.start : place.end].startswith("${flyway:")
    assert table.node["relation"]["schemaname"].startswith("_")
    refused = read(sql)[0].error
    assert refused is not None and refused.message == 'syntax error at or near "$"'


def test_goose_marks_are_comments() -> None:
    sql = "-- +goose StatementBegin\ncreate function f() returns int language plpgsql as $$ begin; return 1; end $$;\n-- +goose StatementEnd\nselect 1;"
    assert [s.tag for s in read(sql)] == ["CreateFunctionStmt", "SelectStmt"]


def test_a_byte_order_mark() -> None:
    """Tools and psql take it away; the server would call it a syntax error."""
    found = read("\ufeffselect 'é'; select 2")
    assert [(s.text, s.error) for s in found] == [("select 'é'", None), ("select 2", None)]
    inside = read("select 1; \ufeffselect 2")[1].error
    assert inside is not None and inside.message == 'syntax error at or near "\ufeffselect"'


def test_nul_and_surrogates_are_refused_as_the_server_refuses_them() -> None:
    found = read("select 1; sel\0ect '\0'; select 3; \0 ; select 'a\ud800'; select 5")
    assert [(s.text, s.error and (s.error.sqlstate, s.error.message)) for s in found[:4]] == [
        ("select 1", None),
        ("sel\0ect '\0'", ("22021", 'invalid byte sequence for encoding "UTF8": 0x00')),
        ("select 3", None),
        ("\0", ("22021", 'invalid byte sequence for encoding "UTF8": 0x00')),
    ]
    assert found[1].error is not None and found[1].error.start == 13
    assert found[4].error is not None
    assert found[4].error.message == 'invalid byte sequence for encoding "UTF8": 0xed 0xa0 0x80'
    assert len(found) == 6 and found[5].error is None


def test_nothing_behind_a_nul_is_lost() -> None:
    assert [s.error is None for s in read("select 1\0; select 2 2; select 3")] == [True, False, False, True]


@pytest.mark.parametrize("sql", [DUMP, "select ${a}, 'é\0', :x \\gexec \ud800", "\ufeff\\x"])
@pytest.mark.parametrize("psql", [False, True])
def test_a_mask_keeps_every_byte_in_its_place(sql: str, psql: bool) -> None:
    data = sql.encode("utf-8", "surrogatepass")
    masked = mask(data, 0, len(data), psql=psql, placeholders=True).data
    assert len(masked) == len(data)
    assert [i for i, byte in enumerate(masked) if byte == 10] == [i for i, byte in enumerate(data) if byte == 10]
