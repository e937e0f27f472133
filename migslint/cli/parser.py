"""Reading a command line, and the options that several commands have."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from migslint.cli import Failure
from migslint.config import PG_VERSIONS, Config, ConfigError, find_config, read_config

if TYPE_CHECKING:
    import argparse


class Parser:
    """The parser of one command; its options are given as to argparse.

    argparse is only loaded for help and for mistakes: it takes as long as the check of a small folder.
    """

    def __init__(self, command: str, summary: str) -> None:
        self.command, self.summary = command, summary
        self._given: list[tuple[tuple[str, ...], dict[str, Any]]] = []

    def add_argument(self, *names: str, **how: Any) -> None:
        """As argparse has it; known here: `action` append and store_true, `nargs` "?", `type`, `choices`, `default`."""
        self._given.append((names, how))

    @property
    def names(self) -> list[str]:
        """The names of all options and of what is given by its place; `--help` is argparse's own."""
        return [name for names, _ in self._given for name in names]

    def parse(self, arguments: Sequence[str]) -> SimpleNamespace | int:
        """The arguments, or the exit code where `--help` was all that was wanted."""
        said = self._read(arguments)
        if said is not None:
            return said
        parser = self._argparse()
        try:
            return parser.parse_args(arguments, SimpleNamespace())
        except SystemExit:
            return 0

    def _argparse(self) -> argparse.ArgumentParser:
        import argparse

        class Complete(argparse.ArgumentParser):
            def error(self, message: str) -> NoReturn:
                raise Failure(f"{message} (see {self.prog} --help)")

        summary = f"{self.summary[0].upper()}{self.summary[1:]}."
        parser = Complete(f"migslint {self.command}", description=summary, allow_abbrev=False)
        for names, how in self._given:
            parser.add_argument(*names, **how)
        return parser

    def _read(self, arguments: Sequence[str]) -> SimpleNamespace | None:
        """The arguments of a command line that leaves no doubt, None where argparse has something to say."""
        options = {name: how for names, how in self._given for name in names if name.startswith("-")}
        places = [(names[0], how) for names, how in self._given if not names[0].startswith("-")]
        values = {
            _key(name): how.get("default", False if how.get("action") == "store_true" else None)
            for name, how in (*options.items(), *places)
        }
        words = iter(arguments)
        for word in words:
            if not word.startswith("-"):
                if not places:
                    return None
                name, how = places.pop(0)
                value: str | None = word
            else:
                name, _, inside = word.partition("=")
                if name not in options:
                    return None
                how = options[name]
                if how.get("action") == "store_true":
                    if word != name:
                        return None
                    values[_key(name)] = True
                    continue
                value = inside if word != name else next(words, None)
            if not value or value.startswith("-"):
                return None
            try:
                read = how.get("type", str)(value)
            except ValueError:
                return None
            if read not in how.get("choices", (read,)):
                return None
            key = _key(name)
            values[key] = [*(values[key] or ()), read] if how.get("action") == "append" else read
        return SimpleNamespace(**values) if all(how.get("nargs") == "?" for _, how in places) else None


def _key(name: str) -> str:
    return name.lstrip("-").replace("-", "_")


def add_folder_arguments(parser: Parser) -> None:
    """What says which folder is meant and how it is to be read."""
    parser.add_argument("path", nargs="?", metavar="PATH", help="the migrations folder; found where none is named")
    parser.add_argument("--layout", metavar="NAME", help="the tool that owns the folder, where a guess will not do")
    parser.add_argument("--platform", metavar="NAME", help="what is there before the first file: postgres or supabase")
    parser.add_argument("--config", metavar="FILE", help="read this file instead of looking for one")


def add_world_arguments(parser: Parser) -> None:
    """What says which server is meant and what it holds."""
    parser.add_argument("--pg-version", type=int, choices=PG_VERSIONS, metavar="14..18", help="the server's version")
    parser.add_argument("--baseline", metavar="FILE", help="a schema (also a pg_dump) that is there before the folder")


def add_rerun_arguments(parser: Parser) -> None:
    """What says which files are run a second time."""
    parser.add_argument("--rerun", choices=("all", "changed", "off"), help="which files are run a second time")
    parser.add_argument("--since", metavar="REV", help="changed: what differs from this revision of git")
    parser.add_argument("--staged", action="store_true", help="changed: what is staged for the next commit")


def add_format_argument(parser: Parser, formats: Sequence[str] = ("text", "json")) -> None:
    parser.add_argument("--format", choices=formats, default=formats[0], help=", ".join(formats))


def add_color_argument(parser: Parser) -> None:
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="auto colours a terminal only and heeds NO_COLOR and FORCE_COLOR",
    )


def selectors(text: str) -> tuple[str, ...]:
    """The codes in a list as an option has it: "MD,MR02"."""
    return tuple(code.strip() for code in text.split(",") if code.strip())


def configuration(arguments: SimpleNamespace) -> Config:
    """The nearest configuration with what the command line says in its place. Raises ConfigError."""
    if arguments.config is not None:
        config = read_config(arguments.config)
    else:
        config = find_config(arguments.path or ".") or Config()
    said = {
        name: value
        for name in ("path", "layout", "platform", "pg_version", "baseline", "rerun", "known")
        if (value := getattr(arguments, name, None)) is not None
    }
    since, staged = getattr(arguments, "since", None), getattr(arguments, "staged", False)
    if since is not None and staged:
        raise ConfigError("--since and --staged do not go together")
    if since is not None or staged:
        if said.setdefault("rerun", "changed") != "changed":
            raise ConfigError(f"--since and --staged go with --rerun changed, not with --rerun {said['rerun']}")
    select = getattr(arguments, "select", None)
    ignore = getattr(arguments, "ignore", None) or []
    if select:
        # a choice made by hand is not undone by the file
        said |= {"select": sum(select, ()), "ignore": sum(ignore, ())}
    elif ignore:
        said |= {"ignore": sum(ignore, config.ignore)}
    return msgspec.structs.replace(config, **said)
