"""`migslint rules`."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from migslint.cli.output import print_json, print_lines
from migslint.cli.parser import Parser, add_format_argument

if TYPE_CHECKING:
    from migslint.rules import Rule


def add_arguments(to: Parser) -> None:
    add_format_argument(to)


def run(arguments: SimpleNamespace) -> int:
    from migslint.rules import all_rules

    rules = sorted(all_rules(), key=lambda rule: rule.code)
    if arguments.format == "json":
        print_json({"version": 1, "rules": [as_json(rule) for rule in rules]})
        return 0
    names = max((len(rule.name) for rule in rules), default=0)
    levels = max((len(rule.severity) for rule in rules), default=0)
    print_lines(f"{r.code}  {r.name.ljust(names)}  {r.severity.ljust(levels)}  {r.summary}" for r in rules)
    return 0


def as_json(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "severity": rule.severity,
        "fixable": rule.fixable,
        "summary": rule.summary,
    }
