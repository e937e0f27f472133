"""Bad input: each file that cannot be read is named with one line that says why, and the rest is still there."""

from __future__ import annotations

import builtins
import errno
import os
import socket
from pathlib import Path

import pytest

from migslint.folder import FolderError, find_folder, open_folder
from migslint.folder import read as reading
from tests.folder.make import grow, order, run

SQL = "CREATE TABLE t (a int);\n"


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"\xff\xfe" + SQL.encode("utf-16-le"), "is UTF-16 (little-endian), not UTF-8", 0),
        (b"\xfe\xff" + SQL.encode("utf-16-be"), "is UTF-16 (big-endian), not UTF-8", 0),
        (SQL.encode("utf-16-le"), "is UTF-16 (little-endian) without a mark", 0),
        (SQL.encode("utf-16-be"), "is UTF-16 (big-endian) without a mark", 0),
        (b"\xff\xfe\0\0" + SQL.encode("utf-32-le"), "is UTF-32 (little-endian)", 0),
        (b"\0\0\xfe\xff" + SQL.encode("utf-32-be"), "is UTF-32 (big-endian)", 0),
        (b"\xff\xfe", "is UTF-16 (little-endian)", 0),
        (b"SELECT 1;\nSELECT '\0';\n", "has a NUL byte in line 2", 2),
        (b"\x7fELF\0\0\0\0\1\2\3\4", "has a NUL byte in line 1 (a binary file?)", 1),
        (b"PGDMP\1\16\0\4", "pg_restore -f FILE.sql", 0),
        (b"\x1f\x8b\x08\0\0\0", "is compressed (gzip)", 0),
        (b"\x1f\x8b\x08\x08abc", "is compressed (gzip)", 0),
        (b"-- a\n-- Stra\xdfe\n", "is not UTF-8: byte 0xdf in line 2", 2),
        (b"SELECT '\xed\xa0\x80';", "is not UTF-8: byte 0xed in line 1", 1),
    ],
)
def test_what_is_not_text(tmp_path: Path, data: bytes, message: str, line: int) -> None:
    grow(tmp_path, {"1.sql": SQL, "2.sql": data, "3.sql": SQL})
    folder = open_folder(tmp_path)
    assert order(folder) == ["1.sql", "3.sql"]
    (problem,) = folder.problems
    assert problem.path == f"{tmp_path}/2.sql"
    assert problem.kind == "unreadable"
    assert message in problem.message
    assert problem.line == line


def test_the_advice_for_utf_16_works(tmp_path: Path) -> None:
    grow(tmp_path, {"1.sql": SQL.encode("utf-16-be")})
    message = open_folder(tmp_path).problems[0].message
    assert "iconv -f UTF-16BE -t UTF-8" in message
    assert (tmp_path / "1.sql").read_bytes().decode("utf-16-be") == SQL


def test_a_byte_order_mark_is_not_run_but_counted(tmp_path: Path) -> None:
    grow(tmp_path, {"1.sql": b"\xef\xbb\xbf" + SQL.encode()})
    (migration,) = open_folder(tmp_path).migrations
    assert migration.source.text == "\ufeff" + SQL
    assert migration.spans[0].start == 1
    assert run(migration) == [SQL.strip()]


def test_an_empty_file_is_an_empty_migration(tmp_path: Path) -> None:
    grow(tmp_path, {"1.sql": ""})
    folder = open_folder(tmp_path)
    assert [run(migration) for migration in folder.migrations] == [[""]]
    assert not folder.problems


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    grow(tmp_path, {"1.sql": b"SELECT 1;\r\nSELECT 2;\r"})
    assert open_folder(tmp_path).migrations[0].source.text == "SELECT 1;\r\nSELECT 2;\r"


def test_odd_files(tmp_path: Path) -> None:
    grow(tmp_path, {"1.sql": SQL, "5.sql/": ""})
    (tmp_path / "2.sql").symlink_to("nowhere.sql")
    (tmp_path / "3.sql").symlink_to("3.sql")
    os.mkfifo(tmp_path / "4.sql")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "6.sql"))
    (tmp_path / "7.sql").symlink_to("1.sql")
    folder = open_folder(tmp_path)
    assert order(folder) == ["1.sql", "7.sql"]
    found = {os.path.basename(problem.path): problem.message for problem in folder.problems}
    assert found["2.sql"] == "is a link to nowhere.sql, which is not there"
    assert found["3.sql"] == "is a link that leads back to itself"
    assert found["4.sql"] == "is not a regular file"
    assert found["6.sql"].startswith("cannot be read")
    assert len(found) == 4


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(tmp_path, {"1.sql": SQL, "2.sql": SQL})

    def no(path: str, flags: int) -> int:
        if path.endswith("2.sql"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return real(path, flags)

    real = os.open
    monkeypatch.setattr(reading.os, "open", no)
    folder = open_folder(tmp_path)
    assert order(folder) == ["1.sql"]
    assert [problem.message for problem in folder.problems] == ["cannot be read: permission denied"]


def test_an_error_while_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(tmp_path, {"1.sql": SQL})

    def no(fd: int, size: int) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(reading.os, "read", no)
    assert [p.message for p in open_folder(tmp_path).problems] == ["cannot be read: input/output error"]


def test_short_reads_are_no_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(tmp_path, {"1.sql": SQL})
    real = os.read
    monkeypatch.setattr(reading.os, "read", lambda fd, size: real(fd, min(size, 5)))
    assert open_folder(tmp_path).migrations[0].source.text == SQL


def test_files_without_a_size(tmp_path: Path) -> None:
    assert reading.read_bytes("/proc/self/status").startswith(b"Name:")


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "1.sql"
    with builtins.open(path, "wb") as file:
        file.truncate(2**30)  # a hole: no disk is used, and it is not read
    (problem,) = open_folder(tmp_path).problems
    assert "is too large: 1,073,741,824 bytes" in problem.message


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        ({}, "has no migrations: no .sql file is in it"),
        ({"README.md": "x", "old.sql.bak": "x"}, "has no migrations: no .sql file is in it"),
        ({"a/b/": "", "node_modules/x/1.sql": SQL, ".git/1.sql": SQL}, "has no migrations"),
    ],
)
def test_nothing_to_open(tmp_path: Path, tree: dict[str, str], message: str) -> None:
    grow(tmp_path, tree)
    with pytest.raises(FolderError, match=message):
        open_folder(tmp_path)
    with pytest.raises(FolderError, match="no migrations folder is here"):
        find_folder(tmp_path)


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match=r"no such file or directory"):
        open_folder(tmp_path / "gone")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(FolderError, match="leads back to itself"):
        open_folder(tmp_path / "loop")
    (tmp_path / "dangling").symlink_to("gone")
    with pytest.raises(FolderError, match="is a link to gone, which is not there"):
        open_folder(tmp_path / "dangling")
    with pytest.raises(FolderError, match="is no path"):
        open_folder("a\0b")
    with pytest.raises(FolderError):
        open_folder("")
    with pytest.raises(FolderError, match="path is too long"):
        open_folder("x" * 5000)


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no(path: str) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", path)

    monkeypatch.setattr("migslint.folder.listing.os.scandir", no)
    with pytest.raises(FolderError, match="cannot be read: permission denied"):
        open_folder(tmp_path)


@pytest.mark.parametrize("name", ["1_a.sql", "V1__a.sql"])
def test_link_loops_between_folders(tmp_path: Path, name: str) -> None:
    second, third = name.replace("1", "2"), name.replace("1", "3")
    grow(tmp_path / "here", {name: SQL, f"sub/{second}": SQL})
    grow(tmp_path / "there", {third: SQL, "below/": ""})
    root = tmp_path / "here"
    (root / "sub" / "root").symlink_to("..")
    (root / "sub" / "self").symlink_to(".")
    (root / "again").symlink_to("sub")
    (root / "z").symlink_to("../there")
    (tmp_path / "there" / "below" / "back").symlink_to(root)
    folder = open_folder(root)
    assert order(folder) == [name, f"sub/{second}", f"z/{third}"]
    assert {(p.path[len(str(root)) + 1 :], p.message) for p in folder.problems} == {
        (rel, "is a link that leads back to a folder it stands in") for rel in ("sub/root", "sub/self", "z/below/back")
    }


def test_a_folder_below_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(tmp_path, {"1_a/up.sql": SQL, "2_b/up.sql": SQL, "3_c/up.sql": SQL})
    real = os.scandir

    def no(path: str) -> object:
        if path.endswith("2_b"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return real(path)

    monkeypatch.setattr("migslint.folder.listing.os.scandir", no)
    folder = open_folder(tmp_path)
    assert order(folder) == ["1_a/up.sql", "3_c/up.sql"]
    assert [(p.path, p.message) for p in folder.problems] == [
        (f"{tmp_path}/2_b", "cannot be read: permission denied"),
    ]


def test_names_that_are_no_text(tmp_path: Path) -> None:
    with builtins.open(os.fsencode(tmp_path) + b"/1_\xff\x1b[31m.sql", "w") as file:
        file.write(SQL)
    with builtins.open(os.fsencode(tmp_path) + b"/0_a\nb.sql", "w") as file:
        file.write(SQL)
    folder = open_folder(tmp_path)
    assert [os.fsencode(rel) for rel in order(folder)] == [b"0_a\nb.sql", b"1_\xff\x1b[31m.sql"]
