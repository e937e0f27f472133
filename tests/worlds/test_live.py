"""The data against a real PostgreSQL 18: each record, and each text as the server itself reads it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import msgspec
import psycopg
import pytest

from migslint.worlds import records as r
from migslint.worlds import store as s
from tools.worldmaker import extensions
from tools.worldmaker.catalogs import Reader
from tools.worldmaker.probes import Prober
from tools.worldmaker.snapshot import Snapshot

OPTIONS = "-c search_path= -c client_min_messages=error"
COMPARED = [
    "access_methods", "casts", "command_tags", "conversions", "events", "functions", "languages", "opclasses", "operators",
    "opfamilies", "relations", "reloptions", "ts_configs", "ts_dicts", "ts_parsers", "ts_templates", "types",
]  # fmt: skip


@pytest.fixture(scope="module")
def connection(database18: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database18, autocommit=True, options=OPTIONS) as connection:
        connection.prepare_threshold = None
        yield connection


@pytest.fixture(scope="module")
def snapshot(connection: psycopg.Connection[Any]) -> Snapshot:
    reader = Reader(connection)
    reader.read()
    reader.cluster()
    Prober(connection, reader.snapshot).run()
    return reader.snapshot


def plain(record: Any, *but: str) -> dict[str, Any]:
    """A record without what the store adds and what has no bearing."""
    values: dict[str, Any] = msgspec.structs.asdict(record)
    for field in ("since", "until", "name", "source", "access_method", *but):
        if field in values and not (field == "name" and isinstance(record, r.OpclassRecord)):
            del values[field]
    if not isinstance(record, (r.OpclassRecord, r.OpfamilyRecord)):
        values.pop("namespace", None)
    return msgspec.to_builtins(values)  # type: ignore[no-any-return]


def disagreements(kind: str, live: Snapshot, store: s.Store) -> list[str]:
    """What one side has and the other has not, or has otherwise."""
    record = s.KINDS[kind]
    theirs, found = live.kinds.get(kind, {}), []
    if {*theirs} != {ns for ns in store.namespaces(kind) if store.names(kind, ns)}:
        return [f"schemas {sorted(theirs)} are not {store.namespaces(kind)}"]
    for namespace, names in theirs.items():
        if {*names} != {*store.names(kind, namespace)}:
            found.append(f"names in {namespace}: {sorted({*names} ^ {*store.names(kind, namespace)})}")
        for name, rows in names.items():
            ours = [plain(x) for x in store._get(record, kind, namespace, name)]
            if sorted(map(str, ours)) != sorted(str(plain(x)) for x in rows):
                found.append(f"{namespace}.{name}: {ours} is not {[plain(x) for x in rows]}")
    return found


@pytest.mark.parametrize("kind", COMPARED)
def test_pg_catalog_is_the_servers(kind: str, snapshot: Snapshot) -> None:
    assert disagreements(kind, snapshot, s.open_pg(18)) == []


def test_counts_are_the_catalogs(connection: psycopg.Connection[Any]) -> None:
    pg = s.open_pg(18)

    def counted(sql: str) -> int:
        text: Any = sql
        row = connection.execute(text).fetchone()
        return int(row[0]) if row else -1

    functions = sum(len(pg.functions("pg_catalog", name)) for name in pg.names("functions", "pg_catalog"))
    assert functions + 3 == counted("select count(*) from pg_proc where pronamespace = 'pg_catalog'::regnamespace")
    operators = sum(len(pg.operators(name)) for name in pg.names("operators", "pg_catalog"))
    assert operators == counted("select count(*) from pg_operator")
    assert len(pg.casts()) == counted("select count(*) from pg_cast")
    classes = sum(len(pg.opclasses(method)) for method in pg.names("opclasses"))
    assert classes == counted("select count(*) from pg_opclass")
    views = "select count(*) from pg_class where relnamespace = 'information_schema'::regnamespace and relkind in ('r', 'v')"
    assert len(pg.names("relations", "information_schema")) == counted(views)


def test_settings_are_the_servers(snapshot: Snapshot) -> None:
    pg = s.open_pg(18)
    live = snapshot.kinds["settings"][""]
    built_without = {name for name in pg.names("settings") if name not in live}
    assert {*live} <= {*pg.names("settings")}
    assert built_without <= {"ssl_renegotiation_limit"}
    for name, (record,) in live.items():
        ours = pg.setting(name)
        assert ours is not None
        assert (ours.type, ours.context) == (record.type, record.context), name  # type: ignore[attr-defined]


def test_the_server_reads_our_texts(connection: psycopg.Connection[Any]) -> None:
    """Not by the queries that made the data: types, functions and operators by their names and oids."""
    pg = s.open_pg(18)
    types = [t for n in pg.names("types", "pg_catalog") if (t := pg.type("pg_catalog", n)) and t.oid]
    wrong = connection.execute(
        "select t.text from unnest(%s::text[], %s::oid[]) t(text, oid) where to_regtype(t.text) is distinct from t.oid::regtype",
        ([t.text for t in types], [t.oid for t in types]),
    ).fetchall()
    assert wrong == [] and len(types) > 180
    functions = [f for n in pg.names("functions", "pg_catalog") for f in pg.functions("pg_catalog", n) if f.oid]
    wrong = connection.execute(
        "select f.text from unnest(%s::text[], %s::oid[]) f(text, oid)"
        " where to_regprocedure(f.text) is distinct from f.oid::regprocedure",
        ([f'pg_catalog."{f.name}"({",".join(f.args)})' for f in functions], [f.oid for f in functions]),
    ).fetchall()
    assert wrong == [] and len(functions) > 3300
    operators = [o for n in pg.names("operators", "pg_catalog") for o in pg.operators(n)]
    wrong = connection.execute(
        "select o.text from unnest(%s::text[], %s::oid[]) o(text, oid)"
        " where to_regoperator(o.text) is distinct from o.oid::regoperator",
        ([f"pg_catalog.{o.name}({o.left or 'none'},{o.right})" for o in operators], [o.oid for o in operators]),
    ).fetchall()
    assert wrong == [] and len(operators) > 700


def test_contrib_is_the_servers() -> None:
    """Only where MIGSLINT_TEST_CONTRIB is the DSN of a PostgreSQL 18 with contrib: the wheel has none."""
    dsn = os.environ.get("MIGSLINT_TEST_CONTRIB")
    if dsn is None:
        pytest.skip("MIGSLINT_TEST_CONTRIB is not set")
    compared = []
    with psycopg.connect(dsn, autocommit=True, options=OPTIONS) as connection:
        known = extensions.controls(connection)
        for name, control in known.items():
            ours = s.open_extensions(18).extension(name)
            assert ours is not None
            assert (ours.version, ours.versions, ours.relocatable, ours.schema, ours.requires, ours.trusted) == (
                control.version, control.versions, control.relocatable, control.schema, control.requires, control.trusted
            )  # fmt: skip
            live = extensions.read(connection, name, known)
            if live is not None:
                store = s.Store("extension", 18, {"": f"{s.DATA}/extensions/{name}.json"})
                for kind in {*live.kinds, *store.kinds()}:
                    assert disagreements(kind, live, store) == [], (name, kind)
                compared.append(name)
    assert {"hstore", "citext", "pg_trgm", "btree_gist", "earthdistance", "unaccent"} <= {*compared}


@pytest.mark.parametrize(
    "kind", ["access_methods", "casts", "functions", "opclasses", "operators", "opfamilies", "types"]
)
def test_vector_of_the_facts_is_the_servers(kind: str, connection: psycopg.Connection[Any]) -> None:
    """pgvector is in the wheel: what facts and supplement say of it must be what the server has."""
    live = extensions.read(connection, "vector", extensions.controls(connection))
    assert live is not None
    for rows in live.kinds["opfamilies"].values():
        for (family,) in rows.values():
            family.functions = []  # type: ignore[attr-defined]
    for function in (f for rows in live.kinds["functions"]["@extschema@"].values() for f in rows):
        function.transition = ""  # type: ignore[attr-defined]
    store = s.Store("extension", 18, {"": f"{s.DATA}/extensions/vector.json"})
    assert disagreements(kind, live, store) == []


def test_an_extension_in_a_schema_is_what_the_server_makes(connection: psycopg.Connection[Any]) -> None:
    connection.execute('create schema "My Ext"; create extension vector schema "My Ext"')
    store = s.open_extension("vector", 18, {"": "My Ext"})
    assert store is not None
    functions = [
        f'"My Ext"."{f.name}"({",".join(f.args)})'
        for name in store.names("functions", "My Ext")
        for f in store.functions("My Ext", name)
    ]
    operators = [
        f'"My Ext".{o.name}({o.left},{o.right})'
        for name in store.names("operators", "My Ext")
        for o in store.operators(name, "My Ext")
    ]
    (found,) = connection.execute(
        "select (select count(to_regprocedure(t)) from unnest(%s::text[]) t),"
        " (select count(to_regoperator(t)) from unnest(%s::text[]) t)",
        (functions, operators),
    ).fetchall()
    assert found == (len(functions), len(operators))
    (members,) = connection.execute(
        "select count(*) filter (where classid = 'pg_proc'::regclass), count(*) filter (where classid = 'pg_operator'::regclass)"
        " from pg_depend where refobjid = (select oid from pg_extension where extname = 'vector') and deptype = 'e'"
    ).fetchall()
    assert members == found
