"""The cases of cases/*.sql: small files and how they read when all fixes that hold are made.

    -- case: NAME
    -- before            (optional: what earlier migrations made)
    -- file              (only after -- before)
    -- fixed             (as it reads afterwards; nothing for no fix)
    -- unsafe            (the same with --unsafe-fixes, where that makes a difference)

`<CR>` stands for a carriage return.  `python -m tests.fix.cases` writes the `fixed` and `unsafe` sections anew: read the
difference before you commit it.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from migslint.fix.prove import Fixed, Prover
from migslint.folder import Migration
from migslint.replay.run import Replay
from migslint.source import Source, Span
from migslint.worlds.start import start

FOLDER = Path(__file__).parent / "cases"


class Case(msgspec.Struct):
    """One case: `fixed` is the file's text with the safe fixes, `unsafe` with all of them."""

    area: str
    name: str
    before: str
    file: str
    fixed: str
    unsafe: str
    has_before: bool

    def prover(self) -> Prover:
        """At the point of a replay where the file is about to be run."""
        replay = Replay(start(18, "postgres"))
        replay.migration(migration("0_before.sql", self.before))
        return Prover(replay, migration("1_file.sql", self.file))


def migration(path: str, text: str) -> Migration:
    """A file that runs in one transaction."""
    return Migration(path, path, path[0], path[2:], Source(path, text), (Span(0, len(text)),), "block")


def text_of(fixed: Fixed | None, file: str) -> str:
    return file if fixed is None else fixed.migration.source.text


def read() -> list[Case]:
    """All cases, in order."""
    cases = []
    for path in sorted(FOLDER.glob("*.sql")):
        for block in re.split(r"^-- case: ", path.read_text(), flags=re.M)[1:]:
            name, _, rest = block.partition("\n")
            first, *others = re.split(r"^-- (before|file|fixed|unsafe)\n", rest, flags=re.M)
            parts = {"file": first} | dict(zip(others[::2], others[1::2]))
            parts = {key: value.replace("<CR>", "\r") for key, value in parts.items()}
            file = parts["file"]
            fixed = parts.get("fixed") or file
            before = "before" in parts
            cases.append(
                Case(path.stem, name, parts.get("before", ""), file, fixed, parts.get("unsafe", fixed), before)
            )
    return cases


def written(case: Case) -> str:
    """A case as it stands in its file."""
    out = f"-- case: {case.name}\n"
    if case.has_before:
        out += f"-- before\n{case.before}-- file\n"
    out += f"{case.file}-- fixed\n{case.fixed if case.fixed != case.file else ''}"
    if case.unsafe != case.fixed:
        out += f"-- unsafe\n{case.unsafe}"
    return out.replace("\r", "<CR>")


def main() -> None:
    texts: dict[str, str] = {}
    for case in read():
        case.fixed = text_of(case.prover().fix(unsafe=False), case.file)
        case.unsafe = text_of(case.prover().fix(unsafe=True), case.file)
        texts[case.area] = texts.get(case.area, "") + written(case)
    for area, text in texts.items():
        (FOLDER / f"{area}.sql").write_text(text)


if __name__ == "__main__":
    main()
