"""The functions of pg_catalog that guards and computed statements use, by name.

A function that is not here has an unknown result.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from migslint.catalog.errors import Unknown
from migslint.executor.values import SOMETHING, UNKNOWN, Unknowable, Value

if TYPE_CHECKING:
    from migslint.executor.run import Run

Function = Callable[["Run", "list[Value]"], Value]

#: functions that are not called for a NULL argument, nor for an unknown one
STRICT: dict[str, Function] = {}

#: functions that take NULL and unknown arguments themselves
LENIENT: dict[str, Function] = {}

#: functions of which only that their result is not NULL is known
NOT_NULL = frozenset(
    (
        "now",
        "clock_timestamp",
        "statement_timestamp",
        "transaction_timestamp",
        "timeofday",
        "random",
        "gen_random_uuid",
        "uuidv4",
        "uuidv7",
        "pg_backend_pid",
        "txid_current",
        "pg_current_xact_id",
        "current_database",
        "pg_my_temp_schema",
        "pg_postmaster_start_time",
        "pg_is_in_recovery",
        "inet_server_port",
        "version",
        "pg_get_viewdef",
        "pg_get_ruledef",
    )
)


def call(run: Run, name: str, args: list[Value]) -> Value:
    """The result of a function of pg_catalog."""
    _load()
    lenient = LENIENT.get(name)
    try:
        if lenient is not None:
            return lenient(run, args)
        if name in NOT_NULL:
            return None if any(a is None for a in args) else UNKNOWN if any(a is UNKNOWN for a in args) else SOMETHING
        strict = STRICT.get(name)
        if strict is None:
            return UNKNOWN
        if any(a is None for a in args):
            return None
        if any(isinstance(a, Unknowable) for a in args):
            return UNKNOWN
        return strict(run, args)
    except Unknown:
        return UNKNOWN


def _load() -> None:
    """The modules that hold the functions register them when they are imported."""
    if not STRICT:
        from migslint.executor import fn_array, fn_catalog, fn_format, fn_json, fn_misc, fn_string

        for module in (fn_array, fn_catalog, fn_format, fn_json, fn_misc, fn_string):
            STRICT.update(module.STRICT)
            LENIENT.update(module.LENIENT)


def is_scalar(name: str) -> bool:
    """Whether a function of pg_catalog is one of those that are evaluated here."""
    _load()
    return name in STRICT or name in LENIENT or name in NOT_NULL
