"""`migslint check --fix` and `--diff`."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from migslint import cli

OLD = "CREATE TABLE t (id int);\r\nCREATE POLICY p ON t USING (true);\r\n"
NEW = (
    "CREATE TABLE IF NOT EXISTS t (id int);\r\nDROP POLICY IF EXISTS p ON t;\r\nCREATE POLICY p ON t USING (true);\r\n"
)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "m").mkdir()
    path = tmp_path / "m" / "1_a.sql"
    path.write_bytes(OLD.encode())
    monkeypatch.chdir(tmp_path)
    return path


def test_a_file_is_fixed_once(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.chmod(file, 0o640)
    assert cli.run(["check", "m", "--fix"]) == 0
    assert file.read_bytes() == NEW.encode()
    assert file.stat().st_mode & 0o777 == 0o640
    assert os.listdir(file.parent) == [file.name]
    said = capsys.readouterr()
    assert said.err == "fixed 2 statements in 1 file\n"
    assert said.out == "1 file, 3 statements: no conflicts\n"
    assert cli.run(["check", "m", "--fix"]) == 0
    assert file.read_bytes() == NEW.encode()
    assert capsys.readouterr().err == ""


def test_a_difference_changes_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", "m", "--diff"]) == 1
    assert file.read_bytes() == OLD.encode()
    out, err = capsys.readouterr()
    assert err == "would fix 2 statements in 1 file\n"
    assert "+CREATE TABLE IF NOT EXISTS t (id int);\r\n+DROP POLICY IF EXISTS p ON t;\r\n CREATE POLICY" in out


def test_applied_files_are_left_alone(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def git(*arguments: str) -> None:
        names = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
        subprocess.run(["git", *names, *arguments], check=True, capture_output=True)

    git("init", "-b", "main")
    git("add", ".")
    git("commit", "-m", "applied")
    new = file.with_name("2_b.sql")
    new.write_text("CREATE TABLE u (id int);\n")
    cli.run(["check", "m", "--fix"])
    assert file.read_bytes() == OLD.encode()
    assert new.read_text() == "CREATE TABLE IF NOT EXISTS u (id int);\n"
    cli.run(["check", "m", "--fix", "--fix-applied"])
    assert file.read_bytes() == NEW.encode()


def test_a_link_stays_a_link(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.sql"
    os.replace(file, target)
    file.symlink_to(target)
    assert cli.run(["check", "m", "--fix"]) == 0
    assert file.is_symlink()
    assert target.read_bytes() == NEW.encode()


def test_a_folder_that_cannot_be_written(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    assert cli.run(["check", "m", "--fix"]) == 2
    assert capsys.readouterr().err == "migslint: error: m/1_a.sql: cannot be written: permission denied\n"
    assert file.read_bytes() == OLD.encode()
    assert os.listdir(file.parent) == [file.name]


def test_only_what_is_told_is_fixed(file: Path) -> None:
    assert cli.run(["check", "m", "--fix", "--ignore", "MI"]) == 0
    assert file.read_bytes() == OLD.encode()
    silent = OLD.replace("CREATE TABLE", "-- migslint: ignore\r\nCREATE TABLE")
    file.write_bytes(silent.encode())
    cli.run(["check", "m", "--fix"])
    assert (
        file.read_bytes() == silent.replace("CREATE POLICY", "DROP POLICY IF EXISTS p ON t;\r\nCREATE POLICY").encode()
    )
