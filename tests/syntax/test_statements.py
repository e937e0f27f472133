"""Statements and their spans: bytes and characters, comments, deep nesting, long texts, any text at all."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from migslint.source import Source, Span
from migslint.syntax import library
from migslint.syntax.problem import DEEPEST
from migslint.syntax.statements import Statement, parse


def texts(sql: str, **options: bool) -> list[str]:
    return [statement.text for statement in parse(Source("x.sql", sql), **options)]


def parts(span: Span, source: Source) -> str:
    return source.text[span.start : span.end]


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("", []),
        ("  -- nothing\n /* at all */ ;; ;", []),
        ("select 1", ["select 1"]),
        ("-- a\nselect 1 -- b\n;\n/* c */ create table t();  -- x\n", ["select 1", "create table t()"]),
        ("select 1;;-- a\n;/* b */ select 2 /* c */;", ["select 1", "select 2"]),
        ("with a as (select 1) select 2 /* a */ -- b", ["with a as (select 1) select 2"]),
        ("/* a /* nested */ */ insert into t values (1)\n\n;", ["insert into t values (1)"]),
        ("--é\n(select 'é') ; /*é*/ table \"é\" --é", ["(select 'é')", 'table "é"']),
        ("select '--' || '/*' ; select $$ -- $$;", ["select '--' || '/*'", "select $$ -- $$"]),
        ("select 1 -- a\n -- b\n /* c */ -- d", ["select 1"]),
        ("select 6 /\n 2; select 1 - - 1", ["select 6 /\n 2", "select 1 - - 1"]),
        ("\tselect\f1\v;\r\nselect 2\r\n;", ["select\f1", "select 2"]),
        ("create table 𝔱 (𝔞 int); -- 𝔱\ndrop table 𝔱;", ["create table 𝔱 (𝔞 int)", "drop table 𝔱"]),
    ],
)
def test_spans_go_from_the_first_token_to_the_last(sql: str, found: list[str]) -> None:
    assert texts(sql) == found


@pytest.mark.parametrize("comment", ["-- c\n", "/* c */", "-- ü\n  /* é /* è */ */\n"])
@pytest.mark.parametrize(
    "sql",
    [
        "select 1",
        "(select 1)",
        "with a as (select 1) select 1",
        "with a as (select 1) insert into t select 1",
        "insert into t default values",
        "update t set a = 1",
        "delete from t",
        "merge into t using u on true when matched then delete",
        "values (1)",
        "table t",
        "create table t ()",
        "alter table t add a int",
        "explain select 1",
        "begin",
        "do 'x'",
        "create or replace function f() returns int language sql begin atomic select 1; select 2; end",
    ],
)
def test_comments_before_and_behind_are_no_part_of_any_statement(sql: str, comment: str) -> None:
    """PostgreSQL 18 tells the location of a statement without the comments before it: for all of them?"""
    around = f"{comment}{sql} {comment};"
    assert texts(around * 3) == [sql] * 3
    assert texts(f"{around}{comment}{sql} {comment}") == [sql] * 2


def test_a_part_of_a_source() -> None:
    source = Source("x.sql", "select 'é'; select 1; -- ü\nselect 2, a from t; select 3 3")
    first = source.text.index("select 1")
    one, two = parse(source, Span(first, source.text.index("; select 3")))
    assert (one.text, two.text) == ("select 1", "select 2, a from t")
    assert parts(two.place(two.node["fromClause"][0]["RangeVar"]["location"]), source) == "t"


def test_locations_are_places_in_the_source() -> None:
    source = Source("x.sql", '-- é\nselect 1; create policy "Üse""rs" on public . "täble" using (a = b);')
    policy = parse(source)[1]
    table = policy.node["table"]["location"]
    assert parts(policy.place(table), source) == "public"
    assert parts(policy.place_name(table), source) == 'public . "täble"'
    assert policy.place(None) == policy.place(-1) == policy.span
    found = policy.find('Üse"rs')
    assert found is not None and parts(found, source) == '"Üse""rs"'
    assert policy.find("Üse") is None
    assert policy.find("b", after=table) == Span(source.text.index("b);"), source.text.index("b);") + 1)


def test_locations_after_a_mistake_count_from_the_statement() -> None:
    source = Source("x.sql", "select 'é' 'é'; select a from é.b")
    assert parse(source)[0].error is not None
    good = parse(source)[1]
    assert parts(good.place_name(good.node["fromClause"][0]["RangeVar"]["location"]), source) == "é.b"


def test_names_are_found_folded_and_in_strings() -> None:
    source = Source("x.sql", "alter type Mood add value 'it''s' before $x$sad$x$")
    statement = parse(source)[0]
    for name, token in (("mood", "Mood"), ("it's", "'it''s'"), ("sad", "$x$sad$x$")):
        found = statement.find(name)
        assert found is not None and parts(found, source) == token


def test_the_tree_is_decoded_when_asked_for() -> None:
    statement = parse(Source("x.sql", "create table if not exists t (a int)"))[0]
    assert statement.tag == "CreateStmt" and statement._node is None
    assert statement.node["if_not_exists"] is True
    assert statement.node is statement.node
    assert not statement.opaque


def test_a_refused_statement_has_no_tree() -> None:
    statement = parse(Source("x.sql", "create tabel t ()"))[0]
    assert (statement.tag, statement.node, statement.opaque) == ("", {}, False)
    assert statement.error is not None and statement.error.sqlstate == "42601"


@pytest.mark.parametrize(
    ("sql", "tag"),
    [
        ("select " + "+".join(["1"] * 300), "SelectStmt"),
        ("select " + "+".join(["1"] * 3000), "SelectStmt"),
        ("insert into t " + " union all ".join(["select 1"] * 3000), "InsertStmt"),
        ("create view v as select " + "f(" * 1500 + "1" + ")" * 1500, "ViewStmt"),
        ("select " + " || ".join(["'}]{['"] * 400), "SelectStmt"),
    ],
)
def test_what_is_nested_too_deeply_is_opaque(sql: str, tag: str) -> None:
    """PostgreSQL takes them; whoever reads the tree would run out of stack."""
    before, deep, behind = parse(Source("x.sql", f"select 1; {sql}; select 2"))
    assert (before.text, deep.text, behind.text) == ("select 1", sql, "select 2")
    assert (deep.tag, deep.opaque, deep.node, deep.error) == (tag, True, {}, None)
    assert before.node and behind.node


def test_what_is_not_nested_too_deeply_is_not_opaque() -> None:
    for sql in ("select " + "+".join(["1"] * (DEEPEST // 2 - 10)), "select " + " and ".join(["true"] * 5000)):
        statement = parse(Source("x.sql", sql))[0]
        assert not statement.opaque and statement.node
    rows = parse(Source("x.sql", "insert into t values " + ",".join(["(1, 'a')"] * 20_000)))[0]
    assert not rows.opaque and len(rows.node["selectStmt"]["SelectStmt"]["valuesLists"]) == 20_000


def test_a_chain_no_server_bears() -> None:
    chain, behind = parse(Source("x.sql", "select " + "+".join(["1"] * 200_000) + "; select 2"))
    assert chain.error is not None
    assert (chain.error.sqlstate, chain.error.message) == ("54001", "stack depth limit exceeded")
    assert chain.error.hint is not None and "max_stack_depth" in chain.error.hint
    assert behind.node


def test_a_tree_that_the_decoder_does_not_bear_is_opaque() -> None:
    raw = b'{"a":' * 400 + b"1" + b"}" * 400

    def deeper(levels: int) -> bool:
        if levels:
            return deeper(levels - 1)
        return Statement(Source("x.sql", ""), Span(0, 0), 0, "SelectStmt", raw).opaque

    assert not deeper(0)
    import sys

    if sys.version_info < (3, 12):  # later ones count the decoder's frames apart
        assert deeper(700)


def test_a_long_text_is_read_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    body = "create function f() returns int language sql begin atomic select 1;\nselect 2;\nend;\n"
    sql = "".join(
        f"create table é{i} (a int); -- ü;\nselect $$ ;\n $$, {i} -- c;\n from t;\n{body}select 1 1;\n"
        for i in range(40)
    )
    whole = [(s.text, s.tag, s.error) for s in parse(Source("x.sql", sql))]
    assert len(whole) == 160 and [error is None for _, _, error in whole] == [True, True, True, False] * 40
    monkeypatch.setattr(library, "LONGEST", 600)
    monkeypatch.setattr("migslint.syntax.statements.CHUNK", 300)
    source = Source("x.sql", sql)
    chunked = parse(source)
    assert [(s.text, s.tag, s.error) for s in chunked] == whole
    for statement in chunked:
        if statement.tag == "CreateStmt":
            assert parts(statement.place(statement.node["relation"]["location"]), source).startswith("é")


def test_a_statement_longer_than_the_parser_is_given_is_opaque(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "LONGEST", 600)
    monkeypatch.setattr("migslint.syntax.statements.CHUNK", 300)
    long = "insert into t values " + ",\n".join(["('é;')"] * 200)
    found = parse(Source("x.sql", f"select 1;\n-- é\n{long}\n;\nselect 2;\n"))
    assert [s.text for s in found] == ["select 1", long, "select 2"]
    assert [(s.tag, s.opaque) for s in found] == [("SelectStmt", False), ("InsertStmt", True), ("SelectStmt", False)]
    assert all(s.error is None for s in found)
    unclosed = parse(Source("x.sql", f"select 1;\n{long}, (;\nselect 2;\n"))
    assert [s.opaque for s in unclosed] == [False, True]


def test_a_statement_longer_than_a_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "LONGEST", 900)
    monkeypatch.setattr("migslint.syntax.statements.CHUNK", 300)
    long = "do $$ begin\n" + "perform 'é';\n" * 40 + "end $$"
    found = parse(Source("x.sql", f"select 1;\n{long};\nselect 2;\n" * 3))
    assert [s.text for s in found] == ["select 1", long, "select 2"] * 3
    assert not any(s.opaque or s.error for s in found)


FRAGMENTS = [
    *["select", "1", "a", "create table t", "(", ")", ";", ";\n", "\n", " ", "begin atomic", "end", "case", "when"],
    *["'", '"', "$$", "$a$", "--", "/*", "*/", "é", "\ufeff", "\0", "\ud800", "e'\\u00", "1a", "0x", "\\", "\\.\n"],
    *[
        "copy t from stdin;\n",
        ":x",
        ":'x'",
        "::",
        "${a}",
        "insert into t values",
        ",",
        ".",
        "create rule r as do",
        "U&'",
    ],
    *[
        "update t set a = 1",
        "create policy if not exists",
        "not enforced",
        "is json",
        "from (select 1)",
        "merge into t",
    ],
]


@settings(max_examples=300)
@given(
    st.one_of(st.text(max_size=60), st.lists(st.sampled_from(FRAGMENTS), max_size=25).map(" ".join)),
    st.booleans(),
    st.booleans(),
    st.sampled_from([14, 15, 16, 17, 18]),
)
@example("select 1;\0", False, False, 18)
@example("copy t from stdin;\n\\.", False, False, 18)
@example("é'", True, False, 14)
def test_any_text(text: str, psql: bool, placeholders: bool, pg_version: int) -> None:
    """Parsing never raises; the statements are in order, inside the text, apart from one another, and not empty."""
    source = Source("x.sql", text)
    at = 0
    for statement in parse(source, psql=psql, placeholders=placeholders, pg_version=pg_version):
        assert at <= statement.span.start < statement.span.end <= len(text)
        at = statement.span.end
        error = statement.error
        if error is None:
            assert statement.tag or statement.opaque
            assert isinstance(statement.node, dict)
            for token in statement.tokens:
                place = statement.place(token.start)
                assert statement.span.start <= place.start <= place.end <= statement.span.end
        else:
            assert statement.span.start <= error.start <= error.end <= statement.span.end
            assert error.message and len(error.sqlstate) == 5


@given(st.lists(st.sampled_from(["select 1", "create table é (a int)", "select 1 1", "drop table t"]), min_size=1))
def test_one_mistake_costs_one_statement(statements: list[str]) -> None:
    found = parse(Source("x.sql", ";\n".join(statements)))
    assert [s.text for s in found] == statements
    assert [s.error is not None for s in found] == [s == "select 1 1" for s in statements]
