"""The cases of the executor: what is set up, and expressions and queries asked of it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent


class Group(NamedTuple):
    """DDL, one statement after the other, and the questions asked after it."""

    name: str
    setup: list[str]
    questions: list[str]


def read(path: Path) -> list[Group]:
    """The groups of a file: `-- NAME`, statements that end with a semicolon, then `?` before each question."""
    groups: list[Group] = []
    statement: list[str] = []
    for line in path.read_text().splitlines():
        if line.startswith("-- "):
            groups.append(Group(f"{path.stem}: {line[3:]}", [], []))
        elif line.startswith("? "):
            groups[-1].questions.append(line[2:])
        elif line.startswith("  ") and not statement and groups[-1].questions:
            groups[-1].questions[-1] += "\n" + line
        elif line.strip():
            statement.append(line)
            if line.rstrip().endswith(";"):
                groups[-1].setup.append("\n".join(statement).rstrip().removesuffix(";"))
                statement = []
    return groups


def all_groups() -> list[Group]:
    """All groups of all files."""
    return [group for path in sorted((HERE / "cases").glob("*.sql")) for group in read(path)]
