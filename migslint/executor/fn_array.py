"""Functions of arrays (`utils/adt/arrayfuncs.c`, `utils/adt/array_userfuncs.c`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from migslint.executor import logic
from migslint.executor.expr import flat
from migslint.executor.text import output
from migslint.executor.values import SOMETHING, UNKNOWN, Unknowable, Value, Vector

if TYPE_CHECKING:
    from migslint.executor.run import Run


def _dimension(value: Value, n: Value) -> Value:
    """The elements of one dimension; None where there is none, or UNKNOWN."""
    if not isinstance(value, list) or not isinstance(n, int):
        return UNKNOWN
    while n > 1 and value and isinstance(value[0], list) and not isinstance(value[0], Vector):
        value, n = value[0], n - 1
    return value if value and n == 1 else None


def _array_length(run: Run, args: list[Value]) -> Value:
    found = _dimension(*args)
    return len(found) if isinstance(found, list) else found


def _array_upper(run: Run, args: list[Value]) -> Value:
    found = _dimension(*args)
    return len(found) - isinstance(found, Vector) if isinstance(found, list) else found


def _array_lower(run: Run, args: list[Value]) -> Value:
    found = _dimension(*args)
    return 1 - isinstance(found, Vector) if isinstance(found, list) else found


def _array_ndims(run: Run, args: list[Value]) -> Value:
    value, n = args[0], 0
    while isinstance(value, list) and value:
        value, n = value[0], n + 1
    return n or None


def _cardinality(run: Run, args: list[Value]) -> Value:
    return sum(1 for _ in flat(args[0])) if isinstance(args[0], list) else UNKNOWN


def _array_append(run: Run, args: list[Value]) -> Value:
    array, item = args
    if isinstance(array, Unknowable):
        return SOMETHING
    return [*(array or []), item] if array is None or isinstance(array, list) else UNKNOWN


def _array_prepend(run: Run, args: list[Value]) -> Value:
    return _array_append_left(args[1], args[0])


def _array_append_left(array: Value, item: Value) -> Value:
    if isinstance(array, Unknowable):
        return SOMETHING
    return [item, *(array or [])] if array is None or isinstance(array, list) else UNKNOWN


def _array_cat(run: Run, args: list[Value]) -> Value:
    a, b = args
    if a is None or b is None:
        return b if a is None else a
    return a + b if isinstance(a, list) and isinstance(b, list) else UNKNOWN


def _array_remove(run: Run, args: list[Value]) -> Value:
    array, item = args
    if array is None or isinstance(array, Unknowable) or isinstance(item, Unknowable):
        return array if array is None else UNKNOWN
    kept = []
    for value in array:
        same = logic.not_distinct(value, item)
        if isinstance(same, Unknowable):
            return SOMETHING
        if not same:
            kept.append(value)
    return kept


def _array_replace(run: Run, args: list[Value]) -> Value:
    array, old, new = args
    if not isinstance(array, list) or isinstance(old, Unknowable):
        return array if array is None else UNKNOWN
    tests = [logic.not_distinct(value, old) for value in array]
    if any(isinstance(t, Unknowable) for t in tests):
        return SOMETHING
    return [new if same else value for value, same in zip(array, tests)]


def _array_position(run: Run, args: list[Value]) -> Value:
    array, item = args[0], args[1]
    if array is None:
        return None
    if not isinstance(array, list) or len(args) > 2 or isinstance(item, Unknowable):
        return UNKNOWN
    for i, value in enumerate(array, 1):
        same = logic.not_distinct(value, item)
        if isinstance(same, Unknowable):
            return UNKNOWN
        if same:
            return i
    return None


def _array_to_string(run: Run, args: list[Value]) -> Value:
    array, separator = args[0], args[1]
    null = args[2] if len(args) > 2 else None
    if array is None or separator is None:
        return None
    if not isinstance(array, list) or isinstance(separator, Unknowable) or isinstance(null, Unknowable):
        return UNKNOWN if array is UNKNOWN or separator is UNKNOWN else SOMETHING
    parts = [null if v is None else output(run.session, v) for v in flat(array)]
    if any(isinstance(p, Unknowable) for p in parts):
        return SOMETHING
    return separator.join(p for p in parts if p is not None)


STRICT: dict[str, Callable[[Any, list[Value]], Value]] = {
    "array_length": _array_length,
    "array_upper": _array_upper,
    "array_lower": _array_lower,
    "array_ndims": _array_ndims,
    "cardinality": _cardinality,
}
LENIENT: dict[str, Callable[[Any, list[Value]], Value]] = {
    "array_append": _array_append,
    "array_prepend": _array_prepend,
    "array_cat": _array_cat,
    "array_remove": _array_remove,
    "array_replace": _array_replace,
    "array_position": _array_position,
    "array_to_string": _array_to_string,
}
