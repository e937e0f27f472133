"""Functions that return sets: generate_series, unnest and their kin (`executor/nodeFunctionscan.c`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from migslint.executor.calls import called
from migslint.executor.casts import cast
from migslint.executor.expr import flat
from migslint.executor.scope import CERTAIN, MANY, Tuple
from migslint.executor.values import SOMETHING, UNKNOWN, Json, Row, Unknowable, Value, Vector

if TYPE_CHECKING:
    from migslint.executor.run import Run
    from migslint.executor.scope import Scope

#: rows that one call may give
_LIMIT = 20_000


def _generate_series(run: Run, args: list[Value]) -> list[list[Value]] | None:
    if not all(isinstance(a, int) for a in args):
        return None
    start, stop = args[0], args[1]
    step = args[2] if len(args) > 2 else 1
    if not step:
        return None
    numbers = range(start, stop + (1 if step > 0 else -1), step)
    return [[n] for n in numbers] if len(numbers) <= _LIMIT else None


def _generate_subscripts(run: Run, args: list[Value]) -> list[list[Value]] | None:
    array, dimension = args[0], args[1]
    if not isinstance(array, list) or dimension != 1:
        return None
    base = 0 if isinstance(array, Vector) else 1
    return [[i] for i in range(base, len(array) + base)]


def _unnest(run: Run, args: list[Value]) -> list[list[Value]] | None:
    if not all(isinstance(a, list) for a in args):
        return None
    columns = [list(flat(a)) for a in args]
    longest = max(map(len, columns), default=0)
    return [[c[i] if i < len(c) else None for c in columns] for i in range(longest)]


def _regexp_split_to_table(run: Run, args: list[Value]) -> list[list[Value]] | None:
    from migslint.executor.functions import call

    parts = call(run, "regexp_split_to_array", args)
    return [[p] for p in parts] if isinstance(parts, list) else None


def _string_to_table(run: Run, args: list[Value]) -> list[list[Value]] | None:
    from migslint.executor.functions import call

    parts = call(run, "string_to_array", args)
    return [[p] for p in parts] if isinstance(parts, list) else None


def _as_json(run: Run, value: Value) -> Value:
    """A constant of type unknown as a json."""
    return cast(run.session, value, run.session.catalog.builtin_type("jsonb")) if isinstance(value, str) else value


def _array_elements(run: Run, args: list[Value]) -> list[list[Value]] | None:
    value = _as_json(run, args[0])
    if not isinstance(value, Json) or not isinstance(value.value, list) or not value.binary:
        return None
    return [[Json(item, True)] for item in value.value]


def _array_elements_text(run: Run, args: list[Value]) -> list[list[Value]] | None:
    from migslint.executor.operators import operate

    value = _as_json(run, args[0])
    if not isinstance(value, Json) or not isinstance(value.value, list):
        return None
    return [[operate(run.session, "->>", value, i)] for i in range(len(value.value))]


def _object_keys(run: Run, args: list[Value]) -> list[list[Value]] | None:
    value = args[0]
    if not isinstance(value, Json) or not isinstance(value.value, dict):
        return None
    keys = list(value.value)
    return [[k] for k in (sorted(keys, key=lambda k: (len(k.encode()), k.encode())) if value.binary else keys)]


SETS: dict[str, tuple[list[str], Callable[[Any, list[Value]], list[list[Value]] | None]]] = {
    "generate_series": (["generate_series"], _generate_series),
    "generate_subscripts": (["generate_subscripts"], _generate_subscripts),
    "unnest": (["unnest"], _unnest),
    "regexp_split_to_table": (["regexp_split_to_table"], _regexp_split_to_table),
    "string_to_table": (["string_to_table"], _string_to_table),
    "jsonb_array_elements": (["value"], _array_elements),
    "jsonb_array_elements_text": (["value"], _array_elements_text),
    "json_array_elements_text": (["value"], _array_elements_text),
    "jsonb_object_keys": (["jsonb_object_keys"], _object_keys),
    "json_object_keys": (["json_object_keys"], _object_keys),
}

#: sets of the server that are not evaluated, with one column
_OTHER_SETS = frozenset(
    (
        *("regexp_matches", "jsonb_array_elements", "json_array_elements", "jsonb_path_query", "pg_ls_dir"),
        *("aclexplode", "pg_options_to_table", "json_each", "jsonb_each", "json_each_text", "jsonb_each_text"),
        *("pg_get_keywords", "ts_stat", "json_populate_recordset", "jsonb_populate_recordset", "jsonb_to_recordset"),
    )
)


def is_set(run: Run, node: Any) -> bool:
    """Whether a node is a call of a function that is known to return a set."""
    call = node.get("FuncCall")
    if call is None:
        return False
    schema, name = called(run, call)
    return schema == "pg_catalog" and (name in SETS or name in _OTHER_SETS)


def set_columns(run: Run, node: Any) -> list[str] | None:
    """The names of the columns of a call in FROM; None where they are not known."""
    call = node.get("FuncCall")
    if call is None:
        return ["value"]
    schema, name = called(run, call)
    if schema != "pg_catalog" or name is None or name in _OTHER_SETS - SETS.keys():
        return None
    if name == "unnest" and len(call.get("args", ())) > 1:
        return ["unnest"] * len(call["args"])
    if name in SETS:
        return SETS[name][0]
    from migslint.executor.functions import is_scalar

    return [name] if is_scalar(name) else None


def set_rows(run: Run, node: Any, scope: Scope | None, width: int) -> list[Tuple]:
    """The rows of a call."""
    call = node.get("FuncCall")
    name = called(run, call)[1] if call is not None else None
    if name not in SETS:
        return [([run.evaluate(node, scope)], CERTAIN)]
    args = [run.evaluate(arg, scope) for arg in call.get("args", ())]
    if any(a is None for a in args) and (name != "unnest" or len(args) == 1):
        return []
    args = [[] if a is None else a for a in args]
    if len(args) == 1 and isinstance(args[0], list) and name == "unnest":
        items = list(flat(args[0]))
        if any(isinstance(i, Row) for i in items):
            return [([UNKNOWN] * width, MANY)]
        return [([i], CERTAIN) for i in items]
    found = None if any(isinstance(a, Unknowable) for a in args) else SETS[name][1](run, args)
    if found is None:
        return [([SOMETHING if name.startswith("generate") else UNKNOWN] * width, MANY)]
    run.spend(len(found))
    return [(row, CERTAIN) for row in found]
