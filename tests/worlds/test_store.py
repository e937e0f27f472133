"""The store: names, versions, schemas of extensions, and that every reference in the data leads somewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator

import msgspec
import pytest

from migslint.worlds import records as r
from migslint.worlds import store as s
from migslint.worlds.texts import array_name, split_name, split_type

EXTENSIONS = [n for n in s.open_extensions(18).names("extensions") if s.open_extension(n, 18, {})]


def control(name: str, version: int) -> r.ExtensionRecord:
    record = s.open_extensions(version).extension(name)
    assert record is not None
    return record


def opened(name: str, version: int, schema: str) -> s.Store:
    """An extension with all that it requires in one schema, but for those that have their own."""
    wanted = {other: control(other, version).schema or schema for other in control(name, version).requires}
    store = s.open_extension(name, version, {"": control(name, version).schema or schema} | wanted)
    assert store is not None
    return store


def closure(name: str, version: int, schema: str) -> Iterator[s.Store]:
    yield opened(name, version, schema)
    for other in control(name, version).requires:
        yield from closure(other, version, schema)


# --- versions ---


@pytest.mark.parametrize("version", [13, 19, 0])
def test_a_version_that_is_not_known_is_refused(version: int) -> None:
    with pytest.raises(ValueError, match=f"PostgreSQL {version} is not known here, only 14 to 18"):
        s.open_pg(version)


@pytest.mark.parametrize(
    ("name", "versions"),
    [
        ("lower", {14, 15, 16, 17, 18}),
        ("any_value", {16, 17, 18}),
        ("array_sample", {16, 17, 18}),
        ("uuidv7", {18}),
        ("regexp_count", {15, 16, 17, 18}),
        ("pg_start_backup", {14}),
        ("no_such_function", set()),
    ],
)
def test_functions_come_and_go_with_versions(name: str, versions: set[int]) -> None:
    stores = {v: s.open_pg(v) for v in s.VERSIONS}
    assert {v for v in s.VERSIONS if stores[v].functions("pg_catalog", name)} == versions
    assert {v for v in s.VERSIONS if name in stores[v].names("functions", "pg_catalog")} == versions


def test_a_record_that_changed_is_there_once_in_every_version() -> None:
    for version in s.VERSIONS:
        relation = s.open_pg(version).relation("pg_catalog", "pg_class")
        assert relation is not None
        assert ("relallfrozen" in [c.name for c in relation.columns]) == (version == 18)
    tags = {v: s.open_pg(v).command_tag("REINDEX") for v in s.VERSIONS}
    assert [v for v, tag in tags.items() if tag is not None and tag.event_trigger] == [17, 18]


def test_extensions_come_and_go_with_versions() -> None:
    assert [v for v in s.VERSIONS if s.open_extensions(v).extension("adminpack")] == [14, 15, 16]
    assert control("hstore", 14).version == control("hstore", 17).version == "1.8"
    assert control("pg_stat_statements", 14).version == "1.9"
    assert control("pg_stat_statements", 18).version == "1.12"


# --- single records ---


def test_types() -> None:
    pg = s.open_pg(18)
    int4 = pg.type("pg_catalog", "int4")
    assert int4 is not None
    assert (int4.text, int4.oid, int4.category, int4.preferred, int4.array) == ("integer", 23, "N", False, "_int4")
    varchar = pg.type_of("character varying(10)[]")
    assert varchar is not None
    assert (varchar.name, varchar.element, varchar.typmod) == ("_varchar", "character varying", True)
    domain = pg.type("information_schema", "cardinal_number")
    assert domain is not None
    assert (domain.typtype, domain.base, domain.constraints[0].definition) == ("d", "integer", "CHECK ((VALUE >= 0))")
    row, rows = pg.type("pg_catalog", "pg_class"), pg.type("pg_catalog", "_pg_class")
    assert row is not None and rows is not None
    assert (row.relation, row.typtype, row.array, rows.element) == (True, "c", "_pg_class", "pg_class")
    assert pg.type("pg_catalog", "_no_such") is None
    int4range = pg.type("pg_catalog", "int4range")
    assert int4range is not None
    assert (int4range.subtype, int4range.multirange) == ("integer", "int4multirange")


def test_functions() -> None:
    pg = s.open_pg(18)
    (percentile,) = [f for f in pg.functions("pg_catalog", "percentile_cont") if f.result == "interval"]
    assert (percentile.kind, percentile.aggregate_kind, percentile.direct_args) == ("a", "o", 1)
    (make,) = pg.functions("pg_catalog", "make_interval")
    assert make.names[0] == "years" and make.defaults == ["0", "0", "0", "0", "0", "0", "0.0"]
    (concat,) = pg.functions("pg_catalog", "concat")
    assert (concat.args, concat.variadic, concat.modes) == (['"any"'], '"any"', "v")


def test_casts_operators_and_operator_classes() -> None:
    pg = s.open_pg(18)
    cast = pg.cast("integer", "bigint")
    assert cast is not None
    assert (cast.context, cast.method, cast.function) == ("i", "f", "int8")
    assert msgspec.to_builtins(pg.casts()["integer", "bigint"]) == msgspec.to_builtins(cast)
    assert pg.cast("integer", "uuid") is None
    (equal,) = [o for o in pg.operators("=") if (o.left, o.right) == ("integer", "bigint")]
    assert (equal.function, equal.commutator, equal.negator, equal.merges, equal.hashes) == (
        "int48eq",
        "=",
        "<>",
        True,
        True,
    )
    (default,) = [c for c in pg.opclasses("btree") if c.default and c.type == "integer"]
    family = pg.opfamily("btree", default.family)
    assert family is not None
    assert ("integer", "integer", 3, "=") in [(o.left, o.right, o.strategy, o.operator) for o in family.operators]
    gist = pg.access_method("gist")
    assert gist is not None
    assert (gist.can_order, gist.can_unique, gist.can_exclude, gist.can_include) == (False, False, True, True)


def test_what_has_no_schema() -> None:
    pg = s.open_pg(18)
    setting = pg.setting("datestyle")
    assert setting is not None
    assert (setting.name, setting.context, setting.boot) == ("DateStyle", "user", "ISO, MDY")
    assert [i.name for i in pg.installed()] == ["plpgsql"]
    fill = pg.reloption("btree", "fillfactor")
    assert fill is not None
    assert (fill.type, fill.detail) == ("integer", 'Valid values are between "10" and "100".')
    assert pg.reloption("gin", "fillfactor") is None
    assert pg.role("pg_monitor") is not None and pg.role("anon") is None
    assert pg.language("sql") is not None and pg.language("plpgsql") is None


# --- extensions and platforms ---


@pytest.mark.parametrize("name", ["no_such", "", "../extensions", "..", "a\0b", "/etc/passwd"])
def test_what_has_no_data_is_none(name: str) -> None:
    assert s.open_extension(name, 18, {}) is None
    assert s.open_platform(name, 18) is None


def test_an_extension_lies_where_it_is_put() -> None:
    for schema, text in (("extensions", "extensions.hstore"), ("My Ext", '"My Ext".hstore'), ('a"b', '"a""b".hstore')):
        store = opened("hstore", 18, schema)
        record = store.type(schema, "hstore")
        assert record is not None
        assert (record.text, record.namespace) == (text, schema)
        assert store.namespaces("functions") == [schema]
        assert store.cast(text, "jsonb") is not None
        assert {c.namespace for c in store.opclasses("gin")} == {schema}
    store = opened("hstore", 18, "pg_catalog")
    record = store.type("pg_catalog", "hstore")
    assert record is not None and record.text == "hstore"


def test_a_required_extension_may_lie_elsewhere() -> None:
    store = s.open_extension("earthdistance", 18, {"": "public", "cube": "geo"})
    assert store is not None
    record = store.type("public", "earth")
    assert record is not None and record.base == "geo.cube"


def test_access_methods_of_extensions() -> None:
    store = opened("vector", 18, "extensions")
    hnsw = store.access_method("hnsw")
    assert hnsw is not None and not hnsw.can_multi_col
    assert {c.name for c in store.opclasses("ivfflat") if c.default} == {"vector_l2_ops"}
    option = store.reloption("hnsw", "ef_construction")
    assert option is not None and option.detail == 'Valid values are between "4" and "1000".'
    gist = [c for c in opened("postgis", 18, "public").opclasses("gist") if c.type == "public.geometry"]
    assert {(c.name, c.default) for c in gist} == {("gist_geometry_ops_2d", True), ("gist_geometry_ops_nd", False)}


def test_the_platform_supabase() -> None:
    store = s.open_platform("supabase", 15)
    assert store is not None
    users = store.relation("auth", "users")
    assert users is not None
    assert [c.columns for c in users.constraints if c.type == "p"] == [["id"]]
    objects = store.relation("storage", "objects")
    assert objects is not None and objects.row_security
    assert [c.name for c in objects.constraints if c.foreign_relation == "storage.buckets"] == ["objects_bucketId_fkey"]
    assert "update_objects_updated_at" in [t.name for t in objects.triggers]
    (uid,) = store.functions("auth", "uid")
    assert (uid.result, uid.volatility) == ("uuid", "s")
    role = store.role("postgres")
    assert role is not None
    assert role.config == ['search_path="$user", public, extensions']
    assert {i.name: i.schema for i in store.installed()}["uuid-ossp"] == "extensions"
    assert store.publication("supabase_realtime") is not None
    assert store.role("pg_monitor") is None
    sequence = store.relation("auth", "refresh_tokens_id_seq")
    assert sequence is not None and sequence.sequence is not None
    assert (sequence.sequence.owner_table, sequence.sequence.owner_column) == ("auth.refresh_tokens", "id")


# --- texts ---


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("integer", ("pg_catalog", "int4", "")),
        ("timestamp(3) with time zone[]", ("pg_catalog", "_timestamptz", "3")),
        ("numeric(10,2)", ("pg_catalog", "numeric", "10,2")),
        ("interval day to second(3)", ("pg_catalog", "interval", "day to second(3)")),
        ('"char"', ("pg_catalog", "char", "")),
        ("auth.aal_level[]", ("auth", "_aal_level", "")),
        ('"My Ext"."a.b(c)"', ("My Ext", "a.b(c)", "")),
        ("extensions.geometry(Point,4326)", ("extensions", "geometry", "Point,4326")),
        ('"a""b".c', ('a"b', "c", "")),
    ],
)
def test_split_type(text: str, parts: tuple[str, str, str]) -> None:
    assert split_type(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("now", ("pg_catalog", "now")),
        ("ext.=", ("ext", "=")),
        ("<->", ("pg_catalog", "<->")),
        ('"a.b".c', ("a.b", "c")),
    ],
)
def test_split_name(text: str, parts: tuple[str, str]) -> None:
    assert split_name(text) == parts


def test_array_names_are_cut_to_63_bytes() -> None:
    assert array_name("a" * 63) == "_" + "a" * 62
    assert array_name("ä" * 31) == "_" + "ä" * 31
    assert array_name("ä" * 31 + "b") == "_" + "ä" * 31


# --- every reference leads somewhere ---


def references(store: s.Store) -> Iterator[tuple[str, str]]:
    """(what names it, text of a type)."""
    for ns in store.namespaces("functions"):
        for name in store.names("functions", ns):
            for f in store.functions(ns, name):
                for text in (*f.args, *f.all_args, f.result, f.variadic, f.transition):
                    yield f"function {name}", text
    for ns in store.namespaces("operators"):
        for name in store.names("operators", ns):
            for o in store.operators(name, ns):
                for text in (o.left, o.right, o.result):
                    yield f"operator {name}", text
    for ns in store.namespaces("relations"):
        for name in store.names("relations", ns):
            relation = store.relation(ns, name)
            for column in relation.columns if relation else ():
                yield f"column {name}.{column.name}", column.type
    for ns in store.namespaces("types"):
        for name in store.names("types", ns):
            t = store.type(ns, name)
            assert t is not None
            assert split_type(t.text)[:2] == (ns, name)
            for text in (t.element, t.base, t.subtype, t.multirange, t.range, *(c.type for c in t.columns)):
                yield f"type {name}", text
            if t.array:
                yield f"array of {name}", t.text + "[]"
    for source, target in store.casts():
        yield f"cast to {target}", source
        yield f"cast from {source}", target
    for method in store.names("opclasses"):
        for c in store.opclasses(method):
            yield f"operator class {c.name}", c.type
            yield f"operator class {c.name}", c.key_type


def lost(store: s.Store, others: list[s.Store]) -> list[str]:
    """The references of a store that nobody knows."""
    found = []
    known: dict[str, bool] = {"": True}
    for what, text in references(store):
        if text not in known:
            namespace, name, _ = split_type(text)
            known[text] = any(o.type(namespace, name) for o in others)
        if not known[text]:
            found.append(f"{what}: type {text}")

    def operator(what: str, text: str, left: str, right: str) -> None:
        namespace, name = split_name(text)
        if text and not any((x.left, x.right) == (left, right) for o in others for x in o.operators(name, namespace)):
            found.append(f"{what}: operator {text} ({left}, {right})")

    for ns in store.namespaces("operators"):
        for name in store.names("operators", ns):
            for o in store.operators(name, ns):
                operator(f"commutator of {name}", o.commutator, o.right, o.left)
                operator(f"negator of {name}", o.negator, o.left, o.right)
                namespace, function = split_name(o.function)
                if o.function and not any(x.functions(namespace, function) for x in others):
                    found.append(f"operator {name}: function {o.function}")
    for method in store.namespaces("opfamilies"):
        for name in store.names("opfamilies", method):
            family = store.opfamily(method, name)
            assert family is not None
            for member in family.operators:
                operator(f"family {name}", member.operator, member.left, member.right)
    for method in store.names("opclasses"):
        for c in store.opclasses(method):
            namespace, name = split_name(c.family)
            families = (o.opfamily(method, name) for o in others)
            if not any(f is not None and f.namespace == namespace for f in families):
                found.append(f"operator class {c.name}: family {c.family}")
    return found


@pytest.mark.parametrize("version", s.VERSIONS)
def test_nothing_is_lost_in_pg_catalog(version: int) -> None:
    pg = s.open_pg(version)
    assert lost(pg, [pg]) == []


@pytest.mark.parametrize("name", EXTENSIONS)
def test_nothing_is_lost_in_an_extension(name: str) -> None:
    stores = list(closure(name, 18, "My Ext"))
    assert lost(stores[0], [*stores, s.open_pg(18)]) == []


def test_nothing_is_lost_in_the_platform() -> None:
    store = s.open_platform("supabase", 15)
    assert store is not None
    installed = [s.open_extension(i.name, 15, {"": i.schema}) for i in store.installed()]
    assert all(installed)
    others = [store, *(i for i in installed if i is not None), s.open_pg(15)]
    assert lost(store, others) == []
    for ns in store.namespaces("relations"):
        for name in store.names("relations", ns):
            relation = store.relation(ns, name)
            assert relation is not None
            columns = {c.name for c in relation.columns}
            for constraint in relation.constraints:
                assert columns.issuperset(constraint.columns)
                if constraint.type == "f":
                    target = store.relation(*split_name(constraint.foreign_relation))
                    assert target is not None
                    assert {c.name for c in target.columns}.issuperset(constraint.foreign_columns)
            for index in relation.indexes:
                assert columns.issuperset(c for c in index.columns if c)


# --- time ---


def test_what_a_run_touches_is_there_at_once() -> None:
    def touch() -> float:
        start = time.perf_counter()
        pg = s.open_pg(18)
        for name in [
            "int4",
            "text",
            "varchar",
            "bool",
            "uuid",
            "timestamptz",
            "jsonb",
            "numeric",
            "int8",
            "_text",
            "date",
            "bytea",
            "name",
            "oid",
            "any",
        ]:
            assert pg.type("pg_catalog", name)
        for name in [
            "now",
            "lower",
            "upper",
            "count",
            "sum",
            "max",
            "nextval",
            "gen_random_uuid",
            "to_tsvector",
            "array_agg",
            "length",
        ]:
            assert pg.functions("pg_catalog", name)
        for name in ["=", "<", ">", "<=", ">=", "||", "+", "-", "*", "/", "~~"]:
            assert pg.operators(name)
        assert pg.casts() and pg.opclasses("btree") and pg.opfamily("btree", "integer_ops")
        assert pg.relation("pg_catalog", "pg_policies")
        return time.perf_counter() - start

    assert min(touch() for _ in range(5)) < 0.05
