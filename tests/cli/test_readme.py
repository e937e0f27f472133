"""What README.md says of options and layouts is what there is."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from migslint.cli import COMMANDS
from migslint.cli.check import add_arguments
from migslint.cli.parser import Parser
from migslint.config import Table
from migslint.folder import all_layouts

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """The text of a section of the second level."""
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_every_layout_is_in_the_table_in_the_order_of_detection() -> None:
    rows = re.findall(r"^\| `([a-z][\w-]*)` \| (.+?) \|", section("Layouts"), re.MULTILINE)
    wanted = [(layout.name, layout.title.replace("plain folder", "none")) for layout in all_layouts()]
    assert rows == wanted


def test_every_option_of_check_is_in_the_table_and_no_other() -> None:
    parser = Parser("check", COMMANDS["check"])
    add_arguments(parser)
    options = {name for name in parser.names if name.startswith("--")}
    assert set(re.findall(r"`(--[\w-]+)", section("Use").split("Exit codes")[0].split("|---|")[1])) == options


@pytest.mark.parametrize("command", ["history", "explain"])
def test_every_option_of_a_command_is_in_its_paragraph_and_no_other(command: str) -> None:
    parser = Parser(command, COMMANDS[command])
    import_module(f"migslint.cli.{command}").add_arguments(parser)
    paragraph = section("Use").split(f"\n`migslint {command} ")[1].split("\n\n")[0]
    assert set(re.findall(r"`(--[\w-]+)", paragraph)) == {name for name in parser.names if name.startswith("--")}


def test_every_command_is_shown() -> None:
    for command in COMMANDS:
        assert f"migslint {command}" in section("Use")


def test_every_key_of_the_configuration_is_shown() -> None:
    shown = section("Configuration")
    for key in Table.__struct_encode_fields__:
        assert re.search(rf"^{key} = |\[tool\.migslint\.{key}\]", shown, re.MULTILINE), key
