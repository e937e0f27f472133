"""Functions of json and jsonb (`utils/adt/jsonfuncs.c`, `utils/adt/json.c`)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from migslint.catalog.errors import PgError
from migslint.executor.casts import cast
from migslint.executor.text import output
from migslint.executor.values import SOMETHING, Json, Row, Unknowable, Value, known

if TYPE_CHECKING:
    from migslint.executor.run import Run


def _read(run: Run, value: Value) -> Value:
    """A constant of type unknown as a json."""
    return cast(run.session, value, run.session.catalog.builtin_type("jsonb")) if type(value) is str else value


def _array_length(run: Run, args: list[Value]) -> Value:
    value = _read(run, args[0])
    if not isinstance(value, Json):
        return SOMETHING
    if not isinstance(value.value, list):
        what = "a non-array" if isinstance(value.value, dict) else "a scalar"
        raise PgError("22023", f"cannot get array length of {what}", reason="value")
    return len(value.value)


def _typeof(run: Run, args: list[Value]) -> Value:
    value = _read(run, args[0])
    if not isinstance(value, Json):
        return SOMETHING
    found = value.value
    if found is None:
        return "null"
    if isinstance(found, bool):
        return "boolean"
    if isinstance(found, str):
        return "string"
    if isinstance(found, dict):
        return "object"
    return "array" if isinstance(found, list) else "number"


def to_json(run: Run, value: Value) -> Any:
    """`datum_to_json`: the value as Python's json has it, or SOMETHING."""
    if value is None or isinstance(value, (bool, int, Decimal)):
        return value
    if isinstance(value, Unknowable) or not known(value):
        return SOMETHING
    if isinstance(value, Json):
        return value.value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, list):
        items = [to_json(run, v) for v in value]
        return SOMETHING if any(isinstance(i, Unknowable) for i in items) else items
    if isinstance(value, Row):
        fields = [to_json(run, v) for v in value.values]
        return SOMETHING if any(isinstance(f, Unknowable) for f in fields) else dict(zip(value.names, fields))
    return SOMETHING


def _to_jsonb(run: Run, args: list[Value]) -> Value:
    found = to_json(run, args[0])
    return SOMETHING if isinstance(found, Unknowable) else Json(found, True)


def _build_object(run: Run, args: list[Value]) -> Value:
    if len(args) % 2:
        return SOMETHING
    out: dict[str, Any] = {}
    for key, value in zip(args[::2], args[1::2]):
        shown, found = output(run.session, key), to_json(run, value)
        if not isinstance(shown, str) or isinstance(found, Unknowable):
            return SOMETHING
        out[shown] = found
    return Json(out, True)


def _build_array(run: Run, args: list[Value]) -> Value:
    items = [to_json(run, v) for v in args]
    return SOMETHING if any(isinstance(i, Unknowable) for i in items) else Json(items, True)


STRICT: dict[str, Callable[[Any, list[Value]], Value]] = {
    "json_array_length": _array_length,
    "jsonb_array_length": _array_length,
    "json_typeof": _typeof,
    "jsonb_typeof": _typeof,
    "to_jsonb": _to_jsonb,
}
LENIENT: dict[str, Callable[[Any, list[Value]], Value]] = {
    "jsonb_build_object": _build_object,
    "jsonb_build_array": _build_array,
}
