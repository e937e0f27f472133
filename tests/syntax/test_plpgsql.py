"""PL/pgSQL bodies through libpg_query's compiler, and its traps."""

from __future__ import annotations

import subprocess
import sys

import pytest

from migslint.source import Source
from migslint.syntax.plpgsql import BodyProblem, body_of, compile_body
from migslint.syntax.statements import Statement, parse

TRIGGER = "create function f() returns trigger language plpgsql as $$ begin new.a := '[{}},{}},'; return new; end $$"


def one(sql: str, **options: bool) -> Statement:
    (statement,) = parse(Source("x.sql", sql), **options)
    return statement


def test_broken_json_of_trigger_functions_is_mended() -> None:
    """Upstream issue 337: the variables of a trigger (tg_op …) are written with a brace too many."""
    compiled = compile_body(one(TRIGGER))
    assert isinstance(compiled, list)
    function = compiled[0]["PLpgSQL_function"]
    assert function["datums"][2] == {} and len(function["datums"]) == 14
    assign = function["action"]["PLpgSQL_stmt_block"]["body"][0]["PLpgSQL_stmt_assign"]
    assert assign["expr"]["PLpgSQL_expr"]["query"] == "new.a := '[{}},{}},'"
    event = compile_body(one("create function f() returns event_trigger language plpgsql as 'begin end'"))
    assert isinstance(event, list)


@pytest.mark.parametrize(
    "sql",
    [
        "create function f() returns int language plpgsql",
        "do language plpgsql",
        "create function f() returns int language sql begin atomic select 1; end",
        "create function f() returns int language plpgsql return 1",
        "create function f() returns int language plpgsql as 'a', 'b'",
        "create function f() returns int language sql as 'select 1'",
        "create function f() returns int as 'select 1'",
        "do language sql 'select 1'",
        "select 1",
        "create function f( returns int language plpgsql",
    ],
)
def test_the_compiler_is_never_asked_for_what_ends_the_process(sql: str) -> None:
    """Upstream issue 362: a function without AS ends the process."""
    statement = one(sql)
    assert body_of(statement) is None
    assert compile_body(statement) is None


def test_the_trap_is_still_there() -> None:
    """Where this fails, libpg_query was mended and `plpgsql` may be made simpler."""
    code = (
        "from migslint.syntax import library; "
        "library.parse_plpgsql(b'create function f() returns int language plpgsql')"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode < 0


def test_bodies() -> None:
    assert body_of(one("do $$ begin end $$")) == " begin end "
    assert body_of(one("do $x$begin end$x$ language PLPGSQL")) == "begin end"
    assert body_of(one("create procedure p() as 'begin end' language 'plpgsql'")) == "begin end"


def test_problems_of_a_body() -> None:
    problem = compile_body(one("-- é\ndo $$\nbegin\n  perform 1;\n  é foo;\nend $$"))
    assert isinstance(problem, BodyProblem)
    assert (problem.message, problem.line, problem.is_syntax) == ('syntax error at or near "é"', 3, True)
    unknown = compile_body(one("do $$ begin x := 1; end $$"))
    assert isinstance(unknown, BodyProblem)
    assert not unknown.is_syntax and unknown.message == '"x" is not a known variable'


def test_a_body_with_placeholders_is_not_compiled() -> None:
    assert compile_body(one("do $$ begin perform ${x}; end $$", placeholders=True)) is None


def test_a_body_nested_very_deeply() -> None:
    assert compile_body(one("do $$ " + "begin " * 2000 + "end; " * 1999 + "end $$")) is None
