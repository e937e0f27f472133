"""Reading a command line, and the options that several commands have."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NoReturn

import msgspec

from migslint.cli import Failure
from migslint.config import PG_VERSIONS, Config, find_config, read_config


class Parser(argparse.ArgumentParser):
    """The parser of one command; a mistake is a Failure."""

    def __init__(self, command: str, summary: str) -> None:
        super().__init__(f"migslint {command}", description=f"{summary[0].upper()}{summary[1:]}.", allow_abbrev=False)

    def parse(self, arguments: Sequence[str]) -> argparse.Namespace | int:
        """The arguments, or the exit code where `--help` was all that was wanted."""
        try:
            return self.parse_args(arguments)
        except SystemExit:
            return 0

    def error(self, message: str) -> NoReturn:
        raise Failure(f"{message} (see {self.prog} --help)")


def add_folder_arguments(parser: argparse.ArgumentParser) -> None:
    """What says which folder is meant and how it is to be read."""
    parser.add_argument("path", nargs="?", metavar="PATH", help="the migrations folder; found where none is named")
    parser.add_argument("--layout", metavar="NAME", help="the tool that owns the folder, where a guess will not do")
    parser.add_argument("--platform", metavar="NAME", help="what is there before the first file: postgres or supabase")
    parser.add_argument("--config", metavar="FILE", help="read this file instead of looking for one")


def add_world_arguments(parser: argparse.ArgumentParser) -> None:
    """What says which server is meant and what it holds."""
    parser.add_argument("--pg-version", type=int, choices=PG_VERSIONS, metavar="14..18", help="the server's version")
    parser.add_argument("--baseline", metavar="FILE", help="a schema (also a pg_dump) that is there before the folder")


def add_rerun_arguments(parser: argparse.ArgumentParser) -> None:
    """What says which files are run a second time."""
    parser.add_argument("--rerun", choices=("all", "changed", "off"), help="which files are run a second time")


def add_format_argument(parser: argparse.ArgumentParser, formats: Sequence[str] = ("text", "json")) -> None:
    parser.add_argument("--format", choices=formats, default=formats[0], help=", ".join(formats))


def add_color_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="auto colours a terminal only and heeds NO_COLOR and FORCE_COLOR",
    )


def selectors(text: str) -> tuple[str, ...]:
    """The codes in a list as an option has it: "MD,MR02"."""
    return tuple(code.strip() for code in text.split(",") if code.strip())


def configuration(arguments: argparse.Namespace) -> Config:
    """The nearest configuration with what the command line says in its place. Raises ConfigError."""
    if arguments.config is not None:
        config = read_config(arguments.config)
    else:
        config = find_config(arguments.path or ".") or Config()
    said = {
        name: value
        for name in ("path", "layout", "platform", "pg_version", "baseline", "rerun")
        if (value := getattr(arguments, name, None)) is not None
    }
    select = getattr(arguments, "select", None)
    ignore = getattr(arguments, "ignore", None) or []
    if select:
        # a choice made by hand is not undone by the file
        said |= {"select": sum(select, ()), "ignore": sum(ignore, ())}
    elif ignore:
        said |= {"ignore": sum(ignore, config.ignore)}
    return msgspec.structs.replace(config, **said)
