"""What commands ask of parse analysis.

Everything here raises `PgError` where the server's parser would, and never `Unknown`: what cannot be known has the
type `UNSURE` and is simply left out of the dependencies.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from migslint.catalog.objects import CatalogObject, Relation, Type, TypeRef
from migslint.catalog.session import Session

if TYPE_CHECKING:
    from migslint.analyze.state import Scope
    from migslint.analyze.types import Expr


class Hooks(Protocol):
    """What a language adds to the names of a query (`parse_node.h`: p_pre_columnref_hook and its like).

    The names of `r.*` end in "*".  PgError where the language's hook raises an error.
    """

    def before(self, scope: Scope, names: Sequence[str], location: int | None) -> Expr | None:
        """What the names mean before columns are looked at, None if nothing."""

    def after(self, scope: Scope, names: Sequence[str], location: int | None, found: Expr | None) -> Expr | None:
        """What the names mean where they are no column, or besides the column that they are."""

    def parameter(self, scope: Scope, number: int, location: int | None) -> Expr | None:
        """What $n means."""

    def table(self, name: str) -> Relation | None:
        """A transition table of that name."""


class Cooked(msgspec.Struct, eq=False):
    """An analysed expression: its type after coercion, what it depends on, and what may not stand in some places.

    `collation` as in `Column`.
    """

    type: TypeRef
    depends: tuple[CatalogObject, ...]
    volatility: str = "i"
    certain: bool = True
    collation: str = ""


class Column(msgspec.Struct, frozen=True):
    """A result column of a query.

    `collation`: a name (qualified unless in pg_catalog), "" for that of the type, "?" where none can be derived.
    """

    name: str
    type: TypeRef
    collation: str = ""


class QueryInfo(msgspec.Struct, eq=False):
    """An analysed query: its result columns in order (None where a `*` over something unknown hides them)."""

    columns: list[Column] | None
    depends: tuple[CatalogObject, ...]


class Parameter(msgspec.Struct, frozen=True):
    """A parameter of an SQL function, by position ($1) and, where it has one, by name."""

    name: str
    type: TypeRef


def cook(
    session: Session,
    node: Any,
    kind: str,
    relations: Sequence[tuple[str, Relation]] = (),
    want: TypeRef | None = None,
    column: str = "",
) -> Cooked:
    """Analyse an expression as `cookDefault`, `cookConstraint`, `transformExpr` do.

    `kind` is the name of parse_expr.h's EXPR_KIND_… in lower case ("check_constraint", "column_default", "policy",
    "index_expression", "index_predicate", "trigger_when", "generated_column", "partition_expression",
    "partition_bound", "alter_col_transform", "function_default", "domain_check", "stats_expression", "call_argument",
    "execute_parameter", "publication_where" …).  `relations` are the range table entries it may name, by alias.
    `want` coerces the result: to boolean for conditions (42804 "argument of … must be type boolean"), by assignment
    for defaults ("column "x" is of type t but default expression is of type u").
    """
    from migslint.analyze.cook import cook as do

    return do(session, node, kind, relations, want, column)


def query(
    session: Session,
    node: Any,
    parameters: Sequence[Parameter] = (),
    function: str = "",
    relations: Sequence[tuple[str, Relation]] = (),
    hooks: Hooks | None = None,
    planned: bool = True,
) -> QueryInfo:
    """Analyse a SELECT, VALUES, INSERT, UPDATE, DELETE or MERGE node (`transformStmt`).

    Not `planned`: the query is only stored, so that what the planner or the executor would refuse is no error yet.

    `relations` can be named by their alias although they stand in no FROM (OLD and NEW in the action of a rule).
    """
    from migslint.analyze.query import analyze as do

    info, planning = do(session, node, parameters, function, relations, hooks)
    if planned and planning:
        raise planning[0]
    return info


def call(session: Session, node: Any, hooks: Hooks | None = None) -> None:
    """Analyse a CALL node (`transformCallStmt`)."""
    from migslint.analyze.parse_call import function_call
    from migslint.analyze.state import Scope

    scope = Scope(session)
    scope.variables = hooks or session.hooks
    scope.kind = "call_argument"
    function_call(scope, node["funccall"], procedure=True)


def coerce_literal(session: Session, literal: str, want: TypeRef, location: int | None) -> None:
    """Read a literal as a value of a type, as an assignment does: PgError 22P02 and its like where it is none."""
    from migslint.analyze.literals import check_literal

    check_literal(session, literal, want.type, want.typmod, location, explicit=False)


def is_unsure(type: Type) -> bool:
    """Whether this stands for a type that cannot be known."""
    return type.typtype == "?"
