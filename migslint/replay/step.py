"""One statement of the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from migslint.catalog.errors import PgError
from migslint.catalog.objects import CatalogObject
from migslint.catalog.session import Notice
from migslint.folder import Migration
from migslint.source import Span
from migslint.syntax.statements import Statement

if TYPE_CHECKING:
    from migslint.plpgsql.check.run import Call


class Harm(msgspec.Struct, frozen=True):
    """What a second run does to rows without being refused.

    kind: "doubled" (rows; `column`: of the key that is drawn anew), "adds up", "turned", "swapped" (`column`: both
    names), "anew" (values by chance or by the clock), "emptied", "takes more", "set back" (a sequence), "renamed back".
    `name` is the relation's.
    """

    kind: str
    name: str
    column: str = ""


class Loss(msgspec.Struct, eq=False, frozen=True):
    """What IF NOT EXISTS has kept from being made: in what the object that is there falls short of the statement.

    `location` is the place of its name in the statement, as in the tree, None for that of the statement's relation.
    `span` are the characters in the file where the guard of a DO block has done it.
    """

    obj: CatalogObject
    parts: tuple[str, ...]
    location: int | None = None
    span: Span | None = None


class Step(msgspec.Struct, eq=False):
    """A statement that was run.

    `refusal` is what PostgreSQL would raise, `unknown` says on what the verdict hangs where it cannot be given (at most
    one of the two is set; with neither the statement is accepted).  `before` and `after` are marks of the journal.
    `notices` are what the server would say besides.  `number` counts the steps of the run from 0.  `unknowns` is what
    was not known while a DO block or a function ran, `doubts` that for which anything was put in doubt.

    A step of a second run (phase "rerun") has in `first` the step of the same statement in the first one, whose number
    it shares; of its marks nothing is left, since the run is undone.  A step of phase "call" stands for what a function
    would be refused for when it is `call`ed after the last migration; its statement is the one that made the function,
    and its number that statement's.

    `unknowns` is what was not known while a DO block or a function ran, `doubts` that for which anything was put in
    doubt.
    """

    migration: Migration
    statement: Statement
    number: int
    before: int
    after: int = 0
    refusal: PgError | None = None
    unknown: str | None = None
    notices: tuple[Notice, ...] = ()
    cause: Step | None = None
    context: Any = None
    phase: Literal["apply", "rerun", "call"] = "apply"
    first: Step | None = None
    harms: tuple[Harm, ...] = ()
    losses: tuple[Loss, ...] = ()
    call: Call | None = None
    unknowns: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether PostgreSQL would run it."""
        return self.refusal is None and self.unknown is None
