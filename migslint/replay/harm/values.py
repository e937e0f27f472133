"""What an expression gives when it is evaluated a second time."""

from __future__ import annotations

from typing import Any, Literal

from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import Attribute, Proc
from migslint.catalog.session import Session
from migslint.commands.lookup import strings

#: the same value; NULL; another value each time (a counter, chance), a later time; what rows or settings decide
Again = Literal["same", "null", "fresh", "later", "unknown"]

#: functions without a look at rows that give something else each time they are called
_FRESH = frozenset(
    (
        *("nextval", "gen_random_uuid", "uuidv4", "uuidv7", "random", "random_normal", "gen_random_bytes", "gen_salt"),
        *("uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4", "txid_current", "pg_current_xact_id"),
    )
)
_LATER = frozenset(("now", "statement_timestamp", "transaction_timestamp", "clock_timestamp", "timeofday"))
_TIMES = ("SVFOP_CURRENT_DATE", "SVFOP_CURRENT_TIME", "SVFOP_CURRENT_TIMESTAMP", "SVFOP_LOCALTIME")
_MOMENTS = frozenset(("now", "today", "tomorrow", "yesterday"))
_DATES = frozenset(("date", "time", "timetz", "timestamp", "timestamptz"))

#: nodes whose value follows from the values of the parts named
_PARTS = {
    "A_Expr": ("lexpr", "rexpr"),
    "A_ArrayExpr": ("elements",),
    "RowExpr": ("args",),
    "BoolExpr": ("args",),
    "MinMaxExpr": ("args",),
    "CollateClause": ("arg",),
    "A_Indirection": ("arg",),
    "List": ("items",),
}


def again(session: Session, node: Any) -> Again:
    """What the expression gives the second time, against the first."""
    ((tag, body),) = node.items()
    if tag == "A_Const":
        return "null" if body.get("isnull") else "same"
    if tag == "TypeCast":
        return _cast(session, body)
    if tag == "FuncCall":
        return _call(session, body)
    if tag == "SQLValueFunction":
        return "later" if body.get("op", _TIMES[0]).startswith(_TIMES) else "unknown"
    if tag in _PARTS:
        parts = [body[key] for key in _PARTS[tag] if key in body]
        return _together(session, [p for part in parts for p in (part if isinstance(part, list) else [part])])
    return "unknown"


def _together(session: Session, nodes: list[Any]) -> Again:
    found = {again(session, node) for node in nodes}
    for answer in ("unknown", "null", "fresh", "later"):
        if answer in found:
            return "unknown" if answer == "null" else answer
    return "same"


def _cast(session: Session, body: Any) -> Again:
    constant = body["arg"].get("A_Const", {}).get("sval", {}).get("sval", "")
    if constant.strip().lower() in _MOMENTS and strings(body["typeName"].get("names", []))[-1] in _DATES:
        return "later"
    return again(session, body["arg"])


def _call(session: Session, body: Any) -> Again:
    names = strings(body["funcname"])
    try:
        procs = ns.find_procs(session, names[-2] if len(names) > 1 else None, names[-1])
    except (PgError, Unknown):
        return "unknown"
    if not procs or body.keys() & {"over", "agg_star", "agg_order", "agg_filter"}:
        return "unknown"
    if all(_is_ours(p) for p in procs):
        if names[-1] in _FRESH:
            return "fresh"
        if names[-1] in _LATER:
            return "later"
    arguments = _together(session, body.get("args", []))
    if all(p.volatility == "i" and p.kind == "f" and not p.retset for p in procs):
        return arguments
    return "unknown"


def _is_ours(proc: Proc) -> bool:
    """Whether PostgreSQL or an extension has brought the function."""
    return proc.builtin and not proc.unknown


def by_default(session: Session, attribute: Attribute) -> Again:
    """What a column gets that a statement does not name."""
    if attribute.identity:
        return "fresh"
    if attribute.generated:
        return "unknown"
    default = attribute.default
    if default is None:
        bare = attribute.type.typtype != "d" and not attribute.builtin
        return "null" if bare else "unknown"
    if not isinstance(default.expression, dict):
        return "unknown"
    return again(session, default.expression)
