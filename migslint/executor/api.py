"""What the interpreter asks of the executor."""

from __future__ import annotations

from typing import Any

from migslint.catalog.objects import Type, TypeRef
from migslint.catalog.session import Session
from migslint.executor.values import NOT_A_VARIABLE, UNKNOWN, Row, Unknowable, Value


class Environment:
    """The variables of the caller; this one has none."""

    def lookup(self, names: list[str]) -> Value:
        """The value of a name ("v", "r.field", "block.v"), or NOT_A_VARIABLE."""
        return NOT_A_VARIABLE

    def parameter(self, number: int) -> Value:
        """The value of $n."""
        return UNKNOWN

    def call(self, session: Session, schema: str | None, name: str, args: list[Value]) -> Value:
        """The result of a function of the folder; it is only called for expressions of which every part is known."""
        return UNKNOWN


class Rows:
    """The result of a query.

    `rows` is None where they are not all known for certain; single values in them may be UNKNOWN all the same.
    `exists`: whether there is any row, which may be known although the rows are not.  `first` is the first row as
    SELECT INTO takes it: None if there is none, UNKNOWN if that is not known.
    """

    __slots__ = ("columns", "exists", "first", "rows")

    def __init__(
        self, columns: list[str], rows: list[tuple[Value, ...]] | None, exists: Value = UNKNOWN, first: Value = UNKNOWN
    ) -> None:
        self.columns = columns
        self.rows = rows
        self.exists = exists if rows is None else bool(rows)
        self.first = first if rows is None else rows[0] if rows else None


def expression(session: Session, node: Any, env: Environment) -> Value:
    """The value of an expression, a node of the parse tree; UNKNOWN where it cannot be known.

    PgError where its evaluation fails for certain ('nosuch'::regclass: 42P01; 1 / 0: 22012).  The caller has had it
    analysed (`analyze.api`), so that names and types are right.
    """
    from migslint.executor.expr import TooMuch
    from migslint.executor.run import Run

    try:
        return outward(Run(session, env).evaluate(node, None))
    except (TooMuch, RecursionError):
        return UNKNOWN


def rows(session: Session, node: Any, env: Environment) -> Rows:
    """The result of a SELECT or VALUES, a node of the parse tree."""
    from migslint.executor.expr import TooMuch
    from migslint.executor.run import Run
    from migslint.executor.select import run_query

    try:
        return run_query(Run(session, env), node)
    except (TooMuch, RecursionError):
        return Rows([], None)


def cast(session: Session, value: Value, type: Type | TypeRef) -> Value:
    """`value::type`, as an assignment to a variable of the type converts it; PgError as the server (22P02, 22003 …)."""
    from migslint.executor.casts import cast as do

    return outward(do(session, value, type))


def output(value: Value, session: Session | None = None) -> Value:
    """The text that the server prints for a value: str, or None for NULL, or UNKNOWN.

    The names that regclass and its kin print hang on search_path: without a session they are UNKNOWN.
    """
    from migslint.executor.text import output as do

    return outward(do(session, value))


def outward(value: Value) -> Value:
    """A value as the outside sees it: of what is unknown there is one kind only."""
    if isinstance(value, Unknowable):
        return UNKNOWN
    if isinstance(value, list) and any(isinstance(v, (Unknowable, list, Row)) for v in value):
        return type(value)(map(outward, value))
    if isinstance(value, Row):
        return Row(value.names, [outward(v) for v in value.values])
    return value
