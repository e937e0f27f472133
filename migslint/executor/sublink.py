"""Subqueries in expressions (`executor/nodeSubplan.c`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from migslint.catalog.errors import PgError
from migslint.executor import logic
from migslint.executor.operators import operate
from migslint.executor.result import Result, all_certain, exists, first
from migslint.executor.scope import CERTAIN
from migslint.executor.select import query
from migslint.executor.values import SOMETHING, UNKNOWN, Row, Unknowable, Value

if TYPE_CHECKING:
    from migslint.executor.run import Run
    from migslint.executor.scope import Scope


def sublink(run: Run, node: Any, scope: Scope | None) -> Value:
    """EXISTS, IN, ANY, ALL, a scalar subquery, ARRAY(…)."""
    kind = node.get("subLinkType", "EXISTS_SUBLINK")
    body = node["subselect"]["SelectStmt"]
    if kind == "EXISTS_SUBLINK":
        return exists(query(run, body, scope, existence=True).rows)
    result = query(run, body, scope)
    if kind in ("ANY_SUBLINK", "ALL_SUBLINK"):
        return _any_all(run, node, kind, result, scope)
    if result.unsure:
        return UNKNOWN
    if kind == "EXPR_SUBLINK":
        return _scalar(result)
    if kind == "ARRAY_SUBLINK":
        return [values[0] for values, _ in result.rows] if all_certain(result.rows) else SOMETHING
    return UNKNOWN


def _scalar(result: Result) -> Value:
    sure = sum(certainty == CERTAIN for _, certainty in result.rows)
    if sure > 1:
        raise PgError("21000", "more than one row returned by a subquery used as an expression", reason="value")
    row = first(result)
    if row is None:
        return None
    if isinstance(row, Unknowable) or len(result.rows) > 1:
        return UNKNOWN
    return row[0] if len(row) == 1 else Row(result.columns, row)


def _any_all(run: Run, node: Any, kind: str, result: Result, scope: Scope | None) -> Value:
    left = run.evaluate(node["testexpr"], scope)
    name = node["operName"][-1]["String"]["sval"] if "operName" in node else "="

    neutral = kind == "ALL_SUBLINK"

    def tests() -> Iterator[Value]:
        for values, certainty in result.rows:
            right: Value = values[0] if len(values) == 1 and not result.unsure else Row(result.columns, values)
            value = UNKNOWN if result.unsure else operate(run.session, name, left, right)
            # a row that may not be there decides nothing, but where it would change nothing
            yield value if certainty == CERTAIN or value is neutral else UNKNOWN

    return logic.disjunction(tests()) if kind == "ANY_SUBLINK" else logic.conjunction(tests())
