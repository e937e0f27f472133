"""Configuration: `migslint.toml`, or `[tool.migslint]` of pyproject.toml, and the choice of rules.

A file's keys are those of `Table`, written with dashes; a relative path in a file is relative to that file.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Collection, Iterator
from typing import Any, Literal

import msgspec

PG_VERSIONS = (14, 15, 16, 17, 18)

#: the selector that stands for every rule
ALL = "ALL"


class ConfigError(Exception):
    """Configuration that cannot be used; `path` and the 1-based `line` say where, if it came from a file."""

    def __init__(self, message: str, path: str | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line


class Table(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, frozen=True):
    """What may stand in a file."""

    pg_version: int | None = None
    platform: str | None = None
    layout: str | None = None
    baseline: str | None = None
    path: str | None = None
    rerun: Literal["all", "changed", "off"] = "changed"
    known: str | None = None
    select: tuple[str, ...] = (ALL,)
    ignore: tuple[str, ...] = ()
    per_file_ignores: dict[str, tuple[str, ...]] = {}


class Config(msgspec.Struct, frozen=True):
    """What a project or a command line asks for; the defaults are what holds where nobody asks.

    `path` is the folder to judge and `baseline` a schema to replay before it, both as seen from the working directory;
    `rerun` says which files are run a second time: "all", "changed" or "off".  `known` is the file of known findings.
    `select` and `ignore` hold rule codes or their beginnings ("MD02", "MD", "ALL"); `per_file_ignores` maps a glob to
    such selectors.  `file` is the configuration file, None where there is none, and `text` what it says.
    """

    pg_version: int | None = None
    platform: str | None = None
    layout: str | None = None
    baseline: str | None = None
    path: str | None = None
    rerun: str = "changed"
    known: str | None = None
    select: tuple[str, ...] = (ALL,)
    ignore: tuple[str, ...] = ()
    per_file_ignores: dict[str, tuple[str, ...]] = {}
    file: str | None = None
    text: str = ""

    def error(self, message: str, key: str) -> ConfigError:
        """A mistake in the value of a key, at its line if the file has the key."""
        line = line_of(self.text, key) if self.file else None
        return ConfigError(message, self.file if line else None, line)

    def selection(self, known: Collection[str]) -> Selection:
        """The choice among the known rule codes. Raises ConfigError on a selector that stands for none of them."""
        tables = [("select", self.select), ("ignore", self.ignore), *self.per_file_ignores.items()]
        for key, selectors in tables:
            for selector in selectors:
                if selector != ALL and not any(code.startswith(selector) for code in known if selector):
                    raise self.error(f'unknown rule "{selector}" in {key}', key)
        on = frozenset(code for code in known if weight(code, self.select) > weight(code, self.ignore))
        root = os.path.dirname(os.path.abspath(self.file)) if self.file else os.getcwd()
        return Selection(on, root, self.per_file_ignores)


class Selection:
    """Which rules are on, everywhere and in one file."""

    def __init__(self, on: frozenset[str], root: str, per_file: dict[str, tuple[str, ...]]) -> None:
        self.on = on
        self.root = root
        self.per_file = per_file
        self._files: dict[str, tuple[str, ...]] = {}

    def __contains__(self, code: str) -> bool:
        return code in self.on

    def ignores(self, code: str, path: str) -> bool:
        """Whether the file at `path`, as seen from the working directory, is excused from a rule."""
        if not self.per_file:
            return False
        selectors = self._files.get(path)
        if selectors is None:
            selectors = self._files[path] = tuple(self._selectors(path))
        return weight(code, selectors) >= 0

    def _selectors(self, path: str) -> Iterator[str]:
        from fnmatch import fnmatchcase

        relative = os.path.relpath(path, self.root).replace(os.sep, "/")
        for glob, selectors in self.per_file.items():
            if fnmatchcase(relative, glob) or fnmatchcase(os.path.basename(path), glob):
                yield from selectors


def weight(code: str, selectors: tuple[str, ...]) -> int:
    """The length of the longest selector that stands for a code, 0 for ALL, -1 for none: the more exact one wins."""
    return max((0 if s == ALL else len(s) for s in selectors if s == ALL or code.startswith(s)), default=-1)


def find_config(start: str) -> Config | None:
    """The nearest configuration at or above the path `start`: migslint.toml, else a pyproject.toml that names migslint.

    Raises ConfigError where the nearest one cannot be used.
    """
    directory = os.path.abspath(start)
    if not os.path.isdir(directory):
        directory = os.path.dirname(directory)
    while True:
        path = os.path.join(directory, "migslint.toml")
        if os.path.isfile(path):
            return read_config(short(path))
        path = os.path.join(directory, "pyproject.toml")
        if os.path.isfile(path):
            text = read_text(short(path))
            if "tool.migslint" in text and (config := parse_config(short(path), text)) is not None:
                return config
        parent = os.path.dirname(directory)
        if parent == directory:
            return None
        directory = parent


def read_config(path: str) -> Config:
    """The configuration in a file that somebody named. Raises ConfigError."""
    config = parse_config(path, read_text(path))
    if config is None:
        raise ConfigError("there is no table [tool.migslint] in this file", path)
    return config


def parse_config(path: str, text: str) -> Config | None:
    """The configuration in a file's text, None for a pyproject.toml that has none. Raises ConfigError."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        table: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).partition(" (at ")
        line = re.match(r"line (\d+)", where)
        raise ConfigError(what, path, int(line[1]) if line else None) from None
    if os.path.basename(path) == "pyproject.toml":
        tool = table.get("tool")
        table = tool.get("migslint") if isinstance(tool, dict) else None
        if table is None:
            return None
    try:
        read = msgspec.convert(table, Table)
    except msgspec.ValidationError as error:
        raise explained(str(error), path, text) from None
    root = os.path.dirname(path)
    config = Config(
        read.pg_version,
        read.platform,
        read.layout,
        read.baseline and short(os.path.join(root, read.baseline)),
        read.path and short(os.path.join(root, read.path)),
        read.rerun,
        read.known and short(os.path.join(root, read.known)),
        read.select,
        read.ignore,
        read.per_file_ignores,
        path,
        text,
    )
    if config.pg_version is not None and config.pg_version not in PG_VERSIONS:
        raise config.error(f"pg-version must be one of {', '.join(map(str, PG_VERSIONS))}", "pg-version")
    return config


def explained(message: str, path: str, text: str) -> ConfigError:
    """msgspec's message ("Expected `int`, got `str` - at `$.pg-version`") in our words, with its line."""
    unknown = re.match(r"Object contains unknown field `(.*)`", message)
    if unknown:
        from difflib import get_close_matches

        known = [field.encode_name for field in msgspec.structs.fields(Table)]
        near = get_close_matches(unknown[1], known, 1)
        hint = f'did you mean "{near[0]}"?' if near else f"the keys are {', '.join(known)}"
        return ConfigError(f'unknown key "{unknown[1]}": {hint}', path, line_of(text, unknown[1]))
    what, _, where = message.partition(" - at `$")
    key = re.match(r"\.([\w-]+)", where)
    if not key:
        return ConfigError(message, path)
    what = what.replace("`", "").replace("Expected", "expected").replace("Object", "table")
    for msgspec_name, name in (("array", "list"), ("object", "table"), ("str", "string"), ("int", "integer")):
        what = re.sub(rf"\b{msgspec_name}\b", name, what)
    return ConfigError(f"{key[1]}: {what.replace(' | null', '')}", path, line_of(text, key[1]))


def line_of(text: str, key: str) -> int | None:
    """The 1-based line of a key in the migslint table of a TOML text, None where it is not found."""
    start = max(text.find("[tool.migslint"), 0)
    name = rf"""["']?{re.escape(key)}["']?[ \t]*"""
    for pattern in (rf"(?m)^[ \t]*(?:\[(?:[\w. -]*\.)?)?{name}[].=]", f"{name}="):
        if found := re.compile(pattern).search(text, start):
            return text.count("\n", 0, found.start()) + 1
    return None


def read_text(path: str) -> str:
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror or error}", path) from None
    except UnicodeDecodeError:
        raise ConfigError("cannot be read: it is not UTF-8", path) from None


def short(path: str) -> str:
    """A path as seen from the working directory, absolute where that is not shorter."""
    absolute = os.path.abspath(path)
    try:
        relative = os.path.relpath(absolute)
    except ValueError:
        return absolute.replace(os.sep, "/")
    return min(relative, absolute, key=len).replace(os.sep, "/")
