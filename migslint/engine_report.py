"""What the engine hands to the faces."""

from __future__ import annotations

import msgspec

from migslint.diagnostic import Diagnostic
from migslint.folder import FileProblem, Folder


class Report(msgspec.Struct):
    """What was found.

    `diagnostics` are in the order of the replay, without those that the configuration or a comment silences (these
    are counted by `suppressed`) and those that are known (`known`). `problems` are files that could not be judged,
    `faults` mistakes of migslint itself, each a line with its place. `refused` counts the statements that
    PostgreSQL would refuse, `unknown` those of which nothing can be said. `rerun_files` are the files that were run
    twice, `refused_again` the statements that would be refused the second time only. `notes` are remarks on the
    run, for whoever started it.
    """

    diagnostics: list[Diagnostic]
    folder: Folder
    files: int = 0
    statements: int = 0
    refused: int = 0
    unknown: int = 0
    rerun_files: int = 0
    refused_again: int = 0
    suppressed: int = 0
    known: int = 0
    problems: list[FileProblem] = []
    faults: list[str] = []
    notes: list[str] = []
