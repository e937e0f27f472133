"""`migslint rule CODE`."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING

from migslint.cli import Failure
from migslint.cli.output import print_json, print_lines
from migslint.cli.parser import Parser, add_format_argument
from migslint.cli.rules import as_json

if TYPE_CHECKING:
    from migslint.rules import Rule


def add_arguments(to: Parser) -> None:
    to.add_argument("rule", metavar="CODE", help="a rule's code (MD02) or name (duplicate-policy)")
    add_format_argument(to)


def run(arguments: SimpleNamespace) -> int:
    rule = find(arguments.rule)
    if arguments.format == "json":
        print_json({**as_json(rule), "docs": rule.docs})
    else:
        print_lines(page(rule))
    return 0


def find(wanted: str) -> Rule:
    """The rule with a code or a name. Raises Failure."""
    from difflib import get_close_matches

    from migslint.rules import all_rules

    rules = all_rules()
    for rule in rules:
        if wanted.upper() == rule.code or wanted.lower() == rule.name:
            return rule
    known = [name for rule in rules for name in (rule.code, rule.name)]
    near = get_close_matches(wanted.upper(), known, 1) or get_close_matches(wanted.lower(), known, 1)
    hint = f"did you mean {near[0]}?" if near else "`migslint rules` lists them"
    raise Failure(f'there is no rule "{wanted}": {hint}')


def page(rule: Rule) -> Iterator[str]:
    """A rule's page, in Markdown."""
    yield f"# {rule.code} {rule.name}"
    yield ""
    yield from rule.docs.strip().splitlines()
