"""Expressions evaluated (`executor/execExprInterp.c`) on the nodes of the parse tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from migslint.catalog.errors import PgError, Unknown
from migslint.executor import logic
from migslint.executor.casts import cast, to_bool
from migslint.executor.operators import operate
from migslint.executor.scope import field
from migslint.executor.values import NOT_A_VARIABLE, SOMETHING, UNKNOWN, Row, Unknowable, Value, Vector

if TYPE_CHECKING:
    from migslint.executor.run import Run
    from migslint.executor.scope import Scope

Evaluator = Callable[["Run", Any, "Scope | None"], Value]


class TooMuch(Exception):
    """The evaluation has done all the work that it may."""


def evaluate(run: Run, node: Any, scope: Scope | None) -> Value:
    """The value of a {"Tag": body} node."""
    for tag, body in node.items():
        function = _EVALUATORS.get(tag)
        return UNKNOWN if function is None else function(run, body, scope)
    return UNKNOWN


def quietly(run: Run, node: Any, scope: Scope | None) -> Value:
    """The value of a node that may not be evaluated at all: its errors are not certain."""
    try:
        return run.evaluate(node, scope)
    except PgError:
        return UNKNOWN


def condition(run: Run, node: Any, scope: Scope | None) -> Value:
    """The value of a Boolean node."""
    value = run.evaluate(node, scope)
    return value if isinstance(value, (bool, Unknowable)) or value is None else to_bool(run.session, value)


def _const(run: Run, node: Any, scope: Scope | None) -> Value:
    if "sval" in node:
        return node["sval"].get("sval", "")
    if "ival" in node:
        return node["ival"].get("ival", 0)
    if "fval" in node:
        return number(node["fval"]["fval"])
    if "boolval" in node:
        return node["boolval"].get("boolval", False)
    return SOMETHING if "bsval" in node else None


def number(text: str) -> Value:
    """`make_const` of a number that is no small integer: bigint where it fits, numeric else."""
    from decimal import Decimal

    text = text.replace("_", "")
    try:
        value = int(text, 0) if text[:2].lower() in ("0x", "0o", "0b") else int(text)
    except ValueError:
        return Decimal(text)
    return value if -(1 << 63) <= value < 1 << 63 else Decimal(value)


def _column(run: Run, node: Any, scope: Scope | None) -> Value:
    fields = node["fields"]
    if "A_Star" in fields[-1]:
        return UNKNOWN
    names = [f["String"].get("sval", "") for f in fields]
    found = scope.column(names) if scope is not None else NOT_A_VARIABLE
    if found is NOT_A_VARIABLE or found is UNKNOWN:
        variable = run.env.lookup(names)
        if variable is not NOT_A_VARIABLE:
            return variable
    return UNKNOWN if found is NOT_A_VARIABLE else found


def _param(run: Run, node: Any, scope: Scope | None) -> Value:
    return run.env.parameter(node.get("number", 0))


# --- operators ---


def _a_expr(run: Run, node: Any, scope: Scope | None) -> Value:
    return _A_EXPR[node.get("kind", "AEXPR_OP")](run, node, scope)


def _name(node: Any) -> str | None:
    """The operator's name; None where it is that of another schema than pg_catalog."""
    names = [n["String"]["sval"] for n in node["name"]]
    return names[-1] if len(names) == 1 or names[-2] == "pg_catalog" else None


def _op(run: Run, node: Any, scope: Scope | None) -> Value:
    name = _name(node)
    left = run.evaluate(node["lexpr"], scope) if "lexpr" in node else NOT_A_VARIABLE
    right = run.evaluate(node["rexpr"], scope)
    if name is None:
        return UNKNOWN
    return operate(run.session, name, left, right, _is_literal(node.get("lexpr")), _is_literal(node["rexpr"]))


def _is_literal(node: Any) -> bool:
    """Whether a node is a constant of type unknown, which takes its type from the other side."""
    return (
        node is not None and "A_Const" in node and ("sval" in node["A_Const"] or node["A_Const"].get("isnull", False))
    )


def _any_all(run: Run, node: Any, scope: Scope | None) -> Value:
    name = _name(node)
    left, right = run.evaluate(node["lexpr"], scope), run.evaluate(node["rexpr"], scope)
    if name is None or isinstance(right, Unknowable):
        return UNKNOWN
    if right is None:
        return None
    if isinstance(right, str):
        from migslint.executor.casts import split_array

        right = split_array(right)
    if not isinstance(right, list):
        return UNKNOWN
    results = (operate(run.session, name, left, item) for item in flat(right))
    return logic.disjunction(results) if node["kind"] == "AEXPR_OP_ANY" else logic.conjunction(results)


def flat(items: list[Value]) -> Iterator[Value]:
    """The elements of an array of any dimension."""
    for item in items:
        if isinstance(item, list) and not isinstance(item, Vector):
            yield from flat(item)
        else:
            yield item


def _in(run: Run, node: Any, scope: Scope | None) -> Value:
    negated = node["name"][0]["String"]["sval"] == "<>"
    left = run.evaluate(node["lexpr"], scope)
    items = node["rexpr"]["List"].get("items", ())
    result = logic.disjunction(operate(run.session, "=", left, run.evaluate(item, scope)) for item in items)
    return logic.negation(result) if negated else result


def _distinct(run: Run, node: Any, scope: Scope | None) -> Value:
    left, right = run.evaluate(node["lexpr"], scope), run.evaluate(node["rexpr"], scope)
    if left is None or right is None:
        same = logic.conjunction((logic.is_null(left), logic.is_null(right)))
    else:
        same = operate(run.session, "=", left, right)
        if same is None:
            same = False
        if same is SOMETHING:
            same = UNKNOWN
    return logic.negation(same) if node["kind"] == "AEXPR_DISTINCT" else same


def _nullif(run: Run, node: Any, scope: Scope | None) -> Value:
    left, right = run.evaluate(node["lexpr"], scope), run.evaluate(node["rexpr"], scope)
    same = operate(run.session, "=", left, right)
    if isinstance(same, Unknowable):
        return UNKNOWN
    return None if same else left


def _between(run: Run, node: Any, scope: Scope | None) -> Value:
    kind = node["kind"]
    value = run.evaluate(node["lexpr"], scope)
    low, high = (run.evaluate(item, scope) for item in node["rexpr"]["List"]["items"])

    def within(a: Value, b: Value) -> Value:
        session = run.session
        return logic.conjunction((operate(session, ">=", value, a), operate(session, "<=", value, b)))

    result = within(low, high)
    if "SYM" in kind:
        result = logic.disjunction((result, within(high, low)))
    return logic.negation(result) if "NOT" in kind else result


_A_EXPR: dict[str, Evaluator] = {
    "AEXPR_OP": _op,
    "AEXPR_OP_ANY": _any_all,
    "AEXPR_OP_ALL": _any_all,
    "AEXPR_DISTINCT": _distinct,
    "AEXPR_NOT_DISTINCT": _distinct,
    "AEXPR_NULLIF": _nullif,
    "AEXPR_IN": _in,
    "AEXPR_LIKE": _op,
    "AEXPR_ILIKE": _op,
    "AEXPR_SIMILAR": _op,
    "AEXPR_BETWEEN": _between,
    "AEXPR_NOT_BETWEEN": _between,
    "AEXPR_BETWEEN_SYM": _between,
    "AEXPR_NOT_BETWEEN_SYM": _between,
}


def _in_turn(run: Run, nodes: list[Any], scope: Scope | None) -> Iterator[Value]:
    """Conditions one after the other; what comes after an unknown one may not be evaluated."""
    certain = True
    for node in nodes:
        if certain:
            value = condition(run, node, scope)
        else:
            try:
                value = condition(run, node, scope)
            except PgError:
                value = UNKNOWN
        certain = certain and not isinstance(value, Unknowable)
        yield value


def _bool(run: Run, node: Any, scope: Scope | None) -> Value:
    kind = node.get("boolop", "AND_EXPR")
    if kind == "NOT_EXPR":
        return logic.negation(condition(run, node["args"][0], scope))
    values = _in_turn(run, node["args"], scope)
    return logic.conjunction(values) if kind == "AND_EXPR" else logic.disjunction(values)


def _null_test(run: Run, node: Any, scope: Scope | None) -> Value:
    value = run.evaluate(node["arg"], scope)
    return logic.is_not_null(value) if node.get("nulltesttype") == "IS_NOT_NULL" else logic.is_null(value)


def _boolean_test(run: Run, node: Any, scope: Scope | None) -> Value:
    value = condition(run, node["arg"], scope)
    kind = node.get("booltesttype", "IS_TRUE")
    if value is UNKNOWN or (value is SOMETHING and not kind.endswith("UNKNOWN")):
        return UNKNOWN
    want = {"TRUE": True, "FALSE": False, "UNKNOWN": None}[kind.rpartition("_")[2]]
    return (value is want) != ("NOT" in kind)


# --- casts, parts ---


def _cast(run: Run, node: Any, scope: Scope | None) -> Value:
    from migslint.analyze.parse_type import lookup_typename

    value = run.evaluate(node["arg"], scope)
    try:
        target = lookup_typename(run.session, node["typeName"])
        return cast(run.session, value, target)
    except Unknown:
        return UNKNOWN


def _collate(run: Run, node: Any, scope: Scope | None) -> Value:
    return run.evaluate(node["arg"], scope)


def _indirection(run: Run, node: Any, scope: Scope | None) -> Value:
    value = run.evaluate(node["arg"], scope)
    for step in node["indirection"]:
        if "String" in step:
            value = field(value, step["String"]["sval"])
        elif "A_Indices" in step:
            value = _subscript(run, value, step["A_Indices"], scope)
        else:
            return UNKNOWN
    return value


def _subscript(run: Run, value: Value, step: Any, scope: Scope | None) -> Value:
    if value is None:
        return None
    if not isinstance(value, list):
        return UNKNOWN
    base = 0 if isinstance(value, Vector) else 1
    bounds: list[Value] = []
    for key, default in (("lidx", base), ("uidx", len(value) + base - 1)):
        bounds.append(run.evaluate(step[key], scope) if key in step else default)
    if None in bounds:
        return None
    low, high = bounds
    if step.get("is_slice"):
        if not isinstance(low, int) or not isinstance(high, int):
            return UNKNOWN
        return value[max(low - base, 0) : max(high - base + 1, 0)]
    if not isinstance(high, int):
        return UNKNOWN
    return value[high - base] if base <= high < len(value) + base else None


def _array(run: Run, node: Any, scope: Scope | None) -> Value:
    return [run.evaluate(item, scope) for item in node.get("elements", ())]


def _row(run: Run, node: Any, scope: Scope | None) -> Value:
    values = [run.evaluate(item, scope) for item in node.get("args", ())]
    return Row([f"f{i}" for i in range(1, len(values) + 1)], values)


# --- conditional expressions ---


def _case(run: Run, node: Any, scope: Scope | None) -> Value:
    subject: Value = run.evaluate(node["arg"], scope) if "arg" in node else NOT_A_VARIABLE
    results: list[Value] = []
    for item in node["args"]:
        when = item["CaseWhen"]
        if results:
            test = _test(run, when["expr"], subject, scope, True)
        else:
            test = _test(run, when["expr"], subject, scope, False)
        if isinstance(test, Unknowable):
            results.append(quietly(run, when["result"], scope))
        elif test:
            if not results:
                return run.evaluate(when["result"], scope)
            results.append(quietly(run, when["result"], scope))
            return _agreed(results)
    default: Any = node.get("defresult")
    if not results:
        return run.evaluate(default, scope) if default is not None else None
    results.append(quietly(run, default, scope) if default is not None else None)
    return _agreed(results)


def _test(run: Run, node: Any, subject: Value, scope: Scope | None, quiet: bool) -> Value:
    try:
        if subject is NOT_A_VARIABLE:
            return condition(run, node, scope)
        return operate(run.session, "=", subject, run.evaluate(node, scope))
    except PgError:
        if quiet:
            return UNKNOWN
        raise


def _agreed(results: list[Value]) -> Value:
    """One of several values, and it is not known which."""
    first = results[0]
    if isinstance(first, Unknowable) or any(type(r) is not type(first) or r != first for r in results):
        return UNKNOWN if any(r is None or r is UNKNOWN for r in results) else SOMETHING
    return first


def _coalesce(run: Run, node: Any, scope: Scope | None) -> Value:
    results: list[Value] = []
    for item in node["args"]:
        value = quietly(run, item, scope) if results else run.evaluate(item, scope)
        if value is None:
            continue
        results.append(value)
        if value is not UNKNOWN:
            return value if len(results) == 1 else SOMETHING
    return UNKNOWN if results else None


def _minmax(run: Run, node: Any, scope: Scope | None) -> Value:
    values = [v for v in (run.evaluate(item, scope) for item in node["args"]) if v is not None]
    if not values:
        return None
    best = values[0]
    wanted = 1 if node.get("op", "IS_GREATEST") == "IS_GREATEST" else -1
    for value in values[1:]:
        order = logic.compare(value, best)
        if isinstance(order, Unknowable):
            return UNKNOWN if UNKNOWN in values else SOMETHING
        if order == wanted:
            best = value
    return best


def _sql_value(run: Run, node: Any, scope: Scope | None) -> Value:
    if node.get("op") == "SVFOP_CURRENT_SCHEMA":
        from migslint.executor.functions import call

        return call(run, "current_schema", [])
    return SOMETHING


def _sublink(run: Run, node: Any, scope: Scope | None) -> Value:
    from migslint.executor.sublink import sublink

    return sublink(run, node, scope)


def _call(run: Run, node: Any, scope: Scope | None) -> Value:
    from migslint.executor.calls import function_call

    return function_call(run, node, scope)


_EVALUATORS: dict[str, Evaluator] = {
    "A_Const": _const,
    "ColumnRef": _column,
    "ParamRef": _param,
    "A_Expr": _a_expr,
    "BoolExpr": _bool,
    "FuncCall": _call,
    "TypeCast": _cast,
    "CollateClause": _collate,
    "A_Indirection": _indirection,
    "A_ArrayExpr": _array,
    "RowExpr": _row,
    "CaseExpr": _case,
    "CoalesceExpr": _coalesce,
    "MinMaxExpr": _minmax,
    "NullTest": _null_test,
    "BooleanTest": _boolean_test,
    "SQLValueFunction": _sql_value,
    "SubLink": _sublink,
}
