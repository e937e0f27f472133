"""Storage parameters: WITH (…) of tables, indexes and views (`access/common/reloptions.c`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from migslint.catalog.errors import PgError
from migslint.catalog.session import Session
from migslint.commands.defelem import get_boolean, get_string

if TYPE_CHECKING:
    from migslint.syntax.nodes import DefElem

_INT_MAX = 2147483647
_CLEANUP = ("auto", "on", "off", "true", "false", "yes", "no", "1", "0")

#: name -> kinds that take it, its type, its bounds or values and how a DETAIL names those, the first major version.
#: Kinds: h heap and materialized view, t its TOAST table, v view, and the index access methods.
_OPTIONS: dict[str, tuple[tuple[str, ...], str, Any, str, int]] = {
    "autosummarize": (("brin",), "bool", None, "", 0),
    "autovacuum_enabled": (("h", "t"), "bool", None, "", 0),
    "user_catalog_table": (("h",), "bool", None, "", 0),
    "fastupdate": (("gin",), "bool", None, "", 0),
    "security_barrier": (("v",), "bool", None, "", 0),
    "security_invoker": (("v",), "bool", None, "", 15),
    "vacuum_truncate": (("h", "t"), "bool", None, "", 0),
    "deduplicate_items": (("btree",), "bool", None, "", 0),
    "fillfactor": (("h", "btree", "hash", "gist", "spgist"), "int", (10, 100), "", 0),
    "autovacuum_vacuum_threshold": (("h", "t"), "int", (0, _INT_MAX), "", 0),
    "autovacuum_vacuum_max_threshold": (("h", "t"), "int", (-1, _INT_MAX), "", 18),
    "autovacuum_vacuum_insert_threshold": (("h", "t"), "int", (-1, _INT_MAX), "", 0),
    "autovacuum_analyze_threshold": (("h",), "int", (0, _INT_MAX), "", 0),
    "autovacuum_vacuum_cost_limit": (("h", "t"), "int", (1, 10000), "", 0),
    "autovacuum_freeze_min_age": (("h", "t"), "int", (0, 1000000000), "", 0),
    "autovacuum_multixact_freeze_min_age": (("h", "t"), "int", (0, 1000000000), "", 0),
    "autovacuum_freeze_max_age": (("h", "t"), "int", (100000, 2000000000), "", 0),
    "autovacuum_multixact_freeze_max_age": (("h", "t"), "int", (10000, 2000000000), "", 0),
    "autovacuum_freeze_table_age": (("h", "t"), "int", (0, 2000000000), "", 0),
    "autovacuum_multixact_freeze_table_age": (("h", "t"), "int", (0, 2000000000), "", 0),
    "log_autovacuum_min_duration": (("h", "t"), "int", (-1, _INT_MAX), "", 0),
    "toast_tuple_target": (("h",), "int", (128, 8160), "", 0),
    "pages_per_range": (("brin",), "int", (1, 131072), "", 0),
    "gin_pending_list_limit": (("gin",), "int", (64, _INT_MAX), "", 0),
    "parallel_workers": (("h",), "int", (0, 1024), "", 0),
    "autovacuum_vacuum_cost_delay": (("h", "t"), "real", (0, 100), "", 0),
    "autovacuum_vacuum_scale_factor": (("h", "t"), "real", (0, 100), "", 0),
    "autovacuum_vacuum_insert_scale_factor": (("h", "t"), "real", (0, 100), "", 0),
    "autovacuum_analyze_scale_factor": (("h",), "real", (0, 100), "", 0),
    "vacuum_max_eager_freeze_failure_rate": (("h", "t"), "real", (0, 1), "", 18),
    "vacuum_cleanup_index_scale_factor": (("btree",), "real", (0, 1e10), "", 0),
    "vacuum_index_cleanup": (("h", "t"), "enum", _CLEANUP, '"on", "off", and "auto"', 0),
    "buffering": (("gist",), "enum", ("auto", "on", "off"), '"on", "off", and "auto"', 0),
    "check_option": (("v",), "enum", ("local", "cascaded"), '"local" and "cascaded"', 0),
}

#: attribute_reloptions
_ATTRIBUTE: dict[str, tuple[tuple[str, ...], str, Any, str, int]] = {
    "n_distinct": (("a",), "real", (-1, 1.7976931348623157e308), "", 0),
    "n_distinct_inherited": (("a",), "real", (-1, 1.7976931348623157e308), "", 0),
}

METHODS = frozenset(("btree", "hash", "gist", "gin", "spgist", "brin"))


def _refuse(message: str, node: DefElem | None = None, detail: str | None = None) -> PgError:
    location = node.get("location", 0) if node is not None else None
    return PgError("22023", message, detail=detail, location=location, reason="definition", kind="parameter")


def transform(
    old: dict[str, str],
    nodes: Iterable[DefElem],
    namespace: str | None = None,
    namespaces: tuple[str, ...] = (),
    *,
    create: bool = False,
    reset: bool = False,
) -> dict[str, str]:
    """`transformRelOptions`: the options after SET, RESET or WITH; those of another namespace do not count."""
    nodes = list(nodes)
    out = dict(old)
    for node in nodes:
        if node.get("defnamespace") == namespace:
            out.pop(node["defname"], None)
    seen: set[str] = set()
    for node in nodes:
        name, space = node["defname"], node.get("defnamespace")
        if reset:
            if node.get("arg"):
                raise PgError(
                    "42601",
                    "RESET must not include values for parameters",
                    location=node.get("location", 0),
                    reason="syntax",
                )
            continue
        if space is not None and space not in namespaces:
            raise _refuse(f'unrecognized parameter namespace "{space}"', node)
        if space != namespace:
            continue
        if create and space is None and name == "oids":
            if get_boolean(node):
                raise PgError("0A000", "tables declared WITH OIDS are not supported", reason="unsupported")
            continue
        if name in seen:
            raise _refuse(f'parameter "{name}" specified more than once', node)
        seen.add(name)
        out[name] = get_string(node) if node.get("arg") else "true"
    return out


def check(session: Session, kind: str, options: dict[str, str], nodes: Iterable[DefElem] = ()) -> None:
    """`parseRelOptions`: PgError 22023 for a parameter that the kind does not have, or a value that it does not take.

    `kind` is h, t, v, a (a column) or the name of an access method.
    """
    table = _ATTRIBUTE if kind == "a" else _OPTIONS
    where = {n["defname"]: n for n in nodes}
    for name, value in options.items():
        node = where.get(name)
        found = table.get(name)
        if found is None or kind not in found[0] or found[4] > session.version:
            raise _refuse(f'unrecognized parameter "{name}"', node)
        _, type, bounds, shown, _ = found
        if type == "bool":
            if not _is_bool(value):
                raise _refuse(f'invalid value for boolean option "{name}": {value}', node)
        elif type == "enum":
            if value.lower() not in bounds:
                detail = f"Valid values are {shown}."
                raise _refuse(f'invalid value for enum option "{name}": {value}', node, detail)
        else:
            number = _number(value, type == "int")
            if number is None:
                what = "integer" if type == "int" else "floating point"
                raise _refuse(f'invalid value for {what} option "{name}": {value}', node)
            low, high = bounds
            if not low <= number <= high:
                low, high = (low, high) if type == "int" else (f"{low:f}", f"{high:f}")
                detail = f'Valid values are between "{low}" and "{high}".'
                raise _refuse(f'value {value} out of bounds for option "{name}"', node, detail)


def _is_bool(value: str) -> bool:
    """`parse_bool`: any unambiguous beginning of the words."""
    value = value.lower()
    if value in ("1", "0", "on"):
        return True
    if value and any(word.startswith(value) for word in ("true", "false", "yes", "no")):
        return True
    return len(value) > 1 and "off".startswith(value)


def _number(value: str, whole: bool) -> float | None:
    text = value.strip()
    try:
        return int(text, 0) if text[:2].lower() == "0x" else float(text)
    except ValueError:
        return None


def heap_options(session: Session, relkind: str, nodes: list[DefElem]) -> dict[str, str]:
    """What `DefineRelation` makes of WITH (…) of a new table, its TOAST table's parameters checked too."""
    out = transform({}, nodes, None, ("toast",), create=True)
    check_heap(session, relkind, out, nodes)
    if any(n.get("defnamespace") == "toast" for n in nodes):
        check(session, "t", transform({}, nodes, "toast", ("toast",)), nodes)
    return out


def check_heap(session: Session, relkind: str, options: dict[str, str], nodes: Iterable[DefElem] = ()) -> None:
    """`heap_reloptions`, `partitioned_table_reloptions`, `view_reloptions`."""
    if not options:
        return
    if relkind == "p":
        if session.version >= 16:
            raise PgError(
                "42809",
                "cannot specify storage parameters for a partitioned table",
                hint="Specify storage parameters for its leaf partitions instead.",
                reason="kind",
            )
        check(session, "p", options, nodes)
    check(session, "v" if relkind == "v" else "h", options, nodes)


def index_options(session: Session, method: str, old: dict[str, str], nodes: list[DefElem]) -> dict[str, str]:
    """`index_reloptions`; the parameters of an access method that an extension brings are not known."""
    out = transform(old, nodes)
    if method in METHODS:
        check(session, method, out, nodes)
    return out
