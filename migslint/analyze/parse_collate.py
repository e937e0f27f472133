"""Collations of expressions (`parser/parse_collate.c`).

The server derives collations when a query level is complete; here they rise with the types, and a mismatch is kept in
`Scope.mismatches` until the level is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from migslint.analyze.types import Expr
from migslint.catalog.errors import PgError
from migslint.catalog.objects import Type

if TYPE_CHECKING:
    from migslint.analyze.state import Scope

UNSURE, NONE, IMPLICIT, CONFLICT, EXPLICIT = range(-1, 4)

#: the collation of an expression whose inputs do not agree
INDETERMINATE = "?"


class Collation(msgspec.Struct, frozen=True):
    """`assign_collations_context`: a collation by name (qualified unless in pg_catalog) and how it came about.

    Of a CONFLICT, `second` is the collation that does not agree with `name`.
    """

    strength: int
    name: str = ""
    location: int | None = None
    second: str = ""
    second_location: int | None = None


_NOTHING = Collation(NONE)
_UNKNOWABLE = Collation(UNSURE)


def own_collation(type: Type) -> str:
    """`get_typcollation`: "" for a type that has none."""
    while type.is_array and type.element is not None:
        type = type.element
    if not type.collatable:
        return ""
    while type.typtype == "d" and type.base is not None:
        if type.collation:
            return type.collation
        type = type.base.type
    return type.collation or ("C" if type.builtin and type.name == "name" else "default")


def implicit(type: Type, name: str | None, location: int | None) -> Collation:
    """The state of a Var: a collation of its own, "" or None for that of the type, INDETERMINATE for none."""
    if type.typtype == "?":
        return _UNKNOWABLE
    if name == INDETERMINATE:
        return _NOTHING
    name = name or own_collation(type)
    return Collation(IMPLICIT, name, location) if name else _NOTHING


def collation_of(expr: Expr) -> Collation:
    """The state of an expression."""
    if expr.collation is not None:
        return expr.collation
    return implicit(expr.type, None, expr.location)


def derived(expr: Expr) -> str:
    """`exprCollation`: a name, "" where it is the one that the type has anyway, INDETERMINATE where there is none."""
    state = collation_of(expr)
    if state.strength == CONFLICT:
        return INDETERMINATE
    if state.strength == NONE:
        return INDETERMINATE if own_collation(expr.type) else ""
    return "" if state.name == own_collation(expr.type) else state.name


def merge(scope: Scope, exprs: Sequence[Expr]) -> Collation:
    """`merge_collation_state` over the inputs of an expression; explicit collations that differ are a mismatch."""
    state = _NOTHING
    for expr in exprs:
        other = collation_of(expr)
        if UNSURE in (other.strength, state.strength):
            state = _UNKNOWABLE
        elif other.strength > state.strength:
            state = other
        elif other.strength == state.strength and other.name != state.name:
            if other.strength == EXPLICIT:
                scope.mismatches.append(
                    PgError(
                        "42P21",
                        f'collation mismatch between explicit collations "{_bare(state.name)}" and '
                        f'"{_bare(other.name)}"',
                        location=other.location,
                        reason="type",
                        kind="collation",
                    )
                )
            elif other.strength == IMPLICIT and state.name == "default":
                state = other
            elif other.strength == IMPLICIT and other.name != "default":
                state = Collation(CONFLICT, state.name, state.location, other.name, other.location)
    return state


def rise(scope: Scope, type: Type, exprs: Sequence[Expr], location: int | None) -> Collation:
    """The state of an expression of the type over these inputs: theirs, or that of the type where they have none."""
    state = merge(scope, exprs)
    if type.typtype == "?" or state.strength == UNSURE:
        return _UNKNOWABLE
    name = own_collation(type)
    if not name:
        return _NOTHING
    return state if state.strength > NONE else Collation(IMPLICIT, name, location)


def explicit(name: str, location: int | None) -> Collation:
    """The state of a COLLATE clause."""
    return Collation(EXPLICIT, name, location)


def check_target(scope: Scope, expr: Expr) -> None:
    """`assign_collations_walker`, TargetEntry: what is sorted or grouped by must have one collation."""
    mismatch = _mismatch(collation_of(expr))
    if mismatch is not None:
        scope.mismatches.append(mismatch)


def select_common(scope: Scope, type: Type, exprs: Sequence[Expr], none_ok: bool) -> str:
    """`select_common_collation`: as `derived` has it; raises 42P21 unless `none_ok`."""
    state = merge(scope, exprs)
    raise_first(scope)
    mismatch = _mismatch(state)
    if mismatch is None:
        return "" if state.name == own_collation(type) else state.name
    if none_ok:
        return INDETERMINATE
    raise mismatch


def raise_first(scope: Scope) -> None:
    """`assign_query_collations`: at the end of a query level."""
    if scope.mismatches:
        raise scope.mismatches[0]


def _mismatch(state: Collation) -> PgError | None:
    if state.strength != CONFLICT:
        return None
    return PgError(
        "42P21",
        f'collation mismatch between implicit collations "{_bare(state.name)}" and "{_bare(state.second)}"',
        hint="You can choose the collation by applying the COLLATE clause to one or both expressions.",
        location=state.second_location,
        reason="type",
        kind="collation",
    )


def _bare(name: str) -> str:
    return name.rpartition(".")[2]
