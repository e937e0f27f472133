"""Operators of pg_catalog on values whose types Python's tell (`utils/adt/`); of all others the result is unknown.

A text beside a value of another type is a constant of type unknown, which is read as that type: parse analysis has
refused every other pair.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Context, Decimal
from typing import Any

from migslint.catalog.errors import PgError
from migslint.catalog.session import Session
from migslint.executor import casts, fragments, logic, pattern
from migslint.executor.fragments import Fragments
from migslint.executor.text import text
from migslint.executor.values import (
    NOT_A_VARIABLE,
    OTHER,
    SOMETHING,
    UNKNOWN,
    Bounded,
    Json,
    Oid,
    Row,
    Typed,
    Unknowable,
    Value,
)

_EXACT = Context(prec=2000)


def operate(
    session: Session,
    name: str,
    left: Value,
    right: Value,
    left_literal: bool = False,
    right_literal: bool = False,
) -> Value:
    """`left name right`; `left` is NOT_A_VARIABLE for a prefix operator.

    `left_literal` and `right_literal` tell constants of type unknown from texts where both sides are strings.
    """
    if name == "||":
        return _concat(session, left, right, left_literal, right_literal)
    if left is None or right is None:
        return None
    if isinstance(left, Unknowable) or isinstance(right, Unknowable):
        if name in ("=", "<>") and (left is OTHER or right is OTHER):
            same = logic.equal(left, right)
            return same if name == "=" else logic.negation(same)
        if isinstance(left, Fragments) and isinstance(right, str) and name in _LIKES:
            found = fragments.like(left, right, name.endswith("*"))
            return logic.negation(found) if name.startswith("!") else found
        if isinstance(left, Bounded) or isinstance(right, Bounded):
            return _bounded(session, name, left, right)
        return UNKNOWN if left is UNKNOWN or right is UNKNOWN else SOMETHING
    if left is NOT_A_VARIABLE:
        return _prefix(name, right)
    if not (isinstance(left, Json) and name in ("->", "->>", "#>", "#>>", "?", "?|", "?&", "-", "#-")):
        left, right = _unify(session, left, right)
    if isinstance(left, Row) and isinstance(right, Row) and name in _COMPARE and name not in ("=", "<>"):
        return UNKNOWN
    comparison = _COMPARE.get(name)
    if comparison is not None:
        if name in ("=", "<>"):
            same = logic.equal(left, right)
            return same if name == "=" else logic.negation(same)
        order = logic.compare(left, right)
        return SOMETHING if isinstance(order, Unknowable) else comparison(order)
    if name in pattern.OPERATORS:
        if isinstance(left, str) and isinstance(right, str):
            return pattern.OPERATORS[name](left, right)
        return SOMETHING
    if _is_number(left) and _is_number(right):
        return _arithmetic(name, left, right)
    if isinstance(left, list) and isinstance(right, list):
        return _arrays(name, left, right)
    if isinstance(left, Json):
        return _json(name, left, right)
    if name == "^@" and isinstance(left, str) and isinstance(right, str):
        return left.startswith(right)
    return UNKNOWN


_COMPARE: dict[str, Callable[[Any], bool]] = {
    "=": lambda order: order == 0,
    "<>": lambda order: order != 0,
    "!=": lambda order: order != 0,
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}


_LIKES = frozenset(("~~", "!~~", "~~*", "!~~*"))
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


def _bounded(session: Session, name: str, left: Value, right: Value) -> Value:
    """A comparison that the bounds of a number decide."""
    if isinstance(right, Bounded):
        if isinstance(left, Unknowable):
            return UNKNOWN if left is UNKNOWN else SOMETHING
        left, right, name = right, left, _MIRRORED.get(name, name)
    if type(right) is str:
        right = _read_as(session, right, 0)
    comparison = _COMPARE.get(name)
    if comparison is None or not isinstance(right, (int, Decimal)) or isinstance(right, bool):
        return UNKNOWN if right is UNKNOWN else SOMETHING
    orders = {
        (left.low > right) - (left.low < right),
        1 if left.high is None else (left.high > right) - (left.high < right),
    }
    if orders == {-1, 1}:
        orders.add(0)
    answers = {comparison(order) for order in orders}
    return answers.pop() if len(answers) == 1 else SOMETHING


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def _unify(session: Session, left: Value, right: Value) -> tuple[Value, Value]:
    """Constants of type unknown read as the type of the other side."""
    if type(left) is type(right) and not isinstance(left, Typed):
        return left, right
    if type(left) is str:
        return _read_as(session, left, right), right
    if type(right) is str:
        return left, _read_as(session, right, left)
    return left, right


def _read_as(session: Session, value: str, other: Value) -> Value:
    catalog = session.catalog
    if isinstance(other, bool):
        return casts.to_bool(session, value)
    if isinstance(other, int):
        return casts.cast(session, value, catalog.builtin_type("int8"))
    if isinstance(other, Decimal):
        return casts.cast(session, value, catalog.builtin_type("numeric"))
    if isinstance(other, float):
        return casts.cast(session, value, catalog.builtin_type("float8"))
    if isinstance(other, Oid):
        return casts.cast(session, value, catalog.builtin_type(other.kind))
    if isinstance(other, Json):
        return casts.cast(session, value, catalog.builtin_type("jsonb" if other.binary else "json"))
    if isinstance(other, Typed):
        return casts.cast(session, value, other.type)
    if isinstance(other, list):
        items = casts.split_array(value)
        if items is None:
            return SOMETHING
        sample = next((v for v in other if v is not None), None)
        if sample is None or isinstance(sample, list):
            return SOMETHING if items else []
        return [None if v is None else _read_as(session, v, sample) for v in items]
    return value


def _prefix(name: str, value: Value) -> Value:
    if not _is_number(value):
        return UNKNOWN
    if name == "-":
        return -value
    if name == "+":
        return value
    if name == "@":
        return abs(value)
    return UNKNOWN


def division_by_zero() -> PgError:
    """22012."""
    return PgError("22012", "division by zero", reason="value")


def _arithmetic(name: str, a: Any, b: Any) -> Value:
    if isinstance(a, int) and isinstance(b, int):
        return _integers(name, a, b)
    if isinstance(a, float) or isinstance(b, float):
        return _floats(name, float(a), float(b))
    a, b = Decimal(a), Decimal(b)
    if not a.is_finite() or not b.is_finite():
        return SOMETHING
    if name == "+":
        return _EXACT.add(a, b)
    if name == "-":
        return _EXACT.subtract(a, b)
    if name == "*":
        return _EXACT.multiply(a, b)
    if name in ("/", "%") and not b:
        raise division_by_zero()
    return _EXACT.remainder(a, b) if name == "%" else SOMETHING


def _integers(name: str, a: int, b: int) -> Value:
    if name == "+":
        result = a + b
    elif name == "-":
        result = a - b
    elif name == "*":
        result = a * b
    elif name in ("/", "%"):
        if not b:
            raise division_by_zero()
        quotient = abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)
        result = quotient if name == "/" else a - quotient * b
    elif name == "&":
        result = a & b
    elif name == "|":
        result = a | b
    elif name == "#":
        result = a ^ b
    elif name == "^":
        return _floats(name, float(a), float(b))
    else:
        return SOMETHING
    # whether they are integers or bigints is not known here
    return result if -(1 << 31) <= result < 1 << 31 or abs(a) >= 1 << 31 or abs(b) >= 1 << 31 else SOMETHING


def _floats(name: str, a: float, b: float) -> Value:
    try:
        if name == "+":
            return a + b
        if name == "-":
            return a - b
        if name == "*":
            return a * b
        if name == "/":
            if not b:
                raise division_by_zero()
            return a / b
        if name == "^":
            return math.pow(a, b)
    except (OverflowError, ValueError):
        return SOMETHING
    return SOMETHING


def _concat(session: Session, left: Value, right: Value, left_literal: bool, right_literal: bool) -> Value:
    """`textcat`, `array_append`, `array_prepend`, `array_cat`, `jsonb_concat`."""
    if left is UNKNOWN or right is UNKNOWN:
        # an array takes NULL as an element
        return None if (left is None or right is None) and not (left_literal or right_literal) else UNKNOWN
    if isinstance(left, list) or isinstance(right, list):
        return _concat_arrays(session, left, right, left_literal, right_literal)
    if left is None or right is None:
        return None
    if isinstance(left, Unknowable) or isinstance(right, Unknowable):
        return SOMETHING
    if isinstance(left, Json) or isinstance(right, Json):
        if isinstance(left, Json) and isinstance(right, Json):
            a, b = left.value, right.value
            if isinstance(a, dict) and isinstance(b, dict):
                return Json({**a, **b}, True)
            if isinstance(a, list) or isinstance(b, list):
                return Json((a if isinstance(a, list) else [a]) + (b if isinstance(b, list) else [b]), True)
        return SOMETHING
    a, b = text(session, left), text(session, right)
    if isinstance(a, Unknowable) or isinstance(b, Unknowable):
        return SOMETHING
    return a + b


def _concat_arrays(session: Session, left: Value, right: Value, left_literal: bool, right_literal: bool) -> Value:
    if isinstance(left, list) and isinstance(right, list):
        nested = [bool(v) and isinstance(v[0], list) for v in (left, right)]
        if nested[0] == nested[1] or not left or not right:
            return left + right
        return [*left, right] if nested[0] else [left, *right]
    if isinstance(left, list):
        if right_literal and right is not None:
            other = _read_as(session, right, left)
            return SOMETHING if isinstance(other, Unknowable) else left + other
        return left if right is None and right_literal else [*left, right]
    if left_literal and left is not None:
        other = _read_as(session, left, right)
        return SOMETHING if isinstance(other, Unknowable) else other + right
    return right if left is None and left_literal else [left, *right]


def _arrays(name: str, a: list[Value], b: list[Value]) -> Value:
    def holds(item: Value, items: list[Value]) -> Value:
        if item is None:
            return False
        found = logic.disjunction(logic.equal(item, other) for other in items)
        return False if found is None else found

    if name == "@>":
        return logic.conjunction(holds(item, a) for item in b)
    if name == "<@":
        return logic.conjunction(holds(item, b) for item in a)
    if name == "&&":
        return logic.disjunction(holds(item, b) for item in a)
    return UNKNOWN


def _json(name: str, left: Json, right: Value) -> Value:
    value = left.value
    if name in ("->", "->>"):
        found: Any = NOT_A_VARIABLE
        if isinstance(value, dict) and isinstance(right, str):
            found = value.get(right, NOT_A_VARIABLE)
        elif isinstance(value, list) and isinstance(right, int) and -len(value) <= right < len(value):
            found = value[right]
        if found is NOT_A_VARIABLE:
            return None
        if name == "->":
            return Json(found, left.binary) if left.binary or not isinstance(found, (dict, list)) else SOMETHING
        if found is None or isinstance(found, str):
            return found
        return text(None, Json(found, True)) if left.binary or not isinstance(found, (dict, list)) else SOMETHING
    if not left.binary:
        return SOMETHING
    if name == "?" and isinstance(right, str):
        return right in value if isinstance(value, (dict, list)) else value == right
    if name == "@>" and isinstance(right, Json):
        return _contains(value, right.value)
    return SOMETHING


def _contains(a: Any, b: Any) -> bool:
    if isinstance(a, dict) and isinstance(b, dict):
        return all(k in a and _contains(a[k], v) for k, v in b.items())
    if isinstance(a, list) and isinstance(b, list):
        return all(any(_contains(x, y) for x in a) for y in b)
    if isinstance(a, list) and not isinstance(b, (dict, list)):
        return b in a
    return type(a) is type(b) and bool(a == b)
