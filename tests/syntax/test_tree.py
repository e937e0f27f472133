"""Reading trees, and the generated types."""

from __future__ import annotations

import subprocess
import sys
import typing
from pathlib import Path

from migslint.source import Source
from migslint.syntax import nodes
from migslint.syntax.names import fold, value
from migslint.syntax.statements import parse
from migslint.syntax.tree import string, strings, unwrap, walk

ROOT = Path(__file__).parents[2]


def node(sql: str) -> dict[str, typing.Any]:
    return parse(Source("x.sql", sql))[0].node


def test_unwrap_and_strings() -> None:
    call = node("select a.f(1)")["targetList"][0]["ResTarget"]["val"]
    assert unwrap(call)[0] == "FuncCall"
    assert strings(call["FuncCall"]["funcname"]) == ["a", "f"]
    assert string({"Integer": {"ival": 1}}) == string({"String": {}}) == ""
    operator = node("drop operator +(none, int)")["objects"][0]["ObjectWithArgs"]
    assert unwrap(operator["objargs"][0]) == ("", {})


def test_walk_gives_all_nodes_in_order() -> None:
    tree = node("select a, f(b + 1) from c join d on e union select (select g)")
    names = [strings(body["fields"])[0] for tag, body in walk(tree) if tag == "ColumnRef"]
    assert names == ["a", "b", "e", "g"]
    assert [tag for tag, _ in walk(tree) if tag in ("RangeVar", "JoinExpr", "SubLink")] == [
        "JoinExpr",
        "RangeVar",
        "RangeVar",
        "SubLink",
    ]


def test_walk_goes_as_deep_as_a_tree_is() -> None:
    deep: dict[str, typing.Any] = {}
    for _ in range(50_000):
        deep = {"A_Expr": {"lexpr": deep}}
    assert sum(1 for _ in walk(deep)) == 50_000


def test_values_of_tokens() -> None:
    assert [value(word) for word in ("Abc", '"A""b"', "'it''s'", "$a$x$a$", "$$x$$", "ÄB")] == [
        "abc",
        'A"b',
        "it's",
        "x",
        "x",
        "Äb",
    ]
    assert fold("ÀB") == "Àb"


def test_the_types_know_every_field_that_the_parser_writes() -> None:
    known = {name: set(shape.__annotations__) for name, shape in vars(nodes).items() if isinstance(shape, type)}
    sql = (ROOT / "tests" / "syntax" / "features.sql").read_text(encoding="utf-8")
    seen = 0
    for statement in parse(Source("x.sql", sql)):
        for tag, body in walk({statement.tag: statement.node} if statement.tag else {}):
            assert body.keys() <= known[tag], tag
            seen += 1
    assert seen > 2_000


def test_the_types_are_those_of_the_installed_library() -> None:
    subprocess.run(
        [sys.executable, "tools/make_nodes.py", "--check"], cwd=ROOT, check=True, env={"PYTHONPATH": str(ROOT)}
    )
