"""The engine's calls for whoever has a question: about a name, or about an error that a server has raised."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from migslint.engine import Request, replayed, uncollected
from migslint.folder import FileProblem

if TYPE_CHECKING:
    from migslint.explain.answer import Answer
    from migslint.explain.message import Said
    from migslint.history.life import Life


class History(msgspec.Struct):
    """The lives of what bears or bore a name, in the order of their beginning.

    `nearest` are names that are there, where the asked one is not.  `problems` are files that could not be read.
    """

    name: str
    lives: list[Life]
    nearest: list[str]
    problems: list[FileProblem]


def history(request: Request, name: str, progress: Callable[[int, int], None] | None = None) -> History:
    """The lives of the objects of a name, schema-qualified or not; raises as `engine.check` does."""

    def run() -> History:
        folder, replay = replayed(msgspec.structs.replace(request, rerun="off"), progress, [])
        from migslint.history.life import Lives

        lives = Lives(replay)
        found = lives.named(name)
        return History(name, found, [] if found else lives.near(name), list(folder.problems))

    return uncollected(run)


def explain(
    request: Request, errors: list[Said], progress: Callable[[int, int], None] | None = None
) -> tuple[list[Answer], list[FileProblem]]:
    """The answers to errors, in their order, and the files that could not be read; raises as `engine.check` does.

    Every file is run twice and every function called: each of that may be where an error comes from.
    """

    def run() -> tuple[list[Answer], list[FileProblem]]:
        from migslint.explain.answer import Explainer

        folder, replay = replayed(msgspec.structs.replace(request, rerun="all"), progress, [])
        explainer = Explainer(replay)
        return [explainer.answer(said) for said in errors], list(folder.problems)

    return uncollected(run)
