"""What is in doubt is neither there nor absent: commands say nothing of it, and DROP IF EXISTS ends the doubt."""

from __future__ import annotations

import pytest

from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.session import Session
from migslint.commands.utility import execute
from migslint.source import Source
from migslint.syntax.statements import parse
from migslint.worlds.start import start


def run(session: Session, sql: str) -> None:
    for statement in parse(Source("test.sql", sql)):
        execute(session, statement.tag, statement.node)


@pytest.fixture
def session() -> Session:
    return start(18)


@pytest.mark.parametrize(
    ("kind", "create", "drop"),
    [
        ("type", "create type x as enum ('a')", "drop type if exists x"),
        ("type", "create domain x as int", "drop domain if exists x"),
        ("collation", 'create collation x from "C"', "drop collation if exists x"),
    ],
)
def test_drop_if_exists_ends_a_doubt(session: Session, kind: str, create: str, drop: str) -> None:
    session.catalog.doubt(kind, "public", "x")
    with pytest.raises(Unknown):
        run(session, create)
    run(session, drop)
    assert not session.notices
    run(session, create)
    with pytest.raises(PgError):
        run(session, create)


def test_drop_table_if_exists_ends_a_doubt(session: Session) -> None:
    session.catalog.doubt("relation", "public", "x")
    run(session, "drop table if exists x; create table x (a int)")
    assert not session.notices
    assert not session.catalog.namespaces["public"].relations["x"].unknown
    with pytest.raises(PgError):
        run(session, "create table x (a int)")


def test_drop_of_what_may_be_there_is_unknown(session: Session) -> None:
    session.catalog.doubt("relation", "public", "x")
    with pytest.raises(Unknown):
        run(session, "drop table x")


def test_object_that_may_be_gone_is_dropped(session: Session) -> None:
    run(session, "create table x (a int); create type e as enum ('a')")
    public = session.catalog.namespaces["public"]
    for obj in (public.relations["x"], public.types["e"]):
        session.catalog.obscure(obj, "self")
    with pytest.raises(Unknown):
        run(session, "drop table x")
    run(session, "drop table if exists x; drop type if exists e")
    assert "x" not in public.relations and "e" not in public.types


def test_function_over_a_doubtful_type_is_in_doubt_itself(session: Session) -> None:
    session.catalog.doubt("type", "public", "x")
    run(session, "create function f(a x) returns int language sql as 'select 1'")
    for sql in ("drop function f", "drop function f(int)", "comment on function f(text) is 'a'"):
        with pytest.raises(Unknown):
            run(session, sql)
    run(session, "drop function if exists f(int)")


def test_body_over_a_doubtful_table_is_not_judged(session: Session) -> None:
    session.catalog.doubt("relation", "public", "t")
    run(session, "create function f() returns int language sql as 'select nosuch from t'")
    run(session, "create function g() returns int language plpgsql as 'declare r t%rowtype; begin r.nosuch := 1; end'")
    with pytest.raises(PgError, match="syntax error"):
        run(
            session, "create function h() returns int language plpgsql as 'declare r t%rowtype; begin r.x = ; foo; end'"
        )


def test_labels_of_an_unknown_enum_are_not_missed(session: Session) -> None:
    run(session, "create type e as enum ('a')")
    session.catalog.obscure(session.catalog.namespaces["public"].types["e"], "label")
    run(session, "alter type e add value 'b' after 'nosuch'; alter type e rename value 'nosuch' to 'c'")


def test_what_a_refused_statement_changed_is_undone(session: Session) -> None:
    run(session, "create type e as enum ('a'); create function f(e) returns int language sql as 'select 1'")
    type = session.catalog.namespaces["public"].types["e"]
    mark = session.journal.mark()
    run(session, "alter type e add value 'b'; alter type e rename value 'a' to 'z'; drop type e cascade")
    session.journal.rollback(mark)
    assert type.labels == ["a"] and not type.fresh_labels
    assert session.catalog.namespaces["public"].types["e"] is type
    with pytest.raises(PgError) as error:
        run(session, "drop type e")
    assert error.value.detail == "function f(e) depends on type e"
