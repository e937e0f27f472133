"""Put the output of a real run into README.md, between `<!-- run -->` and `<!-- /run -->`.

usage: python -m tools.make_readme [--check]

With --check nothing is written; the exit code is 1 if the README is not current.  Of the run's findings only some are
shown; an ellipsis stands for the others.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
FOLDER = "examples/crisis"
COMMAND = ["migslint", "check"]

#: words of the findings that are shown, each the first that has them
SHOWN = ("will not be created", "already exists  42710", "notification_channels", "CREATE POLICY IF NOT EXISTS")

#: rows of the table of rules that are shown
ROWS = 4


def run() -> str:
    """What the command prints of a clean checkout, of which no file is run again, without colours."""
    done = subprocess.run(
        [sys.executable, "-m", *COMMAND, "--color=never", "--rerun=off"],
        cwd=ROOT / FOLDER,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT)},
    )
    if done.returncode != 1:
        raise SystemExit(f"{' '.join(COMMAND)} ended with {done.returncode}")
    return done.stdout


def shortened(output: str) -> str:
    """The findings that show what migslint is about, and the sum."""
    blocks = output.rstrip("\n").split("\n\n")
    *findings, table, last_line = blocks
    rows = table.splitlines()
    if len(rows) > ROWS:
        rows = [*rows[:ROWS], "…"]
    chosen: list[int] = []
    for words in SHOWN:
        numbers = [number for number, text in enumerate(findings) if words in text and number not in chosen]
        if numbers:
            chosen.append(numbers[0])
    shown: list[str] = []
    last = -1
    for number in sorted(chosen):
        if number > last + 1:
            shown.append("…")
        shown.append(findings[number])
        last = number
    if last + 1 < len(findings):
        shown.append("…")
    return "\n\n".join([*shown, "\n".join(rows), last_line])


def filled(text: str) -> str:
    """The README with the run of today in it."""
    start, end = "<!-- run -->\n", "<!-- /run -->"
    before, _, rest = text.partition(start)
    _, _, after = rest.partition(end)
    if not after:
        raise SystemExit(f"README.md has no {start.strip()} … {end}")
    return f"{before}{start}```console\n$ cd {FOLDER}\n$ {' '.join(COMMAND)}\n{shortened(run())}\n```\n{end}{after}"


def main() -> int:
    text = README.read_text(encoding="utf-8")
    wanted = filled(text)
    if wanted == text:
        return 0
    if "--check" in sys.argv[1:]:
        print("README.md is not current: python -m tools.make_readme", file=sys.stderr)
        return 1
    README.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
