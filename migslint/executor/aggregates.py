"""Aggregates over the rows of a group (`executor/nodeAgg.c`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from migslint.executor import logic
from migslint.executor.calls import called
from migslint.executor.casts import to_bool
from migslint.executor.expr import quietly
from migslint.executor.result import all_certain
from migslint.executor.scope import CERTAIN, MANY, Scope, Tuple
from migslint.executor.text import text
from migslint.executor.values import SOMETHING, UNKNOWN, Bounded, Unknowable, Value, known

if TYPE_CHECKING:
    from migslint.executor.run import Run

AGGREGATES = frozenset(
    (
        *("count", "min", "max", "sum", "avg", "bool_and", "bool_or", "every", "array_agg", "string_agg"),
        *("json_agg", "jsonb_agg", "json_object_agg", "jsonb_object_agg", "any_value", "mode", "percentile_cont"),
        *("percentile_disc", "stddev", "variance", "bit_and", "bit_or", "xmlagg", "corr", "rank", "dense_rank"),
    )
)


def is_aggregate(run: Run, call: Any) -> bool:
    """Whether a FuncCall is that of an aggregate of pg_catalog."""
    names = call["funcname"]
    if names[-1]["String"]["sval"] not in AGGREGATES or "over" in call:
        return False
    return called(run, call)[0] == "pg_catalog"


def own_calls(node: Any) -> Iterator[Any]:
    """The function calls of an expression, without those of its subqueries."""
    stack = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            call = item.get("FuncCall")
            if call is not None:
                yield call
            stack.extend(v for k, v in item.items() if k != "SubLink" and isinstance(v, (dict, list)))


def has_aggregates(run: Run, node: Any) -> bool:
    """Whether an expression calls an aggregate at its own level."""
    return any(is_aggregate(run, call) for call in own_calls(node))


def aggregate(run: Run, call: Any, scope: Scope | None) -> Value:
    """The value of an aggregate over the group of the level that it belongs to."""
    owner = scope
    while owner is not None and owner.group is None:
        owner = owner.parent
    if owner is None or "agg_within_group" in call:
        return UNKNOWN
    assert owner.group is not None
    name = call["funcname"][-1]["String"]["sval"]
    rows = _filtered(run, call, owner)
    if name == "count":
        return _count(run, call, owner, rows)
    if any("NamedArgExpr" in a for a in call.get("args", ())) or not call.get("args"):
        return UNKNOWN
    if call.get("agg_order"):
        ordered = _ordered(run, call, owner, rows)
        if ordered is None:
            return SOMETHING if any(s == CERTAIN for _, s in rows) else UNKNOWN
        rows = ordered
    values = [(quietly(run, call["args"][0], _at(owner, row)), sure) for row, sure in rows]
    if call.get("agg_distinct"):
        if not known([v for v, _ in values]):
            return UNKNOWN
        unique: list[tuple[Value, int]] = []
        for value, sure in values:
            if all(logic.not_distinct(value, other) is not True for other, _ in unique):
                unique.append((value, sure))
        values = unique
    if name in ("bool_and", "every", "bool_or"):
        return _bools(run, name, values)
    if not all_certain([([], sure) for _, sure in values]):
        return UNKNOWN
    plain = [v for v, _ in values]
    if name == "array_agg":
        return plain or None
    if name == "string_agg":
        delimiter = quietly(run, call["args"][1], _at(owner, rows[0][0])) if rows else ""
        return _string_agg(run, plain, delimiter)
    present = [v for v in plain if v is not None]
    if any(v is UNKNOWN for v in present):
        return UNKNOWN
    if not present:
        return None
    if name in ("min", "max"):
        return _extreme(present, 1 if name == "max" else -1)
    if name == "sum" and all(isinstance(v, int) and not isinstance(v, bool) for v in present):
        return sum(present)
    if name == "any_value":
        return present[0] if len(present) == 1 else SOMETHING
    return SOMETHING


def _at(owner: Scope, row: list[Value]) -> Scope:
    return Scope(owner.entries, row, owner.parent)


def _filtered(run: Run, call: Any, owner: Scope) -> list[Tuple]:
    group = owner.group or []
    test = call.get("agg_filter")
    if test is None:
        return group
    out: list[Tuple] = []
    for row, sure in group:
        value = quietly(run, test, _at(owner, row))
        if value is True:
            out.append((row, sure))
        elif isinstance(value, Unknowable):
            out.append((row, min(sure, 1)))
    return out


def _count(run: Run, call: Any, owner: Scope, rows: list[Tuple]) -> Value:
    if call.get("agg_star"):
        if all_certain(rows):
            return len(rows)
        return Bounded(sum(s == CERTAIN for _, s in rows), None if any(s == MANY for _, s in rows) else len(rows))
    if not all_certain(rows):
        return SOMETHING
    if len(call.get("args", ())) != 1:
        return SOMETHING
    values = [quietly(run, call["args"][0], _at(owner, row)) for row, _ in rows]
    if any(v is UNKNOWN for v in values):
        return SOMETHING
    present = [v for v in values if v is not None]
    if call.get("agg_distinct"):
        if not known(present):
            return SOMETHING
        unique: list[Value] = []
        for value in present:
            if all(logic.equal(value, other) is not True for other in unique):
                unique.append(value)
        return len(unique)
    return len(present)


def _ordered(run: Run, call: Any, owner: Scope, rows: list[Tuple]) -> list[Tuple] | None:
    from migslint.executor.select import _sort

    sorts = [s["SortBy"] for s in call["agg_order"]]
    keys = [[quietly(run, s["node"], _at(owner, row)) for s in sorts] for row, _ in rows]
    made, certain = _sort(rows, keys, sorts)
    return made if certain or len(rows) < 2 else None


def _bools(run: Run, name: str, values: list[tuple[Value, int]]) -> Value:
    decides = name == "bool_or"
    result: Value = None
    for value, sure in values:
        value = value if isinstance(value, Unknowable) else to_bool(run.session, value)
        if value is None:
            continue
        if value is decides and sure == CERTAIN:
            return decides
        if isinstance(value, Unknowable) or sure != CERTAIN:
            result = UNKNOWN
        elif result is None:
            result = value
    return result


def _string_agg(run: Run, values: list[Value], delimiter: Value) -> Value:
    present = [v for v in values if v is not None]
    if any(v is UNKNOWN for v in present):
        return UNKNOWN
    if not present:
        return None
    shown = [text(run.session, v) for v in present]
    if delimiter is None:
        delimiter = ""
    if any(isinstance(s, Unknowable) for s in shown) or not isinstance(delimiter, str):
        return SOMETHING
    return delimiter.join(shown)


def _extreme(values: list[Value], wanted: int) -> Value:
    best = values[0]
    for value in values[1:]:
        order = logic.compare(value, best)
        if isinstance(order, Unknowable):
            return SOMETHING
        if order == wanted:
            best = value
    return best
