"""The statements that the replay may answer with unknown: `unknown.txt`, one case a line.

    area:name of the case: 2, 5

means that its second and fifth statement are unknown, and no others.  A statement that is not on the list and unknown
fails the test, and so does one that is on the list and known.
"""

from __future__ import annotations

from pathlib import Path

LIST = Path(__file__).parent / "unknown.txt"
GAPS = Path(__file__).parent / "gaps.txt"


def read_unknowns() -> dict[str, list[int]]:
    """By case id the statements, from 0."""
    out: dict[str, list[int]] = {}
    if not LIST.exists():
        return out
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, numbers = line.rpartition(": ")
            out[name] = [int(number) - 1 for number in numbers.split(",")]
    return out


def write_unknowns(found: dict[str, list[int]]) -> None:
    """Write the list anew."""
    lines = ["# Statements, from 1, that the replay does not know the answer to (see unknowns.py)."]
    lines += [f"{name}: {', '.join(str(i + 1) for i in numbers)}" for name, numbers in sorted(found.items())]
    LIST.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_gaps() -> frozenset[str]:
    """The cases of `gaps.txt`, on which the replay does not agree with the server yet.

    `python -m tests.differential.run --gaps` writes the file anew; it is only ever to become shorter.
    """
    return frozenset(GAPS.read_text(encoding="utf-8").split("\n")) - {""}
