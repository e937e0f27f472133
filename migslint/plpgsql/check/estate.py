"""What is known while a body is walked through (`plpgsql.h, PLpgSQL_execstate`), and queries among its variables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from migslint.analyze import api
from migslint.analyze.types import UNSURE_REF
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import Type, TypeRef
from migslint.catalog.session import Session
from migslint.catalog.typename import base_type
from migslint.commands.doubt import WILD, touch, touch_everything
from migslint.plpgsql.check import nodes as n
from migslint.plpgsql.check.constants import ANY, Trigger, string
from migslint.plpgsql.check.names import (
    Datum,
    Names,
    Record,
    Shape,
    State,
    field_type,
    shape_of,
)
from migslint.plpgsql.check.query import QUERIES, Parsed, Texts
from migslint.plpgsql.check.types import declared_type
from migslint.plpgsql.conditions import matches
from migslint.plpgsql.dynamic import template_statements, text_of
from migslint.plpgsql.texts import statements_of

#: what makes and changes any table
_ANY_TABLE = f'create table "{WILD}" (a int); alter table "{WILD}" add "{WILD}" int; alter table "{WILD}" drop "{WILD}"'


class Problem(msgspec.Struct, eq=False):
    """An error that a statement raises.

    `at` is the byte of the body, `cause` the problem without which it is none; `caught`: WHEN OTHERS catches it.
    """

    error: PgError
    at: int | None
    cause: Problem | None = None
    caught: bool = False


class Uncompiled(Exception):
    """The body cannot be compiled: (the error, the byte of the body)."""


class Result(msgspec.Struct, eq=False):
    """The declared result: the names and types of its columns (None: not known), and the composite `row` that it is."""

    columns: Sequence[tuple[str, TypeRef]] | None = None
    row: Type | None = None


class Estate:
    """The state of a walk: variables, what is found, what surrounds the statement."""

    def __init__(self, session: Session, texts: Texts, names: Names, result: Result, trigger: Trigger | None) -> None:
        self.session = session
        self.texts = texts
        self.names = names
        self.result = result
        self.trigger = trigger
        self.problems: list[Problem] = []
        self.opened: dict[Datum, Shape | None] = {}
        self.caught: list[tuple[str, ...]] = []
        self.guards: frozenset[str] = frozenset()
        self.left_guard: frozenset[str] = frozenset()
        self.failed: dict[Record, Problem] = {}
        self.refused: Problem | None = None

    # --- what is found ---

    def found(self, error: PgError, at: int | None) -> Problem | None:
        """Note an error, unless the body is prepared for it."""
        error.__context__ = error.__cause__ = None
        error = error.with_traceback(None)
        asked = {ANY, error.name, error.within if error.kind == "relation" else error.name}
        if error.reason == "missing" and self.guards & asked:
            return None
        for conditions in self.caught:
            if any(c != "others" and matches(c, error.sqlstate) for c in conditions):
                return None
        problem = Problem(error, at, caught=any("others" in conditions for conditions in self.caught))
        if error.sqlstate == "55000" and isinstance(error.obj, Record):
            problem.cause = self.failed.get(error.obj)
            if problem.cause is None and error.obj.state == "failed":
                return None
        self.problems.append(problem)
        return problem

    def analyse(self, parsed: Parsed | None, parameters: Sequence[api.Parameter] = ()) -> Shape | None:
        """The columns of a query, None where they are not known or it is refused."""
        return shaped(self.columns(parsed, parameters))

    def columns(self, parsed: Parsed | None, parameters: Sequence[api.Parameter] = ()) -> list[api.Column] | None:
        """As `analyse`, in order and with those that bear the same name."""
        self.refused = None
        if parsed is None:
            return None
        try:
            return api.query(self.session, {parsed.tag: parsed.node}, parameters, hooks=self.names).columns
        except PgError as error:
            self.refused = self.found(error, parsed.place(error))
        except Unknown:
            pass
        return None

    def value(self, text: n.Text) -> TypeRef:
        """The type of an expression."""
        columns = self.columns(self.texts.expression(text))
        return columns[0].type if columns is not None and len(columns) == 1 else UNSURE_REF

    # --- types ---

    def builtin(self, name: str) -> TypeRef:
        """A built-in type."""
        return TypeRef(self.session.catalog.builtin_type(name))

    def text(self, text: n.Text) -> str:
        """The characters of a part of the body."""
        return self.texts.data[text.start : text.end].decode("utf-8", "replace")

    def type_of(self, text: n.Text) -> TypeRef:
        """A declared type."""
        try:
            return declared_type(self.names, self.text(text))
        except PgError as error:
            raise Uncompiled(error, text.start) from None

    # --- variables ---

    def state(self) -> list[tuple[Record, State]]:
        """What the records hold."""
        return [(r, r.state) for r in self.names.records()]

    def restore(self, states: list[tuple[Record, State]]) -> None:
        """Let the records hold what they held."""
        for record, state in states:
            record.state = state

    def merge(self, ways: list[list[tuple[Record, State]]]) -> None:
        """Where several ways meet, a record holds what it holds on all of them that give it something."""
        if not ways:
            return
        held: dict[Record, list[State]] = {}
        for way in ways:
            for record, state in way:
                held.setdefault(record, []).append(state)
        for record, states in held.items():
            given = [s for s in states if s not in ("unassigned", "later", "failed")]
            if not given:
                record.state = next((s for s in ("failed", "later") if s in states), "unassigned")
            else:
                record.state = given[0] if all(s == given[0] for s in given) else "unknown"

    def target(self, target: n.Target) -> Datum | TypeRef | None:
        """What is assigned to: a variable, the type of a field, None if that cannot be told."""
        found = self.names.lookup(target.names)
        if found is None:
            return None
        datum, used = found
        if used == len(target.names):
            return datum
        if isinstance(datum, Record) and used == len(target.names) - 1:
            try:
                return field_type(datum, target.names[-1], None)
            except PgError as error:
                self.found(error, target.start)
        return None

    def assign(self, targets: Iterable[n.Target], columns: Shape | None) -> None:
        """INTO: what a query yields goes into the targets."""
        refused = self.refused
        targets = list(targets)
        for target in targets:
            datum = self.target(target)
            if isinstance(datum, Record) and datum.type is None and len(targets) == 1:
                if columns is not None:
                    datum.state = columns
                elif refused is None:
                    datum.state = "unknown"
                elif datum.state in ("unassigned", "later"):
                    datum.state = "failed"
                    self.failed[datum] = refused

    def hold(self, datum: Datum | TypeRef | None, given: TypeRef) -> None:
        """A record is assigned an expression of this type."""
        if not isinstance(datum, Record) or datum.type is not None:
            return
        relation = base_type(given.type).relation
        if relation is not None:
            datum.state = shape_of(relation)
        elif self.refused is not None and datum.state in ("unassigned", "later"):
            datum.state = "failed"
            self.failed[datum] = self.refused
        else:
            datum.state = "unknown"

    def literal(self, text: n.Text, want: TypeRef) -> None:
        """`transformPLAssignStmt`: a literal is read as the type of the variable."""
        parsed = self.texts.expression(text)
        const = parsed.value.get("A_Const") if parsed is not None else None
        if parsed is None or const is None or "sval" not in const:
            return
        try:
            api.coerce_literal(self.session, const["sval"].get("sval", ""), want, const.get("location", 0))
        except PgError as error:
            self.found(error, parsed.place(error))

    def refuse_nothing(self) -> None:
        """What is assigned next is not the result of a refused query."""
        self.refused = None

    # --- SQL that is no query, or computed ---

    def call(self, parsed: Parsed) -> None:
        """`transformCallStmt`."""
        try:
            api.call(self.session, parsed.node, hooks=self.names)
        except PgError as error:
            self.refused = self.found(error, parsed.place(error))
        except Unknown:
            pass

    def touched(self, node: n.Sql) -> None:
        """Put in doubt what the statement may create, change or drop."""
        parsed = self.texts.statement(node.text)
        if parsed is not None and parsed.tag not in QUERIES and parsed.tag != "CallStmt":
            touch(self.session, parsed.tag, parsed.node)

    def touched_by(self, node: n.Execute) -> None:
        """Put in doubt what computed SQL may touch.

        Where nothing of it is known, that is what the strings of the body speak of; a string that comes from elsewhere
        may make a relation.
        """
        session = self.session
        statements = template_statements(text_of(self.text(node.value)))
        if statements is None:
            if self.texts.speaks_of("routine"):
                touch_everything(session)
                return
            session.catalog.doubt("relation")
            statements = statements_of(_ANY_TABLE) if self.texts.speaks_of("definition") else []
        for statement in statements:
            touch(session, statement.tag, statement.node)

    def dynamic(self, text: n.Text, using: list[n.Text]) -> Shape | None:
        """EXECUTE: the expression, and the query itself where it is constant."""
        parameters = [api.Parameter("", self.value(u)) for u in using]
        self.value(text)
        if self.refused is not None:
            return None
        template = string(self.text(text))
        if template is None:
            return None
        statements = statements_of(template)
        if len(statements) != 1 or statements[0].error is not None or statements[0].tag not in QUERIES:
            return None
        try:
            info = api.query(self.session, {statements[0].tag: statements[0].node}, parameters)
        except PgError as error:
            at = text.start + error.location + 1 if error.location is not None and self.verbatim(text) else text.start
            self.refused = self.found(error, at)
            return None
        except Unknown:
            return None
        return shaped(info.columns)

    def verbatim(self, text: n.Text) -> bool:
        """Whether an expression is one string whose characters stand in the body as they are."""
        return re.fullmatch(r"'[^'\\]*'", self.text(text)) is not None


def shaped(columns: list[api.Column] | None) -> Shape | None:
    """The columns of a query as a row; of those that bear the same name the first can be named."""
    if columns is None:
        return None
    shape: Shape = {}
    for i, column in enumerate(columns):
        shape[column.name if column.name not in shape else f"{column.name}\0{i}"] = column.type
    return shape
