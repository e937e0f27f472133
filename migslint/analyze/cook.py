"""Expressions that stand in definitions: defaults, checks, index expressions, policies … (`catalog/heap.c`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from migslint.analyze import parse_coerce as co
from migslint.analyze.api import Cooked
from migslint.analyze.parse_collate import derived, raise_first
from migslint.analyze.parse_expr import transform
from migslint.analyze.parse_relation import columns_of
from migslint.analyze.state import RangeEntry, Scope
from migslint.analyze.types import UNSURE, RangeColumn
from migslint.catalog.errors import PgError
from migslint.catalog.objects import Proc, Relation, TypeRef
from migslint.catalog.session import Session
from migslint.catalog.typename import format_type
from migslint.syntax.tree import walk

#: what "argument of X must be type boolean" calls a condition
_CONDITIONS = {
    "check_constraint": "CHECK",
    "domain_check": "CHECK",
    "index_predicate": "WHERE",
    "trigger_when": "WHEN",
    "policy": "POLICY",
    "where": "WHERE",
    "copy_where": "WHERE",
    "publication_where": "PUBLICATION WHERE",
}


def cook(
    session: Session,
    node: Any,
    kind: str,
    relations: Sequence[tuple[str, Relation]],
    want: TypeRef | None,
    column: str,
) -> Cooked:
    """See `api.cook`."""
    scope = Scope(session)
    own: tuple[Relation, ...] = ()
    for i, (alias, relation) in enumerate(relations):
        entry = RangeEntry(
            alias,
            "relation",
            columns_of(relation),
            relation=relation,
            unsure="column" in relation.unknown or "self" in relation.unknown,
            row=relation.rowtype,
            aliased=alias != relation.name,
        )
        scope.entries.append(entry)
        scope.namespace.append(entry)
        if i == 0:
            own = (relation,)
    if kind == "domain_check" and want is not None:
        scope.target = RangeEntry("value", "values", [RangeColumn("value", want.type, want.typmod)])
        want = None
    expr = transform(scope, node, kind)
    condition = _CONDITIONS.get(kind)
    if condition is not None:
        expr = co.to_boolean(scope, expr, condition)
    elif want is not None:
        expr = _coerce_default(scope, expr, kind, want, column)
    raise_first(scope)
    if scope.planning and kind.startswith("index_"):
        raise scope.planning[0]
    depends = tuple(d for d in scope.deps if d not in own)
    volatility = scope.volatility[0]
    return Cooked(
        TypeRef(expr.type, expr.typmod),
        depends,
        "i" if volatility != "i" and (_may_fold(node) or _calls_null(scope)) else volatility,
        certain=not scope.unsure[0] and expr.type is not UNSURE,
        collation=derived(expr),
    )


def _may_fold(node: Any) -> bool:
    """Whether `eval_const_expressions` may drop a part of an expression before anything asks if it is immutable.

    A strict function of NULL is NULL, and a branch behind a constant condition is not there.
    """
    stack: list[Any] = [node]
    tag: str
    body: Any
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            for tag, body in item.items():
                parts: list[Any] = []
                if isinstance(body, list):
                    stack += body
                    continue
                if not isinstance(body, dict):
                    continue
                if tag == "A_Expr" and not str(body.get("kind", "")).endswith("DISTINCT"):
                    parts = [body.get("lexpr"), body.get("rexpr")]
                elif tag in ("FuncCall", "BoolExpr"):
                    parts = list(body.get("args", ()))
                elif tag == "CaseExpr" and "arg" not in body:
                    parts = [when["CaseWhen"]["expr"] for when in body["args"]]
                elif tag == "TypeCast" and _may_be_null(body["arg"]):
                    return True
                if any(_is_fixed(p, tag in ("BoolExpr", "CaseExpr")) or _may_be_null(p) for p in parts):
                    return True
                stack.append(body)
    return False


def _calls_null(scope: Scope) -> bool:
    """Whether a function is called that the planner may replace by NULL."""
    from migslint.analyze.inline import constant_body

    return any(isinstance(d, Proc) and constant_body(d) for d in scope.deps)


#: constants that are NULL by how they come out
_CHOICES = ("A_Indirection", "CaseExpr", "CoalesceExpr", "MinMaxExpr")
_VARYING = ("ColumnRef", "ParamRef", "FuncCall", "SQLValueFunction", "SubLink")


def _may_be_null(node: Any) -> bool:
    """Whether an expression of constants alone may be evaluated to NULL."""
    while isinstance(node, dict) and "TypeCast" in node:
        node = node["TypeCast"]["arg"]
    if not isinstance(node, dict):
        return False
    nullif = node.get("A_Expr", {}).get("kind") == "AEXPR_NULLIF"
    return (nullif or any(tag in node for tag in _CHOICES)) and all(tag not in _VARYING for tag, _ in walk(node))


def _is_fixed(node: Any, condition: bool) -> bool:
    while isinstance(node, dict) and "TypeCast" in node:
        node = node["TypeCast"]["arg"]
    const = node.get("A_Const") if isinstance(node, dict) else None
    return const is not None and (condition or "isnull" in const)


def _coerce_default(scope: Scope, expr: Any, kind: str, want: TypeRef, column: str) -> Any:
    """`cookDefault`, and its like for function arguments and partition bounds."""
    session = scope.session
    found = co.to_target(scope, expr, want, "a")
    if found is not None:
        return found
    given, declared = format_type(session, expr.type), format_type(session, want.type)
    if kind == "function_default":
        message = f"argument of DEFAULT must be type {declared}, not type {given}"
    elif kind == "execute_parameter":
        message = f"parameter {column} of type {given} cannot be coerced to the expected type {declared}"
    elif kind == "alter_col_transform":
        message = f'result of USING clause for column "{column}" cannot be cast automatically to type {declared}'
        raise PgError(
            "42804",
            message,
            hint="You might need to add an explicit cast.",
            location=expr.location,
            reason="type",
            kind="column",
            name=column,
        )
    elif kind == "partition_bound":
        message = f'specified value cannot be cast to type {declared} for column "{column}"'
    else:
        message = f'column "{column}" is of type {declared} but default expression is of type {given}'
    raise PgError(
        "42804",
        message,
        hint=None
        if kind in ("function_default", "partition_bound")
        else "You will need to rewrite or cast the expression.",
        location=expr.location,
        reason="type",
        kind="column",
        name=column,
    )
