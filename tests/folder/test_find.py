"""Which folder is meant, and which layout it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from migslint.folder import FolderError, find_folder, open_folder
from migslint.folder.find import PLACES
from tests.folder.make import Tree, grow, order, skipped

SQL = "SELECT 1;\n"
JOURNAL = '{"entries":[{"tag":"0000_a","when":1}]}'


@pytest.mark.parametrize("place", PLACES)
def test_the_usual_places(tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(tmp_path, {f"{place}/1_a.sql": SQL, "migrations.md": "", "src/other.txt": ""})
    assert find_folder(tmp_path) == f"{tmp_path}/{place}"
    folder = open_folder(tmp_path)
    assert folder.root == f"{tmp_path}/{place}"
    monkeypatch.chdir(tmp_path)
    assert find_folder() == place
    assert [m.path for m in open_folder(".").migrations] == [f"{place}/1_a.sql"]


@pytest.mark.parametrize(
    ("tree", "found"),
    [
        ({"packages/db/migrations/1.sql": SQL, "packages/web/x.ts": ""}, "packages/db/migrations"),
        ({"packages/shared/prisma/migrations/1_a/migration.sql": SQL}, "packages/shared/prisma/migrations"),
        ({"apps/api/supabase/migrations/1_a.sql": SQL}, "apps/api/supabase/migrations"),
        ({"supabase/migrations/1_a.sql": SQL, "apps/api/migrations/1_a.sql": SQL}, "supabase/migrations"),
        ({"supabase/migrations/": "", "supabase/seed.sql": SQL, "db/migrations/1.sql": SQL}, "db/migrations"),
        ({"migrations/default/1_a/up.sql": SQL}, "migrations"),
    ],
)
def test_other_places(tmp_path: Path, tree: Tree, found: str) -> None:
    grow(tmp_path, tree)
    assert find_folder(tmp_path) == f"{tmp_path}/{found}"
    assert open_folder(tmp_path).root == f"{tmp_path}/{found}"


@pytest.mark.parametrize(
    ("tree", "places"),
    [
        (
            {"supabase/migrations/1_a.sql": SQL, "drizzle/0000_a.sql": SQL},
            ["supabase/migrations", "drizzle"],
        ),
        (
            {"packages/b/migrations/1.sql": SQL, "packages/a/prisma/migrations/1_a/migration.sql": SQL},
            ["packages/a/prisma/migrations", "packages/b/migrations"],
        ),
    ],
)
def test_several_places_are_named(
    tmp_path: Path, tree: Tree, places: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    grow(tmp_path, tree)
    message = "several migrations folders are here, name one: "
    for call in (find_folder, open_folder):
        with pytest.raises(FolderError) as error:
            call(tmp_path)
        assert str(error.value) == message + ", ".join(f"{tmp_path}/{place}" for place in places)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FolderError) as error:
        find_folder()
    assert str(error.value) == message + ", ".join(places)


def test_two_links_to_one_place_are_one(tmp_path: Path) -> None:
    grow(tmp_path, {"supabase/migrations/1_a.sql": SQL})
    (tmp_path / "migrations").symlink_to("supabase/migrations")
    assert find_folder(tmp_path) == f"{tmp_path}/supabase/migrations"


def test_inside_the_folder_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(tmp_path / "supabase/migrations", {"1_a.sql": SQL})
    monkeypatch.chdir(tmp_path / "supabase/migrations")
    assert find_folder() == "."
    folder = open_folder(".")
    assert folder.root == "."
    assert folder.layout.name == "supabase"
    assert [m.path for m in folder.migrations] == ["1_a.sql"]


@pytest.mark.parametrize("above", ["supabase", "supabase/"])
def test_a_folder_above(tmp_path: Path, above: str, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(tmp_path, {"supabase/migrations/1_a.sql": SQL, "supabase/seed.sql": SQL, "supabase/tests/1_t.sql": SQL})
    monkeypatch.chdir(tmp_path)
    folder = open_folder(above)
    assert folder.layout.name == "supabase"
    assert [m.path for m in folder.migrations] == ["supabase/migrations/1_a.sql"]


@pytest.mark.parametrize(
    ("tree", "found"),
    [
        ({"1_a.sql": SQL, "migrations/2_b.sql": SQL}, ["1_a.sql", "migrations/2_b.sql"]),
        (
            {"1_a/up.sql": SQL, "2_b/up.sql": SQL, "migrations/up.sql": SQL},
            ["1_a/up.sql", "2_b/up.sql", "migrations/up.sql"],
        ),
        ({"a.sql": SQL, "b.sql": SQL}, ["a.sql", "b.sql"]),
    ],
)
def test_a_folder_with_migrations_of_its_own_is_meant_itself(tmp_path: Path, tree: Tree, found: list[str]) -> None:
    assert order(open_folder(grow(tmp_path, tree))) == found


def test_plain_by_name_goes_nowhere_else(tmp_path: Path) -> None:
    grow(tmp_path, {"a.sql": SQL, "migrations/1.sql": SQL})
    assert order(open_folder(tmp_path)) == ["1.sql"]
    assert order(open_folder(tmp_path, layout="plain")) == ["a.sql", "migrations/1.sql"]


@pytest.mark.parametrize("argument", ["m", "m/", "./m", "../cwd/m", "m//"])
def test_paths_are_written_as_they_were_given(tmp_path: Path, argument: str, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(tmp_path / "cwd", {"m/1.sql": SQL, "m/x/2.sql": SQL})
    monkeypatch.chdir(tmp_path / "cwd")
    base = argument.rstrip("/")
    folder = open_folder(argument)
    assert folder.root == base
    assert [m.path for m in folder.migrations] == [f"{base}/1.sql", f"{base}/x/2.sql"]
    assert all(m.source.path == m.path for m in folder.migrations)


@pytest.mark.parametrize(
    ("tree", "layout"),
    [
        ({"1_a.sql": SQL}, "supabase"),
        ({"readme.md": "", "a.sql": SQL}, "supabase"),
        ({"1_a/migration.sql": SQL}, "prisma"),
        ({"1_a/up.sql": SQL, "1_a/down.sql": SQL}, "diesel"),
        ({"meta/_journal.json": JOURNAL, "0000_a.sql": SQL}, "supabase"),
    ],
)
def test_the_platform_supabase_means_its_cli(tmp_path: Path, tree: Tree, layout: str) -> None:
    folder = open_folder(grow(tmp_path, tree), platform="supabase")
    assert folder.layout.name == layout
    assert open_folder(tmp_path, platform="supabase", layout="plain").layout.name == "plain"


def test_other_platforms_change_nothing(tmp_path: Path) -> None:
    grow(tmp_path, {"1_a.sql": SQL})
    assert open_folder(tmp_path, platform="postgres").layout.name == "plain"


def test_links_do_not_hide_a_layout(tmp_path: Path) -> None:
    grow(tmp_path, {"supabase/migrations/1_a.sql": SQL, "supabase/migrations/notes.sql": SQL})
    (tmp_path / "here").symlink_to("supabase/migrations")
    folder = open_folder(tmp_path / "here")
    assert folder.layout.name == "supabase"
    assert skipped(folder) == {
        "notes.sql": 'Skipping migration notes.sql... (file name must match pattern "<timestamp>_name.sql")'
    }


@pytest.mark.parametrize(
    ("name", "source", "layout", "sends", "ran"),
    [
        ("x.sql", SQL, "plain", "statements", SQL),
        ("x.txt", SQL, "plain", "statements", SQL),
        ("down.sql", SQL, "plain", "statements", SQL),
        ("x.sql", "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n", "goose", "block", "SELECT 1;\n"),
        ("1_x.sql", "-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;\n", "goose", "query", "SELECT 1;\n"),
        ("x.sql", "-- migrate:up\nSELECT 1;\n-- migrate:down\n", "dbmate", "block", "-- migrate:up\nSELECT 1;\n"),
        ("x.sql", "-- Up Migration\n-- Down Migration\n", "node-pg-migrate", "block", "-- Up Migration\n"),
        ("supabase/migrations/1_x.sql", SQL, "supabase", "pipeline", SQL),
        ("supabase/migrations/x.sql", SQL, "plain", "statements", SQL),
    ],
)
def test_a_single_file(tmp_path: Path, name: str, source: str, layout: str, sends: str, ran: str) -> None:
    grow(tmp_path, {name: source, "other.sql": SQL, "supabase/migrations/2_y.sql": SQL})
    folder = open_folder(f"{tmp_path}/{name}")
    (migration,) = folder.migrations
    assert (folder.layout.name, migration.sends) == (layout, sends)
    assert migration.path == f"{tmp_path}/{name}"
    (span,) = migration.spans
    assert migration.source.text[span.start : span.end] == ran
    assert not folder.skipped


def test_a_single_file_of_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(tmp_path, {"x.sql": SQL})
    monkeypatch.chdir(tmp_path)
    folder = open_folder("x.sql")
    assert (folder.root, folder.migrations[0].path) == (".", "x.sql")


def test_a_single_file_that_cannot_be_read(tmp_path: Path) -> None:
    grow(tmp_path, {"x.sql": b"\xff\xfe\0"})
    folder = open_folder(tmp_path / "x.sql")
    assert [problem.path for problem in folder.problems] == [f"{tmp_path}/x.sql"]


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        ({"migration_lock.toml": 'provider = "mysql"', "1_a/migration.sql": SQL}, "has the provider mysql"),
        ({"meta/_journal.json": '{"dialect":"sqlite","entries":[]}', "a.sql": SQL}, "is of the dialect sqlite"),
        (
            {"one/1_a/up.sql": SQL, "two/1_a/up.sql": SQL},
            "has migrations of several databases; name one: .*/one, .*/two",
        ),
    ],
)
def test_folders_that_are_not_one_of_postgresql(tmp_path: Path, tree: Tree, message: str) -> None:
    with pytest.raises(FolderError, match=message):
        open_folder(grow(tmp_path, tree))


@pytest.mark.parametrize(
    ("journal", "message"),
    [
        (b"\xff\xfe{", "is UTF-16"),
        (b"{", "is not JSON"),
        (b"[]", 'has no list "entries"'),
        (b'{"entries":[{"idx":1}]}', "an entry has no tag"),
    ],
)
def test_a_broken_journal_is_told_of_and_the_files_are_still_read(tmp_path: Path, journal: bytes, message: str) -> None:
    grow(tmp_path, {"meta/_journal.json": journal, "0001_b.sql": SQL, "0000_a.sql": SQL})
    folder = open_folder(tmp_path)
    assert folder.layout.name == "drizzle"
    assert message in folder.problems[0].message
    assert order(folder) + list(skipped(folder)) == ["0000_a.sql", "0001_b.sql"]


def test_a_folder_of_skipped_files_is_still_a_folder(tmp_path: Path) -> None:
    folder = open_folder(grow(tmp_path, {"a.sql": SQL}), layout="supabase")
    assert not folder.migrations
    assert list(skipped(folder)) == ["a.sql"]
