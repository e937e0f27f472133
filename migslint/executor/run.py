"""One evaluation: the session, the variables around it, and how much work it may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.catalog.session import Session
from migslint.executor.expr import TooMuch, evaluate
from migslint.executor.values import Value

if TYPE_CHECKING:
    from migslint.executor.api import Environment
    from migslint.executor.scope import Scope

#: nodes that one expression or query may evaluate
STEPS = 400_000


class Run:
    """`steps` counts down; `cache` keeps what is the same for the whole evaluation (the rows of catalogs)."""

    __slots__ = ("cache", "env", "session", "steps")

    def __init__(self, session: Session, env: Environment) -> None:
        self.session = session
        self.env = env
        self.steps = STEPS
        self.cache: dict[Any, Any] = {}

    def evaluate(self, node: Any, scope: Scope | None) -> Value:
        """The value of a node; `scope` is the row that columns are taken from."""
        self.steps -= 1
        if self.steps < 0:
            raise TooMuch
        return evaluate(self, node, scope)

    def spend(self, steps: int) -> None:
        """Count work that is done without nodes."""
        self.steps -= steps
        if self.steps < 0:
            raise TooMuch
