"""What every layout must do: be recognised, put its files in its tool's order, and say what it leaves out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from migslint.folder import FolderError, all_layouts, open_folder
from migslint.folder.layouts import NAMES, get
from tests.folder.make import Tree, grow, order, skipped

JOURNAL = '{"version":"7","dialect":"postgresql","entries":[%s]}'
GOOSE = "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n"
DBMATE = "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n"


class Case(NamedTuple):
    """`found` is (relative path, version, name, sends) in order; `left` the relative paths that are skipped."""

    tree: Tree
    found: list[tuple[str, str, str, str]]
    left: list[str] = []
    at: str = "migrations"


CASES: dict[str, dict[str, Case]] = {
    "supabase": {
        "byte order, and names that the CLI does not take": Case(
            {
                "20240102000000_b.sql": "",
                "20240101000000_a.sql": "",
                "9_short.sql": "",
                "10_x.sql": "",
                "20240103000000_.sql": "",
                "20240104000000.sql": "",
                "v1_x.sql": "",
                "20240105000000-x.sql": "",
                "20240106000000_x.SQL": "",
                "README.md": "",
                "archive/20230101000000_old.sql": "",
                "20240107000000_dir.sql/x": "",
            },
            [
                ("10_x.sql", "10", "x", "pipeline"),
                ("20240101000000_a.sql", "20240101000000", "a", "pipeline"),
                ("20240102000000_b.sql", "20240102000000", "b", "pipeline"),
                ("20240103000000_.sql", "20240103000000", "", "pipeline"),
                ("9_short.sql", "9", "short", "pipeline"),
            ],
            [
                "20240104000000.sql",
                "20240105000000-x.sql",
                "20240106000000_x.SQL",
                "20240107000000_dir.sql",
                "README.md",
                "v1_x.sql",
            ],
            "supabase/migrations",
        ),
        "an _init of 2021 in the first place": Case(
            {"20211208235959_init.sql": "", "20211208235960_init.sql": ""},
            [("20211208235960_init.sql", "20211208235960", "init", "pipeline")],
            ["20211208235959_init.sql"],
            "supabase/migrations",
        ),
        "an _init that is new enough": Case(
            {"20211209000000_init.sql": ""},
            [("20211209000000_init.sql", "20211209000000", "init", "pipeline")],
            [],
            "supabase/migrations",
        ),
        "a folder in the first place saves the _init": Case(
            {"2020/x": "", "20210101000000_init.sql": ""},
            [("20210101000000_init.sql", "20210101000000", "init", "pipeline")],
            [],
            "supabase/migrations",
        ),
    },
    "atlas": {
        "marks": Case(
            {
                "atlas.sum": "h1:x=\n",
                "20240101_b.sql": "SELECT 1;",
                "20240101.sql": "-- atlas:txmode file\n\nSELECT 1;",
                "20240102_c.sql": "-- atlas:nolint\n-- atlas:txmode none\n\nSELECT 1;",
                "20240103_d.sql": "-- atlas:txmode none\nSELECT 1;",
                "20240104_e.sql": "-- atlas:txmode none",
                "notes.txt": "",
                "sub/20240105_f.sql": "",
            },
            [
                ("20240101.sql", "20240101", "", "block"),
                ("20240101_b.sql", "20240101", "b", "block"),
                ("20240102_c.sql", "20240102", "c", "statements"),
                ("20240103_d.sql", "20240103", "d", "block"),
                ("20240104_e.sql", "20240104", "e", "statements"),
            ],
        ),
        "the last checkpoint is where an empty database starts": Case(
            {
                "atlas.sum": "",
                "1_a.sql": "SELECT 1;",
                "2_checkpoint.sql": "-- atlas:checkpoint\n\nSELECT 2;",
                "3_checkpoint.sql": "-- atlas:checkpoint v3\n\nSELECT 3;",
                "4_b.sql": "SELECT 4;",
            },
            [("3_checkpoint.sql", "3", "checkpoint", "block"), ("4_b.sql", "4", "b", "block")],
            ["1_a.sql", "2_checkpoint.sql"],
        ),
    },
    "drizzle": {
        "the journal's order": Case(
            {
                "meta/_journal.json": JOURNAL
                % ",".join(
                    f'{{"idx":{i},"version":"7","when":{when},"tag":"{tag}","breakpoints":true}}'
                    for i, (when, tag) in enumerate([(1700000000000, "0001_b"), (1600000000000, "0000_a")])
                ),
                "meta/0000_snapshot.json": "{}",
                "0000_a.sql": "SELECT 1;",
                "0001_b.sql": "SELECT 1;",
                "0002_left_behind.sql": "SELECT 1;",
            },
            [("0001_b.sql", "1700000000000", "0001_b", "block"), ("0000_a.sql", "1600000000000", "0000_a", "block")],
            ["0002_left_behind.sql"],
            "drizzle",
        ),
        "a folder a migration": Case(
            {
                "20240229120000_odd_name/migration.sql": "SELECT 1;",
                "20240229120000_odd_name/snapshot.json": "{}",
                "20240101000000_first/migration.sql": "SELECT 1;",
                "20240101000000_first/snapshot.json": "{}",
                "empty/": "",
                "stray.sql": "",
            },
            [
                ("20240101000000_first/migration.sql", "1704067200000", "20240101000000_first", "block"),
                ("20240229120000_odd_name/migration.sql", "1709208000000", "20240229120000_odd_name", "block"),
            ],
            ["stray.sql"],
            "drizzle",
        ),
    },
    "prisma": {
        "folders by name": Case(
            {
                "migration_lock.toml": 'provider = "postgresql"\n',
                "20240102000000_b/migration.sql": "SELECT 1;",
                "20240101000000_a/migration.sql": "SELECT 1;",
                "20240101000000_a/down.sql": "SELECT 1;",
                "0_init/migration.sql": "SELECT 1;",
                "20240103000000_c.sql/migration.sql": "SELECT 1;",
                "20240102000000_b/extra.sql": "SELECT 1;",
                "stray.sql": "SELECT 1;",
            },
            [
                ("0_init/migration.sql", "0_init", "init", "query"),
                ("20240101000000_a/migration.sql", "20240101000000_a", "a", "query"),
                ("20240102000000_b/migration.sql", "20240102000000_b", "b", "query"),
                ("20240103000000_c.sql/migration.sql", "20240103000000_c.sql", "c.sql", "query"),
            ],
            ["20240101000000_a/down.sql", "20240102000000_b/extra.sql", "stray.sql"],
            "prisma/migrations",
        ),
        "without the lock": Case(
            {"1_a/migration.sql": "SELECT 1;", "2_b/migration.sql": "SELECT 1;", "3_c/readme.md": ""},
            [("1_a/migration.sql", "1_a", "a", "query"), ("2_b/migration.sql", "2_b", "b", "query")],
        ),
    },
    "hasura": {
        "milliseconds": Case(
            {
                "1654698227514_b/up.sql": "SELECT 1;",
                "1654698227514_b/down.sql": "SELECT 1;",
                "1654696186008_a/up.sql": "SELECT 1;",
                "1654699000000_empty/up.sql": "",
            },
            [
                ("1654696186008_a/up.sql", "1654696186008", "a", "block"),
                ("1654698227514_b/up.sql", "1654698227514", "b", "block"),
            ],
            ["1654698227514_b/down.sql", "1654699000000_empty/up.sql"],
        ),
        "a folder for the database, files of the older form, numbers of any length": Case(
            {
                "default/10_b/up.sql": "SELECT 1;",
                "default/9_a/up.sql": "SELECT 1;",
                "default/11_c.up.sql": "SELECT 1;",
                "default/11_c.down.sql": "SELECT 1;",
                "default/12_d.up.yaml": "[]",
                "default/x_e/up.sql": "SELECT 1;",
            },
            [
                ("default/9_a/up.sql", "9", "a", "block"),
                ("default/10_b/up.sql", "10", "b", "block"),
                ("default/11_c.up.sql", "11", "c", "block"),
            ],
            ["default/11_c.down.sql", "default/x_e/up.sql"],
        ),
    },
    "diesel": {
        "versions as text without dashes": Case(
            {
                "2019-03-03-163336_post/up.sql": "SELECT 1;",
                "2019-03-03-163336_post/down.sql": "SELECT 1;",
                "20190101000000_first/up.sql": "SELECT 1;",
                "00000000000000_diesel_initial_setup/up.sql": "SELECT 1;",
                "2020-01-01-000000_index/up.sql": "SELECT 1;",
                "2020-01-01-000000_index/metadata.toml": "# why\nrun_in_transaction = false\n",
                "2020-01-02-000000_x/up.sql": "SELECT 1;",
                "2020-01-02-000000_x/metadata.toml": "run_in_transaction = true # yes\n",
                "2020-01-03-000000_y/up.sql": "SELECT 1;",
                "2020-01-03-000000_y/metadata.toml": "[other]\nx = 1\n",
                "2020-01-04-000000_z/up.sql": "SELECT 1;",
                "2020-01-04-000000_z/metadata.toml": "this is not TOML",
                ".hidden/up.sql": "SELECT 1;",
                "empty/": "",
                "seed.sql": "",
            },
            [
                ("00000000000000_diesel_initial_setup/up.sql", "00000000000000", "diesel_initial_setup", "block"),
                ("20190101000000_first/up.sql", "20190101000000", "first", "block"),
                ("2019-03-03-163336_post/up.sql", "20190303163336", "post", "block"),
                ("2020-01-01-000000_index/up.sql", "20200101000000", "index", "query"),
                ("2020-01-02-000000_x/up.sql", "20200102000000", "x", "block"),
                ("2020-01-03-000000_y/up.sql", "20200103000000", "y", "query"),
                ("2020-01-04-000000_z/up.sql", "20200104000000", "z", "block"),
            ],
            ["2019-03-03-163336_post/down.sql", "seed.sql"],
        ),
    },
    "refinery": {
        "V and U in one order, at any depth, below a Cargo.toml": Case(
            {
                "../Cargo.toml": '[dependencies]\nrefinery = "0.8"\n',
                "V1__initial.sql": "SELECT 1;",
                "U3__late.sql": "SELECT 1;",
                "sub/V2__more.sql": "SELECT 1;",
                "V10__ten.sql": "SELECT 1;",
                "V4__in_rust.rs": "",
                "V5_one_underscore.sql": "",
                "V6__a-b.sql": "",
            },
            [
                ("V1__initial.sql", "1", "initial", "block"),
                ("sub/V2__more.sql", "2", "more", "block"),
                ("U3__late.sql", "3", "late", "block"),
                ("V10__ten.sql", "10", "ten", "block"),
            ],
            ["V4__in_rust.rs", "V5_one_underscore.sql", "V6__a-b.sql"],
        ),
        "a migration in Rust gives it away": Case(
            {"V1__a.sql": "SELECT 1;", "V2__b.rs": ""}, [("V1__a.sql", "1", "a", "block")], ["V2__b.rs"]
        ),
    },
    "flyway": {
        "versions number by number, then the repeatable ones": Case(
            {
                "V2__b.sql": "SELECT 1;",
                "V10__c.sql": "SELECT 1;",
                "V1.1__a.sql": "SELECT 1;",
                "V1_2__a2.sql": "SELECT 1;",
                "V01.10__a3.sql": "SELECT 1;",
                "V3.SQL": "SELECT 1;",
                "U2__b.sql": "SELECT 1;",
                "R__views_b.sql": "SELECT 1;",
                "R__Views_a.sql": "SELECT 1;",
                "beforeMigrate.sql": "",
                "V__x.sql": "",
                "V1x__y.sql": "",
                "R1__y.sql": "",
                "notes.sql": "",
                "deep/er/V4__d.sql": "SELECT 1;",
                ".hidden/V5__e.sql": "",
            },
            [
                ("V1.1__a.sql", "1.1", "a", "block"),
                ("V1_2__a2.sql", "1.2", "a2", "block"),
                ("V01.10__a3.sql", "01.10", "a3", "block"),
                ("V2__b.sql", "2", "b", "block"),
                ("V3.SQL", "3", "", "block"),
                ("deep/er/V4__d.sql", "4", "d", "block"),
                ("V10__c.sql", "10", "c", "block"),
                ("R__Views_a.sql", "", "Views a", "block"),
                ("R__views_b.sql", "", "views b", "block"),
            ],
            ["R1__y.sql", "U2__b.sql", "V1x__y.sql", "V__x.sql", "beforeMigrate.sql", "notes.sql"],
        ),
        "what switches the transaction off": Case(
            {
                "V1__a.sql": "SELECT 1;",
                "V1__a.sql.conf": "# conf\nexecuteInTransaction=false\n",
                "V2__b.sql": "-- why\nCREATE INDEX CONCURRENTLY i ON t (a);",
                "V3__c.sql": "SELECT 1;/* x */ vacuum;",
                "V4__d.sql": "-- CREATE INDEX CONCURRENTLY is for another day\nSELECT 1;",
                "V5__e.sql": "CREATE INDEX CONCURRENTLY i ON t (a);",
                "V5__e.sql.conf": "executeInTransaction = true",
                "V6__f.sql": "SELECT 'x; VACUUM';\nCOMMENT ON DATABASE d IS 'x';",
                "V7__g.sql": "SELECT 1;",
                "V7__g.sql.conf": "shouldExecute=false",
            },
            [
                ("V1__a.sql", "1", "a", "statements"),
                ("V2__b.sql", "2", "b", "statements"),
                ("V3__c.sql", "3", "c", "statements"),
                ("V4__d.sql", "4", "d", "block"),
                ("V5__e.sql", "5", "e", "block"),
                ("V6__f.sql", "6", "f", "block"),
            ],
            ["V7__g.sql"],
        ),
        "the newest baseline is where an empty database starts": Case(
            {
                "V1__a.sql": "",
                "B2__old.sql": "",
                "V3__b.sql": "",
                "B3.0__base.sql": "",
                "V3.1__c.sql": "",
            },
            [("B3.0__base.sql", "3.0", "base", "block"), ("V3.1__c.sql", "3.1", "c", "block")],
            ["B2__old.sql", "V1__a.sql", "V3__b.sql"],
        ),
    },
    "sqlx": {
        "numbers, below a Cargo.toml": Case(
            {
                "../Cargo.toml": '[dependencies]\nsqlx = { version = "0.8" }\n',
                "10_c_d.sql": "SELECT 1;",
                "9_a.up.sql": "SELECT 1;",
                "9_a.down.sql": "SELECT 1;",
                "11_d.sql": "-- no-transaction\nSELECT 1;",
                "12_e.sql": "\n-- no-transaction\nSELECT 1;",
                "notes.sql": "",
            },
            [
                ("9_a.up.sql", "9", "a", "block"),
                ("10_c_d.sql", "10", "c_d", "block"),
                ("11_d.sql", "11", "d", "query"),
                ("12_e.sql", "12", "e", "block"),
            ],
            ["9_a.down.sql", "notes.sql"],
        ),
        "its mark gives it away": Case({"1_a.sql": "-- no-transaction\nSELECT 1;"}, [("1_a.sql", "1", "a", "query")]),
    },
    "golang-migrate": {
        "numbers up to 64 bits": Case(
            {
                "10_c.up.sql": "SELECT 1;",
                "9_b.up.sql": "SELECT 1;",
                "9_b.down.sql": "SELECT 1;",
                "000001_a.up.sql": "SELECT 1;",
                "18446744073709551615_max.up.sql": "SELECT 1;",
                "18446744073709551616_more.up.sql": "",
                "11_d.up.old.sql": "SELECT 1;",
                "plain.up.sql": "",
                "12.up.sql": "",
                "13_e.sql": "",
            },
            [
                ("000001_a.up.sql", "1", "a", "query"),
                ("9_b.up.sql", "9", "b", "query"),
                ("10_c.up.sql", "10", "c", "query"),
                ("11_d.up.old.sql", "11", "d", "query"),
                ("18446744073709551615_max.up.sql", "18446744073709551615", "max", "query"),
            ],
            ["12.up.sql", "13_e.sql", "18446744073709551616_more.up.sql", "9_b.down.sql", "plain.up.sql"],
        ),
    },
    "goose": {
        "numbers above zero": Case(
            {
                "10_c.sql": GOOSE,
                "9_b.sql": GOOSE,
                "00001_a.sql": f"-- +goose NO TRANSACTION\n{GOOSE}",
                "0_zero.sql": GOOSE,
                "nothing.sql": GOOSE,
                "11_d.go": "package migrations",
                "helpers.go": "package migrations",
                "12_e_test.go": "package migrations",
            },
            [("00001_a.sql", "1", "a", "query"), ("9_b.sql", "9", "b", "block"), ("10_c.sql", "10", "c", "block")],
            ["0_zero.sql", "11_d.go", "nothing.sql"],
        ),
    },
    "dbmate": {
        "byte order": Case(
            {
                "20240102_b.sql": DBMATE,
                "20240101000000_a.sql": DBMATE.replace("up\n", "up transaction:false\n"),
                "3c.sql": DBMATE,
                "d.sql": DBMATE,
            },
            [
                ("20240101000000_a.sql", "20240101000000", "a", "query"),
                ("20240102_b.sql", "20240102", "b", "block"),
                ("3c.sql", "3", "c", "block"),
            ],
            ["d.sql"],
            "db/migrations",
        ),
    },
    "node-pg-migrate": {
        "numbers, of 17 digits as times": Case(
            {
                "1704067200001_b.sql": "-- Up Migration\nSELECT 1;\n-- Down Migration\nSELECT 2;",
                "20240101000000000_a.sql": "SELECT 1;",
                "2_z.sql": "SELECT 1;",
                "3_in_js.js": "",
                "1704067200002_c.sql": "--- up migration\nSELECT 1;",
            },
            [
                ("2_z.sql", "2_z", "z", "block"),
                ("20240101000000000_a.sql", "20240101000000000_a", "a", "block"),
                ("1704067200001_b.sql", "1704067200001_b", "b", "block"),
                ("1704067200002_c.sql", "1704067200002_c", "c", "block"),
            ],
            ["3_in_js.js"],
        ),
    },
    "plain": {
        "natural order, folders in folders": Case(
            {
                "10_c.sql": "",
                "2_b.sql": "",
                "1_a.sql": "",
                "views/v2.sql": "",
                "views/v10.sql": "",
                "00.SQL": "",
                "3/2.sql": "",
                "3/10.sql": "",
                ".hidden.sql/x.sql": "",
                "notes.txt": "",
            },
            [
                ("00.SQL", "00", "", "statements"),
                ("1_a.sql", "1", "a", "statements"),
                ("2_b.sql", "2", "b", "statements"),
                ("3/2.sql", "2", "", "statements"),
                ("3/10.sql", "10", "", "statements"),
                ("10_c.sql", "10", "c", "statements"),
                ("views/v2.sql", "", "v2", "statements"),
                ("views/v10.sql", "", "v10", "statements"),
            ],
        ),
        "ways back, tests and archives": Case(
            {
                "1/down.sql": "",
                "2_b.down.sql": "",
                "2_b.sql": "",
                "3_c_down.sql": "",
                "3_c_up.sql": "",
                "4_d_down.sql": "",
                "up/5.sql": "",
                "down/5.sql": "",
                "tests/6.sql": "",
                "x/Archive/7.sql": "",
                "down.SQL": "",
            },
            [
                ("2_b.sql", "2", "b", "statements"),
                ("3_c_up.sql", "3", "c_up", "statements"),
                ("4_d_down.sql", "4", "d_down", "statements"),
                ("up/5.sql", "5", "", "statements"),
            ],
            [
                "1/down.sql",
                "2_b.down.sql",
                "3_c_down.sql",
                "down.SQL",
                "down/5.sql",
                "tests/6.sql",
                "x/Archive/7.sql",
            ],
        ),
    },
}
ALL = [(name, title) for name, cases in CASES.items() for title in cases]


def test_every_layout_has_a_case() -> None:
    assert set(CASES) == set(NAMES) == {layout.name for layout in all_layouts()}


@pytest.mark.parametrize(("name", "title"), ALL, ids=[f"{name}: {title}" for name, title in ALL])
def test_a_layout(tmp_path: Path, name: str, title: str) -> None:
    case = CASES[name][title]
    root = grow(tmp_path / "repo" / case.at, case.tree)
    folder = open_folder(root)
    assert folder.layout.name == name
    assert folder.root == str(root)
    assert [(m.relpath, m.version, m.name, m.sends) for m in folder.migrations] == case.found
    assert sorted(skipped(folder)) == sorted(case.left)
    assert all(item.path == f"{root}/{item.relpath}" for item in folder.migrations + folder.skipped)
    assert not folder.problems
    assert [m.repeatable for m in folder.migrations] == [name == "flyway" and not m.version for m in folder.migrations]
    named = open_folder(root, layout=name)
    assert order(named) == order(folder)
    assert skipped(named) == skipped(folder)


@pytest.mark.parametrize("name", NAMES)
def test_what_a_layout_says_of_itself(name: str) -> None:
    layout = get(name)
    assert layout.name == name
    assert layout.title
    assert layout.cite
    assert (layout.platform == "supabase") == (name == "supabase")
    assert bool(layout.history_tables) == bool(layout.history_ddl) == (name != "plain")
    assert layout.one_transaction == (name in ("drizzle", "node-pg-migrate"))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "plain"])
def test_the_history_table_is_made(name: str, database18: str) -> None:
    layout = get(name)
    with psycopg.connect(database18) as connection:
        connection.execute(layout.history_ddl.encode())
        for table in layout.history_tables:
            (found,) = connection.execute("SELECT to_regclass(%s)::text", [table]).fetchone() or (None,)
            assert found in (table, table.removeprefix("public."), table.rpartition(".")[2])
        connection.rollback()


@pytest.mark.parametrize(
    ("sends", "transaction"), [("block", True), ("pipeline", True), ("query", "multi"), ("statements", False)]
)
def test_transaction(tmp_path: Path, sends: str, transaction: object) -> None:
    found = {m.sends: m.transaction for m in _one_of_each(tmp_path)}
    assert found[sends] == transaction  # type: ignore[index]


def _one_of_each(tmp_path: Path) -> list:  # type: ignore[type-arg]
    out = []
    for name in ("supabase", "diesel", "prisma", "plain"):
        case = next(iter(CASES[name].values()))
        out += open_folder(grow(tmp_path / name / case.at, case.tree)).migrations
    return out


@pytest.mark.parametrize("name", ["golang_migrate", "Golang-Migrate", " supabase "])
def test_names_are_taken_generously(name: str) -> None:
    assert get(name).name in NAMES


def test_a_layout_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match='there is no layout "rails"; the layouts are atlas, dbmate, diesel'):
        open_folder(tmp_path, layout="rails")


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("supabase", {"supabase"}),
        ("prisma", {"prisma"}),
        ("diesel", {"hasura", "diesel"}),
        ("plain", {"sqlx", "plain"}),
    ],
)
def test_a_clear_answer_imports_few_layouts(tmp_path: Path, name: str, others: set[str]) -> None:
    case = next(iter(CASES[name].values()))
    root = grow(tmp_path / case.at, case.tree)
    code = (
        "import sys; from migslint.folder import open_folder;"
        f"open_folder({str(root)!r});"
        "print(*(m.rpartition('.')[2] for m in sys.modules if m.startswith('migslint.folder.layouts.')))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(out.stdout.split()) == others


def test_importing_the_room_is_light() -> None:
    code = "import sys, migslint.folder; print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(out.stdout.split())
    assert not loaded & {"migslint.folder.listing", "migslint.folder.find", "migslint.folder.layouts", "dataclasses"}
