"""Operators (`parser/parse_oper.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.analyze.generic import resolve_generic
from migslint.analyze.parse_coerce import can_coerce, coerce, is_stable
from migslint.analyze.parse_collate import rise
from migslint.analyze.parse_func import Candidate, select_candidate
from migslint.analyze.types import UNSURE, Expr, is_polymorphic, is_unknown, leftmost
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import Operator, Proc, Type, TypeRef
from migslint.catalog.session import Session
from migslint.catalog.typename import base_type, format_type

if TYPE_CHECKING:
    from migslint.analyze.state import Scope


def signature(session: Session, name: str, left: Type | None, right: Type) -> str:
    """`op_signature_string`: "integer + text", "- text"."""
    shown = f"{name} {format_type(session, right)}"
    return f"{format_type(session, left)} {shown}" if left is not None else shown


def find(
    session: Session, schema: str | None, name: str, left: Type | None, right: Type, location: int | None = None
) -> Operator | str | None:
    """`oper`, `left_oper`: the operator, None if there is none, "ambiguous" if several fit alike.

    A choice is remembered, as in the server's `OprCacheHash`; a change of pg_operator makes another list of operators,
    one of pg_cast forgets all choices, and row types, which may come to inherit, are not remembered.
    """
    ops = ns.find_operators(session, schema, name, location)
    choices, key = session.catalog.operator_choices, (name, left, right)
    made = choices.get(key)
    if made is not None and made[0] is ops:
        return made[1]
    chosen = _choose(session, ops, left, right)
    if isinstance(chosen, Operator) and all(t is None or base_type(t).relation is None for t in key[1:]):
        choices[key] = (ops, chosen)
    return chosen


def _choose(session: Session, ops: list[Operator], left: Type | None, right: Type) -> Operator | str | None:
    ops = [o for o in ops if (o.left is None) == (left is None)]
    exact_left, exact_right = left, right
    if left is not None:
        if is_unknown(left) and not is_unknown(right):
            exact_left = right
        elif is_unknown(right) and not is_unknown(left):
            exact_right = left
    for op in ops:
        if op.left is exact_left and op.right is exact_right:
            return op
    if left is not None and (is_unknown(left) or is_unknown(right)):
        base = base_type(exact_right)
        if base is not exact_right:
            for op in ops:
                if op.left is base and op.right is base:
                    return op
    types = [right] if left is None else [left, right]
    found = []
    for op in ops:
        declared = [op.right] if op.left is None else [op.left, op.right]
        if can_coerce(session, types, declared):
            found.append(Candidate(_as_proc(op), declared))
    if not found:
        return None
    if len(found) > 1:
        best = select_candidate(session, types, found)
        if best is None:
            return "ambiguous"
        found = [best]
    chosen = found[0].types
    for op in ops:
        if [t for t in (op.left, op.right) if t is not None] == chosen:
            return op
    return None


def _as_proc(op: Operator) -> Proc:
    return Proc(name=op.name, namespace=op.namespace, rettype=op.result or UNSURE)


def operate(scope: Scope, schema: str | None, name: str, left: Expr | None, right: Expr, location: int | None) -> Expr:
    """`make_op`: PgError 42883, 42725 or 42804 as the server has them."""
    session = scope.session
    if right.type is UNSURE or (left is not None and left.type is UNSURE):
        scope.unsure[0] = True
        if name in _COMPARISONS:
            return scope.expr("bool", leftmost(location, left, right))
        return Expr(UNSURE, location=leftmost(location, left, right))
    try:
        op = find(session, schema, name, left.type if left is not None else None, right.type, location)
    except Unknown:
        return scope.unknowable(location)
    if not isinstance(op, Operator):
        if session.catalog.doubtful("operator", "*", name):
            return scope.unknowable(location)
        text = signature(session, name, left.type if left is not None else None, right.type)
        if schema:
            text = text.replace(f"{name} ", f"{schema}.{name} ", 1)
        raise _refusal(text, op is not None, left is not None, name, location)
    if op.result is None:
        text = signature(session, op.name, op.left, op.right)
        raise PgError(
            "42883", f"operator is only a shell: {text}", location=location, reason="missing", kind="operator"
        )
    args = [right] if left is None else [left, right]
    declared = [op.right] if op.left is None else [op.left, op.right]
    result: Type | None = op.result
    if any(is_polymorphic(t) for t in declared):
        declared, result = resolve_generic(session, [a.type for a in args], declared, result, location)
    args = [coerce(scope, a, TypeRef(t), "i") if a.type is not t else a for a, t in zip(args, declared)]
    scope.depend(op)
    if scope.volatility[0] == "i":
        _worsen(scope, op, args)
    place = leftmost(location, left, right)
    return Expr(
        result or UNSURE,
        -1,
        place,
        retset=any(a.retset for a in args),
        constant=all(a.constant for a in args),
        collation=rise(scope, result or UNSURE, args, place),
    )


#: pg_operator: the comparisons of which one side is in the session's time zone
_ZONED = frozenset(pair for zoned in ("date", "timestamp") for pair in ((zoned, "timestamptz"), ("timestamptz", zoned)))
_STABLE = frozenset(
    (
        *(("+", "timestamptz", "interval"), ("-", "timestamptz", "interval"), ("+", "interval", "timestamptz")),
        *(("@@", "text", "text"), ("@@", "text", "tsquery")),
        *((name, a, b) for name in ("<", "<=", "<>", "=", ">", ">=") for a, b in _ZONED),
    )
)


def _worsen(scope: Scope, op: Operator, args: list[Expr]) -> None:
    """The operator's function may be only stable; `||` of a text and something else is inlined as a cast to text."""
    session = scope.session
    if op.builtin:
        names = (op.name, op.left.name if op.left is not None else "", op.right.name)
        concatenates = op.name == "||" and "anynonarray" in names
        text = scope.type("text")
        if names in _STABLE or (concatenates and any(is_stable(session, a.type, text, "e") for a in args)):
            scope.volatility[0] = "s"
        return
    function, types = op.proc.partition("(")[0], [t for t in (op.left, op.right) if t is not None]
    schema, _, name = function.rpartition(".")
    try:
        procs = ns.find_procs(session, schema.strip('"') or None, name.strip('"'))
    except (PgError, Unknown):
        return
    for proc in procs:
        if list(proc.argtypes) == types and proc.language != "sql":
            scope.volatility[0] = proc.volatility


_COMPARISONS = frozenset(
    ("=", "<>", "<", ">", "<=", ">=", "~~", "!~~", "~~*", "!~~*", "~", "~*", "!~", "!~*", "&&", "@>", "<@")
)


def _refusal(text: str, ambiguous: bool, binary: bool, name: str, location: int | None) -> PgError:
    """`op_error`."""
    if ambiguous:
        return PgError(
            "42725",
            f"operator is not unique: {text}",
            hint="Could not choose a best candidate operator. You might need to add explicit type casts.",
            location=location,
            reason="ambiguous",
            kind="operator",
            name=name,
        )
    return PgError(
        "42883",
        f"operator does not exist: {text}",
        hint="No operator matches the given name and argument types. You might need to add explicit type casts."
        if binary
        else "No operator matches the given name and argument type. You might need to add an explicit type cast.",
        location=location,
        reason="missing",
        kind="operator",
        name=name,
    )


#: base types without a default btree operator class, and those of them that can be hashed (pg_opclass)
_UNORDERED = frozenset(
    (
        *("aclitem", "box", "cid", "circle", "gtsvector", "json", "jsonpath", "line", "lseg", "path", "point"),
        *("pg_brin_bloom_summary", "pg_brin_minmax_multi_summary", "pg_snapshot", "polygon", "refcursor"),
        *("txid_snapshot", "xid", "xml"),
    )
)
_HASHED = frozenset(("aclitem", "cid", "xid"))


def sort_operator_exists(session: Session, type: Type) -> bool:
    """Whether `get_sort_group_operators` finds a default btree ordering; True where that cannot be said."""
    base = base_type(type)
    if base.is_array and base.category == "A" and base.element is not None:
        return sort_operator_exists(session, base.element)
    if base.typtype == "c" and base.relation is not None and not base.relation.unknown:
        return all(sort_operator_exists(session, a.type) for a in base.relation.attributes.values())
    if base.typtype == "p" and base.name in ("void", "cstring", "trigger"):
        return False
    return not (base.builtin and base.typtype == "b" and base.name in _UNORDERED)


def equality_exists(session: Session, type: Type) -> bool:
    """Whether values of the type can be compared for equality (GROUP BY, DISTINCT, UNION)."""
    base = base_type(type)
    if base.is_array and base.category == "A" and base.element is not None:
        return equality_exists(session, base.element)
    if base.typtype == "c" and base.relation is not None and not base.relation.unknown:
        return all(equality_exists(session, a.type) for a in base.relation.attributes.values())
    return sort_operator_exists(session, type) or base.name in _HASHED
