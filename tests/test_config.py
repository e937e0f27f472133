"""Configuration files and the choice of rules."""

from __future__ import annotations

import os

import pytest

from migslint.config import Config, ConfigError, find_config, read_config

CODES = ("MD01", "MD02", "MR01", "MR02", "MX99")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def write(path: str, text: str) -> str:
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def test_all_keys() -> None:
    config = read_config(
        write(
            "db/migslint.toml",
            'pg-version = 17\nplatform = "supabase"\nlayout = "plain"\nbaseline = "base.sql"\npath = "../sql"\n'
            'select = ["MD"]\nignore = ["MD02"]\n[per-file-ignores]\n"old/*" = ["ALL"]\n',
        )
    )
    assert (config.pg_version, config.platform, config.layout) == (17, "supabase", "plain")
    assert (config.baseline, config.path, config.file) == ("db/base.sql", "sql", "db/migslint.toml")
    assert (config.select, config.ignore, config.per_file_ignores) == (("MD",), ("MD02",), {"old/*": ("ALL",)})


def test_the_nearest_file_upwards_counts() -> None:
    write("pyproject.toml", "[tool.migslint]\npg-version = 14\n")
    write("a/pyproject.toml", "[tool.other]\n")
    write("a/b/c/1.sql", "")
    config = find_config("a/b/c")
    assert config is not None
    assert (config.file, config.pg_version) == ("pyproject.toml", 14)
    write("a/migslint.toml", "pg-version = 15\n")
    write("a/pyproject.toml", "[tool.migslint]\npg-version = 16\n")
    for start in ("a/b/c", "a/b/c/1.sql", "a/b/c/missing.sql"):
        config = find_config(start)
        assert config is not None
        assert (config.file, config.pg_version) == ("a/migslint.toml", 15)


def test_a_file_above_the_working_directory(monkeypatch) -> None:
    write("migslint.toml", 'baseline = "db/base.sql"\npath = "db"\n')
    write("db/x/1.sql", "")
    monkeypatch.chdir("db/x")
    config = find_config(".")
    assert config is not None
    assert (config.file, config.baseline, config.path) == ("../../migslint.toml", "../base.sql", "..")


def test_no_file() -> None:
    write("pyproject.toml", "# no table tool.migslint here\n")
    assert find_config(".") is None


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('\npg_version = 15\nselect = ["MD"]', 2, 'unknown key "pg_version": did you mean "pg-version"?'),
        ("zzz = 1", 1, 'unknown key "zzz": the keys are pg-version, platform,'),
        ('select = ["MD"]\n\n[history]\na = 1', 3, 'unknown key "history"'),
        ('select = ["MD"]\n"hist" = 1', 2, 'unknown key "hist"'),
        ('\npg-version = "15"', 2, "pg-version: expected integer, got string"),
        ("# pg-version\n\npg-version = 13", 3, "pg-version must be one of 14, 15, 16, 17, 18"),
        ('select = "MD"', 1, "select: expected list, got string"),
        ('ignore = ["MD", 3]', 1, "ignore: expected string, got integer"),
        ("per-file-ignores = 3", 1, "per-file-ignores: expected table, got integer"),
        ('[per-file-ignores]\n"a.sql" = "MD"', 1, "per-file-ignores: expected list, got string"),
        ("select = [\n'MD'\n= 3", 3, "Unclosed array"),
        ("a\n", 1, "Expected '='"),
    ],
)
def test_mistakes_have_their_line(text: str, line: int, message: str) -> None:
    path = write("migslint.toml", text)
    with pytest.raises(ConfigError) as caught:
        find_config(".")
    assert (caught.value.path, caught.value.line) == (path, line)
    assert caught.value.message.startswith(message)


def test_the_line_of_a_key_in_pyproject_is_that_of_our_table() -> None:
    write("pyproject.toml", '[tool.ruff]\nselect = ["E"]\n[tool.migslint]\nignore = []\nselect = 1\n')
    with pytest.raises(ConfigError) as caught:
        find_config(".")
    assert caught.value.line == 5


def test_files_that_cannot_be_read() -> None:
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        read_config("nowhere.toml")
    with open("migslint.toml", "wb") as file:
        file.write(b"\xff\xfe")
    with pytest.raises(ConfigError, match="not UTF-8"):
        find_config(".")
    with pytest.raises(ConfigError, match=r"no table \[tool.migslint\]"):
        read_config(write("pyproject.toml", "[project]\n"))


@pytest.mark.parametrize(
    ("select", "ignore", "on"),
    [
        (("ALL",), (), CODES),
        (("MD",), (), ("MD01", "MD02")),
        (("ALL",), ("MD",), ("MR01", "MR02", "MX99")),
        (("MD", "MR01"), ("MD02",), ("MD01", "MR01")),
        (("ALL", "MD02"), ("MD",), ("MD02", "MR01", "MR02", "MX99")),
        (("MD02",), ("ALL",), ("MD02",)),
        (("ALL",), ("ALL",), ()),
        (("MD",), ("MD",), ()),
    ],
)
def test_the_more_exact_selector_wins(select, ignore, on) -> None:
    selection = Config(select=select, ignore=ignore).selection(CODES)
    assert tuple(code for code in CODES if code in selection) == on


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("select", '["MD", "MD9"]', 'unknown rule "MD9" in select'),
        ("ignore", '["md"]', 'unknown rule "md" in ignore'),
        ("ignore", '[""]', 'unknown rule "" in ignore'),
        ("per-file-ignores", '{ "a/*.sql" = ["XX"] }', 'unknown rule "XX" in a/*.sql'),
    ],
)
def test_unknown_rules(key: str, value: str, message: str) -> None:
    config = read_config(write("migslint.toml", f"# a comment\n{key} = {value}\n"))
    with pytest.raises(ConfigError) as caught:
        config.selection(CODES)
    assert (caught.value.message, caught.value.path, caught.value.line) == (message, "migslint.toml", 2)


def test_an_unknown_rule_from_the_command_line_has_no_file() -> None:
    with pytest.raises(ConfigError) as caught:
        Config(select=("XX",)).selection(CODES)
    assert (caught.value.message, caught.value.path) == ('unknown rule "XX" in select', None)


def test_per_file_ignores() -> None:
    text = '[per-file-ignores]\n"old/*.sql" = ["MD"]\n"2_*.sql" = ["MR01"]\n'
    selection = read_config(write("db/migslint.toml", text)).selection(CODES)
    assert selection.ignores("MD01", "db/old/1.sql")
    assert selection.ignores("MD01", "db/old/deep/1.sql")
    assert not selection.ignores("MR01", "db/old/1.sql")
    assert not selection.ignores("MD01", "db/new/1.sql")
    assert not selection.ignores("MD01", "old/1.sql")
    assert selection.ignores("MR01", "db/new/2_x.sql")
    assert selection.ignores("MR01", "db/old/2_x.sql")
    assert selection.ignores("MD01", "db/old/2_x.sql")
