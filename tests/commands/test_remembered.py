"""What the catalog remembers to be quick is never older than what it remembers it of."""

from __future__ import annotations

from migslint.analyze.parse_oper import find
from migslint.catalog.catalog import Catalog
from migslint.catalog.objects import Constraint, Operator
from migslint.catalog.session import Session
from migslint.folder import Migration
from migslint.replay.run import Replay
from migslint.replay.step import Step
from migslint.source import Source, Span
from migslint.worlds.start import start


def run(session: Session, sql: str) -> list[Step]:
    replay = Replay(session)
    source = Source("x.sql", sql)
    replay.migration(Migration("x.sql", "x.sql", "", "", source, (Span(0, len(sql)),), "statements"))
    assert [s.refusal for s in replay.steps if s.refusal is not None] == []
    assert [s.unknown for s in replay.steps if s.unknown is not None] == []
    return replay.steps


CONSTRAINTS = """
create table a (id int primary key, b int unique, c int check (c > 0), d int not null, constraint named check (b > c));
create table f (a int references a, b int, foreign key (b) references a (b), exclude using btree (b with =));
alter table f add constraint later check (b > 0), add column g int unique;
alter table a rename constraint named to renamed;
alter table a rename constraint a_pkey to first;
alter index a_b_key rename to second;
create table l (like a including all);
create table p (id int, primary key (id)) partition by range (id);
create table p1 partition of p for values from (0) to (10);
create table i (check (d > 1)) inherits (a);
create domain dom as int not null constraint positive check (value > 0) check (value < 9);
alter domain dom rename constraint positive to above;
create function t() returns trigger language plpgsql as 'begin return null; end';
create constraint trigger ct after insert on a for each row execute function t();
create schema s;
alter table l set schema s;
create table s.n (id int);
create unique index u on s.n (id);
alter table s.n add constraint used unique using index u;
alter table s.n alter id set not null;
"""


def constraints(catalog: Catalog) -> list[Constraint]:
    return [
        c
        for namespace in catalog.namespaces.values()
        for owner in (*namespace.relations.values(), *namespace.types.values())
        for c in owner.constraints.values()
    ]


def test_every_name_that_a_constraint_bears_is_remembered() -> None:
    session = start(18)
    run(session, CONSTRAINTS)
    found = constraints(session.catalog)
    assert len(found) > 30
    for constraint in found:
        assert constraint.name in session.catalog.constraint_names


def test_constraints_of_the_platform_are_remembered() -> None:
    session = start(17, "supabase")
    run(session, "alter table auth.users enable row level security; comment on table storage.objects is 'x'")
    assert constraints(session.catalog)
    assert {c.name for c in constraints(session.catalog)} <= session.catalog.constraint_names


def chosen(session: Session, name: str, left: str, right: str) -> Operator | str | None:
    return find(session, None, name, session.catalog.builtin_type(left), session.catalog.builtin_type(right))


def test_the_choice_of_an_operator_follows_pg_operator_and_pg_cast() -> None:
    session = start(18)
    plain = chosen(session, "+", "int4", "int2")
    assert isinstance(plain, Operator) and chosen(session, "+", "int4", "int2") is plain
    mark = session.journal.mark()
    run(
        session,
        "create function plus(int4, int2) returns int language sql as 'select 1';"
        "create schema first; create operator first.+ (leftarg = int4, rightarg = int2, function = plus);"
        "set search_path = first, public, pg_catalog",
    )
    assert chosen(session, "+", "int4", "int2") is plain  # RESET ALL between two files
    session.settings["search_path"] = "first, public, pg_catalog"
    own = chosen(session, "+", "int4", "int2")
    assert isinstance(own, Operator) and own.namespace.name == "first"
    assert chosen(session, "+", "int4", "int4") is not own
    session.journal.rollback(mark)
    session.settings["search_path"] = '"$user", public'
    assert chosen(session, "+", "int4", "int2") is plain
    assert chosen(session, "||", "bool", "int4") is None
    assert chosen(session, "-", "bool", "int4") is None
    mark = session.journal.mark()
    run(session, "create cast (text as int4) with inout as implicit; ")
    by_cast = chosen(session, "-", "text", "int4")
    assert isinstance(by_cast, Operator)
    session.journal.rollback(mark)
    assert chosen(session, "-", "text", "int4") is None
