"""Comparison and Boolean logic over values that may be NULL or unknown (`executor/execExprInterp.c`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from migslint.executor.values import OTHER, SOMETHING, UNKNOWN, Json, Oid, Row, Typed, Unknowable, Value

#: texts that every usual collation puts in the order of their bytes
_PLAIN = re.compile(r"[a-z0-9]*\Z")

#: the first oid of what the folder makes
FIRST_NORMAL = 16384


def conjunction(values: Iterable[Value]) -> Value:
    """AND: a false one decides, an unknown one hides a NULL."""
    result: Value = True
    for value in values:
        if value is False:
            return False
        if isinstance(value, Unknowable):
            result = UNKNOWN
        elif value is None and result is True:
            result = None
    return result


def disjunction(values: Iterable[Value]) -> Value:
    """OR: a true one decides."""
    result: Value = False
    for value in values:
        if value is True:
            return True
        if isinstance(value, Unknowable):
            result = UNKNOWN
        elif value is None and result is False:
            result = None
    return result


def negation(value: Value) -> Value:
    """NOT."""
    return not value if isinstance(value, bool) else value


def is_null(value: Value) -> Value:
    """IS NULL; a row is NULL if all of its fields are."""
    if value is UNKNOWN:
        return UNKNOWN
    if isinstance(value, Row):
        return conjunction(v is None if v is not UNKNOWN else UNKNOWN for v in value.values)
    return value is None


def is_not_null(value: Value) -> Value:
    """IS NOT NULL; a row is not NULL if none of its fields is."""
    if isinstance(value, Row):
        return conjunction(v is not None if v is not UNKNOWN else UNKNOWN for v in value.values)
    return negation(is_null(value))


def equal(a: Value, b: Value) -> Value:
    """`=` of two values of one type."""
    if a is None or b is None:
        return None
    if isinstance(a, Unknowable) or isinstance(b, Unknowable):
        if (a is OTHER and _is_object(b)) or (b is OTHER and _is_object(a)):
            return False
        return UNKNOWN if a is UNKNOWN or b is UNKNOWN else SOMETHING
    if isinstance(a, list) and isinstance(b, list):
        return _lists_equal(a, b)
    if isinstance(a, Row) and isinstance(b, Row):
        if len(a.values) != len(b.values):
            return UNKNOWN
        return conjunction(equal(x, y) for x, y in zip(a.values, b.values))
    order = compare(a, b)
    if not isinstance(order, Unknowable):
        return order == 0
    if isinstance(a, str) and isinstance(b, str):
        return str(a) == str(b)
    if isinstance(a, Oid) or isinstance(b, Oid):
        return _oids_equal(a, b)
    if isinstance(a, Json) and isinstance(b, Json):
        return a.value == b.value
    return order


def _is_object(value: Value) -> bool:
    return isinstance(value, Oid) and (value.obj is not None or not value.number)


def _lists_equal(a: list[Value], b: list[Value]) -> Value:
    """Two NULL elements are alike here (`array_eq`)."""
    if len(a) != len(b):
        return False
    return conjunction(not_distinct(x, y) for x, y in zip(a, b))


def not_distinct(a: Value, b: Value) -> Value:
    """IS NOT DISTINCT FROM."""
    if a is None or b is None:
        return conjunction((is_null(a), is_null(b)))
    return equal(a, b)


def _oids_equal(a: Value, b: Value) -> Value:
    if isinstance(a, Oid) and isinstance(b, Oid) and a.obj is not None and b.obj is not None:
        return a.obj is b.obj
    if isinstance(a, Oid) and a.obj is None:
        a = a.number
    if isinstance(b, Oid) and b.obj is None:
        b = b.number
    if isinstance(a, Oid):
        a, b = b, a
    if isinstance(b, Oid) and isinstance(a, int):
        number = b.value()
        if number is not None:
            return a == number
        return UNKNOWN if a >= FIRST_NORMAL or (b.obj is not None and b.obj.builtin and a) else False
    return a == b if isinstance(a, int) and isinstance(b, int) else UNKNOWN


def compare(a: Value, b: Value) -> Value:
    """-1, 0 or 1 for two values of one type, neither NULL; UNKNOWN where the order is not known."""
    if isinstance(a, Unknowable) or isinstance(b, Unknowable):
        return UNKNOWN
    if isinstance(a, (int, float, Decimal)) and isinstance(b, (int, float, Decimal)):
        if isinstance(a, float) != isinstance(b, float):
            a, b = float(a), float(b)
        if a != a or b != b:  # NaN is equal to itself and greater than all others
            return (a != a) - (b != b)
        return (a > b) - (a < b)
    if isinstance(a, str) and isinstance(b, str):
        return _compare_texts(a, b)
    if isinstance(a, list) and isinstance(b, list):
        for x, y in zip(a, b):
            if x is None or y is None:
                order: Value = (x is None) - (y is None)
            else:
                order = compare(x, y)
            if order != 0 or isinstance(order, Unknowable):
                return order
        return (len(a) > len(b)) - (len(a) < len(b))
    if isinstance(a, Oid) or isinstance(b, Oid):
        return _compare_oids(a, b)
    return UNKNOWN


def _compare_texts(a: str, b: str) -> Value:
    type = a.type if isinstance(a, Typed) else b.type if isinstance(b, Typed) else None
    if type is not None and type.typtype == "e":
        labels = type.labels
        if a not in labels or b not in labels or "label" in type.unknown:
            return 0 if str(a) == str(b) else UNKNOWN
        return (labels.index(a) > labels.index(b)) - (labels.index(a) < labels.index(b))
    if str(a) == str(b):
        return 0
    if type is None and not (_PLAIN.match(a) and _PLAIN.match(b)):
        return UNKNOWN  # the collation decides
    if type is not None and not (a[:1].isdigit() and b[:1].isdigit() and len(a) == len(b)):
        return UNKNOWN
    return 1 if str(a) > str(b) else -1


def _compare_oids(a: Value, b: Value) -> Value:
    """By number as far as that is known: what the folder makes comes after what initdb made."""
    if isinstance(a, Oid) and isinstance(b, Oid) and a == b:
        return 0
    numbers = []
    for value in (a, b):
        number = value.value() if isinstance(value, Oid) else value
        if number is None:
            number = FIRST_NORMAL + 0.5 if not value.obj.builtin else 0.5
        if not isinstance(number, (int, float)):
            return UNKNOWN
        numbers.append(number)
    first, second = numbers
    vague = [n != int(n) for n in numbers]
    if any(vague):
        low, high = (first, second) if vague[0] else (second, first)
        if all(vague) or not ((low > FIRST_NORMAL and high <= FIRST_NORMAL) or (low < 1 and high in (0,))):
            return UNKNOWN
    return (first > second) - (first < second)
