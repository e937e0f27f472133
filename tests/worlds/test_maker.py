"""The maker: packing, version ranges, the same bytes for the same facts, and what it reads out of definitions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest

from migslint.worlds import records as r
from migslint.worlds import store as s
from tools.worldmaker.catalogs import Reader
from tools.worldmaker.definitions import constraint, index, trigger
from tools.worldmaker.facts import FactsReader, split
from tools.worldmaker.snapshot import Snapshot, merge, pack, runs, write
from tools.worldmaker.supplement import DIRECTORY, Supplement


def function(**fields: Any) -> r.FunctionRecord:
    return r.FunctionRecord(["text"], "text", **fields)


def test_a_packed_record_ends_with_its_last_word() -> None:
    assert pack(function()) == [["text"], "text"]
    assert pack(function(strict=False)) == [["text"], "text", "f", False, "i", False]
    column = r.ColumnRecord("a", "integer")
    assert pack(r.RelationRecord("r", [column])) == ["r", [["a", "integer"]]]
    for record in (function(since=15), r.RelationRecord("S", sequence=r.SequenceRecord()), r.CastRecord("text")):
        assert msgspec.json.decode(msgspec.json.encode(pack(record)), type=type(record)) == record


def test_ranges_of_versions() -> None:
    known = [14, 15, 16, 17, 18]
    assert runs([14, 15, 16], known) == [(14, 16)]
    assert runs([14, 16, 18], known) == [(14, 14), (16, 16), (18, 18)]
    assert runs([14, 16], [14, 16]) == [(14, 16)]
    assert runs([], known) == []


def snapshots(reverse: bool) -> dict[int, Snapshot]:
    found = {}
    for version in sorted((14, 15, 16), reverse=reverse):
        snapshot = found[version] = Snapshot()
        names = ["lower", "any_value"] if version > 14 else ["lower"]
        for name in sorted(names, reverse=reverse):
            snapshot.add("functions", "pg_catalog", name, function(strict=version != 15))
    return found


def test_versions_are_merged_into_the_same_bytes(tmp_path: Path) -> None:
    sizes = [write(tmp_path / str(i), merge(snapshots(bool(i)), (14, 16))) for i in (0, 1)]
    assert sizes[0] == (tmp_path / "0").stat().st_size
    assert (tmp_path / "0").read_bytes() == (tmp_path / "1").read_bytes()
    head = '[["text"],"text","f",false,"i",'
    tail = ',"internal",0,[],"",[],[],"",false,"",0,"","",'
    assert (tmp_path / "0").read_text() == (
        '{\n"functions":{\n"pg_catalog":{\n'
        f'"any_value":[{head}false{tail}15,15]\n,{head}true{tail}16]]\n'
        f',"lower":[{head}false{tail}15,15]\n,{head}true{tail}0,14]\n,{head}true{tail}16]]\n'
        "}\n}\n}\n"
    )
    store = {v: s.Store("sample", v, {"": str(tmp_path / "0")}) for v in (14, 15, 16)}
    assert [[f.strict for f in store[v].functions("pg_catalog", "lower")] for v in (14, 15, 16)] == [
        [True],
        [False],
        [True],
    ]
    assert store[14].functions("pg_catalog", "any_value") == []


def test_a_server_gives_the_same_bytes_twice(database18: str, tmp_path: Path) -> None:
    for name in ("first", "second"):
        with psycopg.connect(database18, autocommit=True, options="-c search_path=") as connection:
            write(tmp_path / name, merge({18: Reader(connection).read()}, (14, 18)))
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_definitions() -> None:
    foreign = constraint("k", "f", 'FOREIGN KEY (a, "B") REFERENCES auth.users(id, "Org") ON DELETE CASCADE')
    assert (foreign.columns, foreign.foreign_relation, foreign.foreign_columns) == (
        ["a", "B"],
        "auth.users",
        ["id", "Org"],
    )
    own = constraint("k", "f", "FOREIGN KEY (a) REFERENCES @extschema@.part_config(id)")
    assert own.foreign_relation == "@extschema@.part_config"
    assert constraint("c", "c", "CHECK (((a > 0) AND (length(b) < a))) NOT VALID").columns == ["a", "b"]
    assert constraint("p", "p", "PRIMARY KEY (id, at)").columns == ["id", "at"]
    made = index(
        "CREATE UNIQUE INDEX i ON ONLY s.t USING gin (a, lower(b)) INCLUDE (c) WHERE (d IS NULL)", {"i"}, set()
    )
    assert made.access_method == "gin"
    assert (made.columns, made.included, made.unique, made.primary, made.partial, made.constraint) == (
        ["a", ""], ["c"], True, False, True, True
    )  # fmt: skip
    of = trigger("t", "s.f", "CREATE TRIGGER t BEFORE UPDATE OF a, b ON s.t FOR EACH ROW EXECUTE FUNCTION s.f()")
    assert (of.columns, of.constraint) == (["a", "b"], False)
    with pytest.raises(ValueError, match="syntax error"):
        constraint("c", "c", "CHECK (")


def test_split_knows_quotes_and_parentheses() -> None:
    assert list(split('a numeric(10,2), "b,c" text, OUT d integer')) == [
        "a numeric(10,2)",
        '"b,c" text',
        "OUT d integer",
    ]
    assert list(split("")) == []


FACTS: dict[str, Any] = {
    "types": [{"schema": "extensions", "name": "thing", "kind": "b", "extension": "things"}],
    "functions": [
        {
            "schema": "extensions", "name": "parts", "kind": "f", "extension": "things", "language": "sql", "owner": "x",
            "identity_args": 'extensions.thing, "Size" integer, VARIADIC rest text[]', "ndefaults": 1,
            "argtypes": ["extensions.thing", "integer", "text[]"], "argnames": ["", "Size", "rest", "part", "n"],
            "argmodes": ["i", "i", "v", "t", "t"], "rettype": "TABLE(part extensions.thing, n bigint)", "retset": True,
            "volatility": "s", "strict": False, "security_definer": False,
        }
    ],
    "operators": [{"schema": "extensions", "name": "=", "left": "extensions.thing", "right": "other.thing", "result": "boolean"}],
    "casts": [{"source": "extensions.thing", "target": "text", "context": "a"}],
}  # fmt: skip


def test_facts_become_records() -> None:
    snapshot = FactsReader(FACTS, "things", {}, lambda text: None).read()
    (parts,) = snapshot.kinds["functions"]["@extschema@"]["parts"]
    assert isinstance(parts, r.FunctionRecord)
    assert parts.args == ["@extschema@.thing", "integer", "text[]"]
    assert parts.all_args == [*parts.args, "@extschema@.thing", "bigint"]
    assert (parts.modes, parts.result, parts.returns_set, parts.variadic) == ("iivtt", "record", True, "text")
    assert [*snapshot.kinds["types"]["@extschema@"]] == ["thing", "_thing"]
    (operator,) = snapshot.kinds["operators"]["@extschema@"]["="]
    assert isinstance(operator, r.OperatorRecord)
    assert (operator.left, operator.right) == ("@extschema@.thing", "other.thing")
    assert [*snapshot.kinds["casts"][""]] == ["@extschema@.thing"]


def test_facts_that_contradict_themselves_are_refused() -> None:
    wrong = {"functions": [FACTS["functions"][0] | {"argtypes": ["integer"]}]}
    with pytest.raises(ValueError, match="function parts"):
        FactsReader(wrong, "things", {}, lambda text: None).read()


def test_supplements() -> None:
    vector = Supplement("vector")
    assert vector.operators["<->", "vector", "vector"] == ("l2_distance", {"commutator": "<->"})
    assert vector.methods["hnsw"] == ("hnswhandler", {"exclude"})
    assert ("ivfflat", "vector_l2_ops", True, "vector", {}, [(1, "<->", True, [])]) in vector.classes
    assert Supplement("pgroonga").operators["&@|", "text", "text[]"][0] == "pgroonga_match_in_text"
    assert Supplement("ip4r").operators["|", "ip4", "ip4"][0] == "ip4_or"
    assert Supplement("no_such_extension").classes == []
    for path in DIRECTORY.iterdir():
        assert Supplement(path.stem).options or Supplement(path.stem).operators


def test_texts_are_replaced_wherever_they_stand() -> None:
    snapshot = Snapshot()
    snapshot.add("casts", "", '"@extschema@".hstore', r.CastRecord('"@extschema@".x', function='"@extschema@".f'))
    copy = snapshot.replaced('"@extschema@"', "@extschema@")
    assert copy.kinds["casts"][""] == {"@extschema@.hstore": [r.CastRecord("@extschema@.x", function="@extschema@.f")]}
