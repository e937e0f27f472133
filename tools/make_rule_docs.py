"""Write rules/CODE/README.md and rules/CODE/expected.txt for every rule.

usage: python -m tools.make_rule_docs [--check]

A rule's folder holds what people write: `bad/`, migrations that provoke this rule, and `good/`, the same done right.
What is made from them is `expected.txt`, the text report on `bad/`, and the page: the docstring of the rule's module,
the examples and the report.  With --check nothing is written; the exit code is 1, and stderr names the files, if one
is not current, if a rule has no folder or a folder no rule.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from migslint.engine import Request, check
from migslint.report.style import Style
from migslint.report.text import render
from migslint.rules import Rule, all_rules

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "rules"


def report(folder: str, scope: str = "off") -> str:
    """What `migslint check --color never --rerun SCOPE` prints for a folder, given relative to the repository."""
    found = check(Request(path=folder, rerun=scope))
    if found.problems:
        raise SystemExit(f"{folder}: {found.problems[0].message}")
    return "".join(f"{line}\n" for line in render(found, Style()))


def examples(folder: Path) -> Iterator[str]:
    """The migrations of an example, each with its path, as Markdown."""
    for path in sorted(folder.rglob("*.sql")):
        yield f"`{path.relative_to(ROOT).as_posix()}`"
        yield ""
        yield "```sql"
        yield path.read_text(encoding="utf-8").rstrip("\n")
        yield "```"
        yield ""


def scope(rule: Rule) -> str:
    """Which files of its examples are to be run a second time."""
    return "all" if rule.phase == "rerun" else "off"


def page(rule: Rule, expected: str) -> str:
    """A rule's README.md."""
    folder = RULES / rule.code
    lines = [
        f"# {rule.code} {rule.name}",
        "",
        rule.docs,
        "",
        "## Example",
        "",
        *examples(folder / "bad"),
        f"`migslint check rules/{rule.code}/bad --rerun {scope(rule)}` says:",
        "",
        "```text",
        expected.rstrip("\n"),
        "```",
        "",
        "## The same done right",
        "",
        *examples(folder / "good"),
        f"Severity: {rule.severity}. Phase: {rule.phase}.",
    ]
    return "\n".join(lines) + "\n"


def index(rules: list[Rule]) -> str:
    """rules/README.md: the list of the rules."""
    lines = ["# Rules", "", "| code | name | |", "|---|---|---|"]
    lines += [f"| [{r.code}]({r.code}/README.md) | {r.name} | {r.summary} |" for r in rules]
    return "\n".join(lines) + "\n"


def wanted(rules: list[Rule]) -> dict[Path, str]:
    """The text of every file that is made."""
    files = {RULES / "README.md": index(rules)}
    for rule in rules:
        folder = RULES / rule.code
        if folder.is_dir():
            expected = report(f"rules/{rule.code}/bad", scope(rule))
            files[folder / "expected.txt"] = expected
            files[folder / "README.md"] = page(rule, expected)
    return files


def misplaced(rules: list[Rule]) -> Iterator[str]:
    """Rules without a folder, folders without a rule."""
    codes = {rule.code for rule in rules}
    folders = {path.name for path in RULES.iterdir() if path.is_dir()}
    yield from (f"rules/{code}: the rule has no folder" for code in sorted(codes - folders))
    yield from (f"rules/{name}: there is no such rule" for name in sorted(folders - codes))
    for code in sorted(codes & folders):
        for part in ("bad", "good"):
            if not any((RULES / code / part).rglob("*.sql")):
                yield f"rules/{code}/{part}: no migration is in it"


def main() -> int:
    os.chdir(ROOT)  # the paths in a report are those of the command line
    rules = sorted(all_rules(), key=lambda rule: rule.code)
    wrong = list(misplaced(rules))
    if not wrong:
        checking = "--check" in sys.argv[1:]
        for path, text in wanted(rules).items():
            if path.exists() and path.read_text(encoding="utf-8") == text:
                continue
            if checking:
                wrong.append(f"{path.relative_to(ROOT)}: not current (python -m tools.make_rule_docs)")
            else:
                path.write_text(text, encoding="utf-8")
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
