"""Files with two halves, files of several messages, and what their tools would not take."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migslint.folder import Migration, open_folder
from migslint.folder.layouts import dbmate, goose, node_pg_migrate
from migslint.folder.layouts.atlas import directives
from migslint.folder.layouts.drizzle import messages
from migslint.source import Span
from tests.folder.make import Tree, grow, order, refused, run, text

GOOSE: dict[str, tuple[str, list[str]]] = {
    "one message a statement": (
        "-- +goose Up\nCREATE TABLE a (\n  x int\n);\n\n-- why\nSELECT 1; -- a; b\nSELECT 2; SELECT 3;\n-- +goose Down\nx;",
        ["CREATE TABLE a (\n  x int\n);", "-- why\nSELECT 1; -- a; b", "SELECT 2; SELECT 3;"],
    ),
    "a block is one message": (
        "-- +goose Up\nSELECT 0;\n-- +goose StatementBegin\nDO $$\nBEGIN\n  NULL;\nEND;\n$$;\nSELECT 1;\n"
        "-- +goose StatementEnd\nSELECT 2;\n",
        ["SELECT 0;", "DO $$\nBEGIN\n  NULL;\nEND;\n$$;\nSELECT 1;", "SELECT 2;"],
    ),
    "without a block goose cuts a body": (
        "-- +goose Up\nCREATE FUNCTION f() RETURNS int AS $$\nSELECT 1;\n$$ LANGUAGE sql;\n",
        ["CREATE FUNCTION f() RETURNS int AS $$\nSELECT 1;", "$$ LANGUAGE sql;"],
    ),
    "nothing but comments": ("\n\n-- comment\n-- +goose Up\n\n-- comment\n-- +goose Down\n\n", []),
    "an empty block": ("-- +goose Up\n-- +goose StatementBegin\n-- +goose StatementEnd\n", []),
    "no end of line": ("-- +goose up\nSELECT 1;", ["SELECT 1;"]),
    "any case and spaces": ("--   +goose   UP  \r\nSELECT 1;\r\n--+goose DOWN\r\nSELECT 2;", ["SELECT 1;"]),
    "a byte order mark": ("\ufeff-- +goose Up\nSELECT 1;\n", ["SELECT 1;"]),
    "the words elsewhere": (
        "-- +goose Up\nSELECT '+goose Down';\nSELECT 1; -- +goose Down\n",
        ["SELECT '+goose Down';", "SELECT 1; -- +goose Down"],
    ),
    "a semicolon alone": ("-- +goose Up\nSELECT 1\n;\n", ["SELECT 1\n;"]),
    "copy": (
        "-- +goose Up\n-- +goose StatementBegin\nCOPY t FROM stdin;\n1\ta;\n\\.\n-- +goose StatementEnd\n",
        ["COPY t FROM stdin;\n1\ta;\n\\."],
    ),
    "a variable": ("-- +goose ENVSUB ON\n-- +goose Up\nSELECT '${X}';\n-- +goose ENVSUB OFF\n", ["SELECT '${X}';"]),
}


@pytest.mark.parametrize("title", GOOSE)
def test_goose(title: str) -> None:
    source, messages_ = GOOSE[title]
    halves = goose.halves(source)
    assert [source[span.start : span.end].strip() for span in halves.up] == messages_
    assert not halves.refusals
    assert halves.transaction


@pytest.mark.parametrize(
    "source",
    [
        "-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;\n",
        "-- +goose Up\n-- +goose no transaction\nSELECT 1;\n",
        "-- +goose Up\nSELECT 1;\n-- +goose Down\n-- +goose NO TRANSACTION\n",
    ],
)
def test_goose_without_a_transaction(source: str) -> None:
    halves = goose.halves(source)
    assert not halves.transaction
    assert not halves.refusals
    assert [source[span.start : span.end].strip() for span in halves.up] == ["SELECT 1;"]


@pytest.mark.parametrize(
    ("source", "message", "line", "run_anyway"),
    [
        ("CREATE TABLE t (a int);\n", "must start with '-- +goose Up' annotation", 1, []),
        ("SELECT 0;\n-- +goose Up\nSELECT 1;\n", "nothing may stand before '-- +goose Up'", 1, ["SELECT 1;"]),
        ("-- +goose Down\nSELECT 1;\n", "must start with '-- +goose Up' annotation", 1, []),
        ("-- +goose Up\nSELECT 1;\n-- +goose Up\nSELECT 2;\n", "duplicate", 3, ["SELECT 1;", "SELECT 2;"]),
        ("-- +goose Up\nSELECT 1;\n\nSELECT 2\n", "missing semicolon?", 4, ["SELECT 1;", "SELECT 2"]),
        ("-- +goose Up\n\nSELECT 1\n-- +goose Down\n", "missing semicolon?", 3, ["SELECT 1"]),
        ("-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n", "missing '-- +goose StatementEnd'", 3, ["SELECT 1;"]),
        (
            "-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n-- +goose Down\n",
            "missing '-- +goose StatementEnd'",
            4,
            ["SELECT 1;"],
        ),
        (
            "-- +goose Up\nSELECT 1;\n-- +goose StatementEnd\n",
            "must be defined after '-- +goose StatementBegin'",
            3,
            ["SELECT 1;"],
        ),
        (
            "-- +goose StatementBegin\n-- +goose StatementEnd\n-- +goose Up\n",
            "must be defined after '-- +goose Up'",
            1,
            [],
        ),
        ("-- +goose Up\nSELECT 1;\n-- +goose Upp\n", '"upp" not supported', 3, ["SELECT 1;"]),
        (" -- +goose Up\nSELECT 1;\n", "contains leading whitespace", 1, ["SELECT 1;"]),
    ],
)
def test_what_goose_refuses(tmp_path: Path, source: str, message: str, line: int, run_anyway: list[str]) -> None:
    folder = open_folder(grow(tmp_path, {"1_a.sql": source}), layout="goose")
    ((said, at),) = refused(folder)
    assert message in said
    assert at == line
    assert run(folder.migrations[0]) == run_anyway


MARKS = ["Up", "Down", "StatementBegin", "StatementEnd", "NO TRANSACTION", "x"]
LINES = st.sampled_from([f"-- +goose {mark}" for mark in MARKS] + ["SELECT 1;", "SELECT", "-- c", "", "'a;", "é; -- d"])


@given(st.lists(LINES, max_size=12).map("\n".join))
def test_goose_takes_any_text(source: str) -> None:
    halves = goose.halves(source)
    spans = halves.up
    assert all(0 <= span.start < span.end <= len(source) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(source[span.start : span.end].strip() for span in spans)


@pytest.mark.parametrize(
    ("source", "ups", "down", "transaction", "refusal"),
    [
        ("-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n", ["SELECT 1;"], "SELECT 2;", True, None),
        ("--migrate:up\r\nSELECT 1;\r\n--migrate:down\r\n", ["SELECT 1;"], "", True, None),
        ("\ufeff-- migrate:up\nSELECT 1;\n-- migrate:down", ["SELECT 1;"], "", True, None),
        ("-- c\n\n-- migrate:up transaction:false\nSELECT 1;\n-- migrate:down\n", ["SELECT 1;"], "", False, None),
        (
            "-- migrate:up a:b transaction:true\nSELECT 1;\n-- migrate:down transaction:false\n",
            ["SELECT 1;"],
            "",
            True,
            None,
        ),
        (
            "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n-- migrate:up\nSELECT 3;\n-- migrate:down\nSELECT 4;",
            ["SELECT 1;", "SELECT 3;"],
            "SELECT 4;",
            True,
            None,
        ),
        ("-- migrate:upwards\n-- migrate:up\nSELECT 1;\n-- migrate:down", ["SELECT 1;"], "", True, None),
        ("SELECT 1;\n", ["SELECT 1;"], None, True, ("define an up block", 1)),
        ("-- migrate:up\nSELECT 1;\n", ["SELECT 1;"], None, True, ("define a down block", 1)),
        (
            "SELECT 0;\n-- migrate:up\nSELECT 1;\n-- migrate:down\n",
            ["SELECT 1;"],
            "",
            True,
            ("does not support statements", 1),
        ),
        ("-- migrate:down\nSELECT 2;\n-- migrate:up\nSELECT 1;\n", ["SELECT 1;"], None, True, ("to appear before", 1)),
        (
            "-- migrate:up\nSELECT 1;\n-- migrate:down\n\n-- migrate:down\n",
            ["SELECT 1;"],
            "-- migrate:down",
            True,
            ("to be preceded by a", 5),
        ),
    ],
)
def test_dbmate(
    source: str, ups: list[str], down: str | None, transaction: bool, refusal: tuple[str, int] | None
) -> None:
    spans, down_span, in_transaction, refused_ = dbmate.blocks(source)

    def body(span: Span) -> str:
        first, _, rest = source[span.start : span.end].partition("\n")
        return rest.strip() if "migrate:" in first else (first + rest).strip()

    assert [body(span) for span in spans] == ups
    assert (body(down_span) if down_span else None) == down
    assert in_transaction == transaction
    assert (refused_ is None) == (refusal is None)
    if refused_ and refusal:
        assert refusal[0] in refused_[0]
        assert refusal[1] == refused_[1]


@pytest.mark.parametrize(
    ("source", "up", "down"),
    [
        ("SELECT 1;", "SELECT 1;", None),
        (
            "-- Up Migration\nSELECT 1;\n-- Down Migration\nSELECT 2;",
            "-- Up Migration\nSELECT 1;",
            "-- Down Migration\nSELECT 2;",
        ),
        (
            "-- Down Migration\nSELECT 2;\n-- Up Migration\nSELECT 1;",
            "-- Up Migration\nSELECT 1;",
            "-- Down Migration\nSELECT 2;",
        ),
        ("SELECT 0;\n---- up   migration\nSELECT 1;", "---- up   migration\nSELECT 1;", None),
        ("\ufeff-- Up Migration\nSELECT 1;", "-- Up Migration\nSELECT 1;", None),
        (
            "SELECT 1;\n-- down migration\nSELECT 2;",
            "SELECT 1;\n-- down migration\nSELECT 2;",
            "-- down migration\nSELECT 2;",
        ),
    ],
)
def test_node_pg_migrate(source: str, up: str, down: str | None) -> None:
    up_span, down_span = node_pg_migrate.halves(source)
    assert source[up_span.start : up_span.end].strip() == up
    assert (source[down_span.start : down_span.end].strip() if down_span else None) == down


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("SELECT 1;", ["SELECT 1;"]),
        ("SELECT 1;--> statement-breakpoint\nSELECT 2;", ["SELECT 1;", "SELECT 2;"]),
        ("\ufeffSELECT 1;\n--> statement-breakpoint\n--> statement-breakpoint\n", ["SELECT 1;"]),
        ("--> statement-breakpoint", []),
        ("", [""]),
    ],
)
def test_drizzle_breakpoints(source: str, parts: list[str]) -> None:
    assert [source[span.start : span.end].strip() for span in messages(source)] == parts


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("-- atlas:txmode none\n\nSELECT 1;", [("txmode", "none")]),
        ("-- atlas:txmode none\n-- x\n-- atlas:nolint a b\n \t\r\nSELECT 1;", [("txmode", "none"), ("nolint", "a b")]),
        ("-- atlas:txmode none\nSELECT 1;", []),
        ("\n-- atlas:txmode none\n\nSELECT 1;", []),
        ("-- atlas:checkpoint", [("checkpoint", "")]),
        ("SELECT 'atlas:x';", []),
    ],
)
def test_atlas_directives(source: str, found: list[tuple[str, str]]) -> None:
    assert directives(source) == found


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("-- atlas:delimiter \\n\\n\nSELECT 1;\nSELECT 2;\n\nSELECT 3", ["SELECT 1;\nSELECT 2;", "SELECT 3"]),
        ("-- atlas:delimiter -- end\r\nSELECT 1;\r\n-- end\r\nSELECT 2;\r\n-- end\r\n", ["SELECT 1;", "SELECT 2;"]),
        ("-- atlas:delimiter ;\nSELECT 1;\nSELECT 2;", ["-- atlas:delimiter ;\nSELECT 1;\nSELECT 2;"]),
    ],
)
def test_atlas_delimiters(tmp_path: Path, source: str, parts: list[str]) -> None:
    folder = open_folder(grow(tmp_path, {"atlas.sum": "", "1_a.sql": source}))
    assert run(folder.migrations[0]) == parts


REFUSED: dict[str, tuple[Tree, list[tuple[str, int]], list[str]]] = {
    "atlas": (
        {
            "atlas.sum": "",
            "1_a.sql": "-- atlas:txmode all\n\nSELECT 1;",
            "2_b.sql": "-- atlas:txmode some\n\nSELECT 1;",
            "3_c.sql": "-- atlas:txmode none\n-- atlas:txmode file\n\nSELECT 1;",
        },
        [
            ('txmode "all" is not allowed in file directive "1_a.sql". Use "file" instead', 1),
            ('unknown txmode "some" found in file directive "2_b.sql"', 1),
            ('multiple txmode values found in file "3_c.sql"', 1),
        ],
        ["1_a.sql", "2_b.sql", "3_c.sql"],
    ),
    "drizzle": (
        {"meta/_journal.json": '{"entries":[{"tag":"0000_a","when":1},{"tag":"0001_b","when":2}]}', "0001_b.sql": ""},
        [("No file ROOT/0000_a.sql found in ROOT folder", 0)],
        ["0001_b.sql"],
    ),
    "prisma": (
        {"migration_lock.toml": "", "1_a/migration.sql": "", "2_b/migrate.sql": "", "3_c/": ""},
        [("Could not find the migration file at migration.sql", 0)],
        ["1_a/migration.sql"],
    ),
    "diesel": (
        {"1_a/up.sql": "SELECT 1;", "2_b/up.sql": "", "3_c/down.sql": "", "4_d/": ""},
        [
            ("Failed to run 2_b with: Attempted to run an empty migration.", 0),
            (
                "Invalid migration directory: the directory's name should be <timestamp>_<name_of_migration>, "
                "and it should contain up.sql and optionally down.sql.",
                0,
            ),
        ],
        ["1_a/up.sql", "2_b/up.sql"],
    ),
    "sqlx": (
        {"1_a.sql": "", "two_b.sql": "", "9223372036854775808_c.sql": ""},
        [
            (f'error parsing migration filename "{name}"; expected integer version prefix (e.g. `01_foo.sql`)', 0)
            for name in ("9223372036854775808_c.sql", "two_b.sql")
        ],
        ["1_a.sql"],
    ),
    "refinery": (
        {"V1__a.sql": "", "V1.2__b.sql": ""},
        [("migration version must be a valid integer", 0)],
        ["V1__a.sql"],
    ),
    "node-pg-migrate": (
        {"1_a.sql": "", "b.sql": ""},
        [('Cannot determine numeric prefix for "b.sql"', 0)],
        ["b.sql", "1_a.sql"],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_tools_refuse(tmp_path: Path, name: str) -> None:
    tree, problems, found = REFUSED[name]
    folder = open_folder(grow(tmp_path, tree), layout=name)
    assert [(message.replace(str(tmp_path), "ROOT"), line) for message, line in refused(folder)] == problems
    assert order(folder) == found


@pytest.mark.parametrize(
    ("layout", "tree", "found"),
    [
        ("goose", {"1_a.sql": "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;"}, "SELECT 2;"),
        ("goose", {"1_a.sql": "-- +goose Up\nSELECT 1;\n"}, None),
        ("dbmate", {"1_a.sql": "-- migrate:up\n-- migrate:down\nSELECT 2;"}, "-- migrate:down\nSELECT 2;"),
        ("golang-migrate", {"1_a.up.sql": "", "01_b.down.sql": ""}, "01_b.down.sql"),
        ("golang-migrate", {"1_a.up.sql": "", "2_a.down.sql": ""}, None),
        ("sqlx", {"1_a.up.sql": "", "1_a.down.sql": ""}, "1_a.down.sql"),
        ("diesel", {"1_a/up.sql": "x", "1_a/down.sql": ""}, "1_a/down.sql"),
        ("prisma", {"1_a/migration.sql": "", "1_a/down.sql": ""}, "1_a/down.sql"),
        ("hasura", {"1_a/up.sql": "x", "1_a/down.sql": "x"}, "1_a/down.sql"),
        ("flyway", {"V1__a.sql": "", "U1.0__a.sql": ""}, "U1.0__a.sql"),
        ("plain", {"1_a.sql": "", "1_a.down.sql": ""}, "1_a.down.sql"),
        ("plain", {"1/up.sql": "", "1/down.sql": ""}, "1/down.sql"),
        ("plain", {"a-up.sql": "", "A-down.sql": ""}, "A-down.sql"),
        ("plain", {"up/1.sql": "", "down/1.sql": ""}, "down/1.sql"),
        ("supabase", {"1_a.sql": ""}, None),
    ],
)
def test_the_way_back_can_be_found(tmp_path: Path, layout: str, tree: Tree, found: str | None) -> None:
    (migration,) = open_folder(grow(tmp_path, tree), layout=layout).migrations
    assert _down(migration, tmp_path) == found


def _down(migration: Migration, root: Path) -> str | None:
    if isinstance(migration.down, Span):
        return text(migration, migration.down).strip()
    return None if migration.down is None else migration.down.removeprefix(f"{root}/")
