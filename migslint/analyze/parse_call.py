"""Calls of functions, aggregates and window functions (`parse_func.c, ParseFuncOrColumn`; `parse_agg.c`)."""

from __future__ import annotations

from typing import Any

from migslint.analyze import parse_agg as agg
from migslint.analyze import parse_coerce as co
from migslint.analyze import parse_func as func
from migslint.analyze.kinds import set_refused
from migslint.analyze.parse_expr import transform
from migslint.analyze.parse_relation import field_of
from migslint.analyze.parse_type import names_of
from migslint.analyze.state import Scope
from migslint.analyze.types import UNSURE, Expr, element_of, is_composite, is_record
from migslint.catalog.errors import PgError
from migslint.catalog.objects import Proc, TypeRef

FUNC_MAX_ARGS = 100


def function_call(scope: Scope, node: Any, procedure: bool = False) -> Expr:
    """`transformFuncCall`: the result of a call (of a procedure in CALL)."""
    location = node.get("location", 0)
    start = len(scope.trace)
    last_srf = scope.last_srf
    args, names = _arguments(scope, node.get("args", ()))
    if len(args) > FUNC_MAX_ARGS:
        raise PgError("54023", f"cannot pass more than {FUNC_MAX_ARGS} arguments to a function", location=location)
    direct, middle = len(args), len(scope.trace)
    if node.get("agg_within_group"):
        args += [transform(scope, s["SortBy"]["node"], "order_by") for s in node.get("agg_order", ())]
    name_parts = names_of(node["funcname"])
    schema = name_parts[-2] if len(name_parts) > 1 else None
    name, shown = name_parts[-1], ".".join(name_parts)
    if len(name_parts) > 2:
        _check_database(name_parts, location)
    if "agg_filter" in node:
        co.to_boolean(scope, transform(scope, node["agg_filter"], "filter"), "FILTER")
    session = scope.session
    detail = func.get_detail(session, schema, name, args, names, bool(node.get("func_variadic")), procedure, location)
    if detail.kind == "coercion" and detail.target is not None:
        if not _plain(node):
            raise _not_aggregate(node, shown, location)
        arg = args[0]
        return co.coerce(scope, arg, TypeRef(detail.target), "e", location)
    if detail.kind == "unsure":
        _rest(scope, node)
        result = scope.unknowable(location)
        scope.resolved[id(node)] = (node, result, scope)
        return result
    if detail.kind in ("notfound", "multiple"):
        if not procedure and schema is None and len(args) == 1 and not names and _plain(node):
            arg = args[0]
            if is_composite(arg.type) or is_record(arg.type):
                projected = field_of(scope, arg, name)
                if projected is not None:
                    return projected[1]
        if detail.kind == "multiple":
            raise func.not_unique(session, shown, name, args, names, location)
        raise _not_found(scope, node, shown, name, args, names, location, procedure, schema)
    candidate = detail.candidate
    assert candidate is not None
    proc = candidate.proc
    if proc.kind == "p" and not procedure:
        raise PgError(
            "42809",
            f"{func.signature(session, shown, names, [a.type for a in args])} is a procedure",
            hint="To call a procedure, use CALL.",
            location=location,
            reason="kind",
            kind="function",
            name=name,
        )
    if procedure and proc.kind != "p":
        raise PgError(
            "42809",
            f"{func.signature(session, shown, names, [a.type for a in args])} is not a procedure",
            hint="To call a function, use SELECT.",
            location=location,
            reason="kind",
            kind="function",
            name=name,
        )
    _check_form(scope, node, proc, shown, direct, location)
    if proc.kind == "a" and proc.aggkind != "n":
        args = _ordered_set(scope, candidate, shown, args, direct, location)
    result = func.apply(scope, candidate, args, location)
    if node.get("func_variadic") and proc.variadic is not None and proc.variadic.name == "any":
        last = args[-1]
        if last.type is not UNSURE and element_of(last.type) is None:
            raise PgError("42804", "VARIADIC argument must be an array", location=last.location, reason="type")
    result.constant = bool(args) and all(a.constant for a in args) and not result.retset
    if proc.kind == "a" and "over" not in node:
        if names:
            raise PgError("0A000", "aggregates cannot use named arguments", location=location, reason="unsupported")
        agg.aggregate(scope, node, proc, result, args, start, middle if node.get("agg_within_group") else start)
    elif proc.kind == "w" or "over" in node:
        if scope.last_srf is not last_srf and scope.last_srf is not None:
            raise agg.calls_srf("window", scope.last_srf.location)
        if names:
            message = "window functions cannot use named arguments"
            raise PgError("0A000", message, location=location, reason="unsupported")
        agg.window(scope, node, start)
        result.location = location
    else:
        _rest(scope, node)
        if any(a.retset for a in args) and not result.retset:
            result.retset = True
        if proc.retset:
            check_srf(scope, result, last_srf)
    return result


def check_srf(scope: Scope, call: Expr, last_srf: Expr | None) -> None:
    """`check_srf_call_placement`: `last_srf` is what `Scope.last_srf` was before the arguments."""
    if scope.kind == "from_function" and scope.last_srf is not last_srf and scope.last_srf is not None:
        raise PgError(
            "0A000",
            "set-returning functions must appear at top level of FROM",
            location=scope.last_srf.location,
            reason="unsupported",
        )
    refused = set_refused(scope.kind)
    if refused is not None:
        raise PgError(
            "0A000",
            f"set-returning functions are not allowed in {refused}",
            location=call.location,
            reason="unsupported",
        )
    if scope.kind not in ("from_function", "insert_target", "values_single"):
        scope.has_targets_srf = True
    scope.last_srf = call
    scope.trace.append(("srf", scope.depth, call.location))


def _ordered_set(
    scope: Scope, candidate: func.Candidate, shown: str, args: list[Expr], direct: int, location: int
) -> list[Expr]:
    """What `ParseFuncOrColumn` asks of the direct arguments of an ordered-set or hypothetical-set aggregate."""
    proc = candidate.proc
    ordered = len(args) - direct
    wanted = proc.direct_args
    declared = len(proc.argtypes)
    hint = None
    words = f"direct argument{'' if wanted == 1 else 's'}"
    if not candidate.variadic or wanted < declared:
        if direct != wanted:
            hint = f"There is an ordered-set aggregate {shown}, but it requires {wanted} {words}, not {direct}."
    else:
        matched = len(args) - declared + 1
        if proc.aggkind == "h":
            if matched != 2 * ordered:
                hint = (
                    f"To use the hypothetical-set aggregate {shown}, the number of hypothetical direct arguments "
                    f"(here {matched - ordered}) must match the number of ordering columns (here {ordered})."
                )
        elif matched <= ordered:
            hint = f"There is an ordered-set aggregate {shown}, but it requires at least {wanted} {words}."
    if hint is not None:
        error = func.not_found(scope.session, shown, proc.name, args, (), location)
        error.hint = hint
        raise error
    if proc.aggkind != "h":
        return args
    args = list(args)
    for i in range(ordered):
        aggregated, hypothetical = args[len(args) - ordered + i], args[direct - ordered + i]
        common = co.select_common_type(scope, [aggregated, hypothetical], "WITHIN GROUP")
        if common is not UNSURE:
            args[direct - ordered + i] = co.coerce(scope, hypothetical, TypeRef(common), "i")
            args[len(args) - ordered + i] = co.coerce(scope, aggregated, TypeRef(common), "i")
    return args


def _check_database(names: list[str], location: int) -> None:
    """`DeconstructQualifiedName`: what this database is called is not known, but no file means it."""
    if len(names) > 3:
        raise PgError(
            "42601",
            f"improper qualified name (too many dotted names): {'.'.join(names)}",
            location=location,
            reason="syntax",
        )
    if names[0] != "postgres":
        raise PgError(
            "0A000",
            f"cross-database references are not implemented: {'.'.join(names)}",
            location=location,
            reason="unsupported",
        )


def _arguments(scope: Scope, nodes: Any) -> tuple[list[Expr], list[str]]:
    args: list[Expr] = []
    names: list[str] = []
    for node in nodes:
        named = node.get("NamedArgExpr")
        if named is not None:
            if named["name"] in names:
                raise PgError(
                    "42601",
                    f'argument name "{named["name"]}" used more than once',
                    location=named.get("location", 0),
                    reason="syntax",
                )
            names.append(named["name"])
        elif names:
            expr = transform(scope, node)
            raise PgError(
                "42601",
                "positional argument cannot follow named argument",
                location=expr.location,
                reason="syntax",
            )
        if "ColumnRef" in node and "A_Star" in node["ColumnRef"]["fields"][-1] and len(node["ColumnRef"]["fields"]) > 1:
            args.append(transform(scope, node))
            continue
        args.append(transform(scope, node))
    return args, names


def _plain(node: Any) -> bool:
    return not any(
        k in node
        for k in ("agg_order", "agg_filter", "over", "agg_star", "agg_distinct", "agg_within_group", "func_variadic")
    )


def _rest(scope: Scope, node: Any) -> None:
    if not node.get("agg_within_group"):
        for sort in node.get("agg_order", ()):
            transform(scope, sort["SortBy"]["node"], "order_by")
    if "over" in node:
        agg.over(scope, node["over"])


def _not_aggregate(node: Any, shown: str, location: int) -> PgError:
    for key, text in (
        ("agg_star", f"{shown}(*) specified, but {shown} is not an aggregate function"),
        ("agg_distinct", f"DISTINCT specified, but {shown} is not an aggregate function"),
        ("agg_within_group", f"WITHIN GROUP specified, but {shown} is not an aggregate function"),
        ("agg_order", f"ORDER BY specified, but {shown} is not an aggregate function"),
        ("agg_filter", f"FILTER specified, but {shown} is not an aggregate function"),
        ("over", f"OVER specified, but {shown} is not a window function nor an aggregate function"),
    ):
        if key in node:
            return PgError("42809", text, location=location, reason="kind", kind="function")
    return PgError("42809", f"{shown} is not an aggregate function", location=location, reason="kind", kind="function")


def _not_found(
    scope: Scope,
    node: Any,
    shown: str,
    name: str,
    args: list[Expr],
    names: list[str],
    location: int,
    procedure: bool,
    schema: str | None,
) -> PgError:
    error = func.not_found(scope.session, shown, name, args, names, location, procedure=procedure, schema=schema)
    if len(node.get("agg_order", ())) > 1 and not node.get("agg_within_group"):
        error.hint = (
            "No aggregate function matches the given name and argument types. Perhaps you misplaced ORDER BY; ORDER BY "
            "must appear after all regular arguments of the aggregate."
        )
    return error


def _check_form(scope: Scope, node: Any, proc: Proc, shown: str, direct: int, location: int) -> None:
    """What `ParseFuncOrColumn` asks of the syntax once it knows the kind of routine."""

    def refuse(text: str, hint: str | None = None) -> PgError:
        return PgError("42809", text, hint=hint, location=location, reason="kind", kind="function", name=shown)

    if proc.kind in "fp":
        if not all(
            k not in node for k in ("agg_star", "agg_distinct", "agg_within_group", "agg_order", "agg_filter", "over")
        ):
            raise _not_aggregate(node, shown, location)
        return
    within = bool(node.get("agg_within_group"))
    if proc.kind == "a":
        if proc.aggkind == "n":
            if within:
                raise refuse(f"{shown} is not an ordered-set aggregate, so it cannot have WITHIN GROUP")
        else:
            if not within:
                raise refuse(f"WITHIN GROUP is required for ordered-set aggregate {shown}")
            if "over" in node:
                raise PgError(
                    "0A000",
                    f"OVER is not supported for ordered-set aggregate {shown}",
                    location=location,
                    reason="unsupported",
                )
        if direct == 0 and not node.get("agg_star") and not within:
            raise refuse(f"{shown}(*) must be used to call a parameterless aggregate function")
        if "over" in node and node.get("agg_distinct"):
            raise PgError("0A000", "DISTINCT is not implemented for window functions", location=location)
        if "over" in node and node.get("agg_order"):
            raise PgError("0A000", "aggregate ORDER BY is not implemented for window functions", location=location)
        return
    if "over" not in node:
        raise refuse(f"window function {shown} requires an OVER clause")
    if within:
        raise refuse(f"window function {shown} cannot have WITHIN GROUP")
    if node.get("agg_distinct"):
        raise PgError("0A000", "DISTINCT is not implemented for window functions", location=location)
    if node.get("agg_order"):
        raise PgError("0A000", "aggregate ORDER BY is not implemented for window functions", location=location)
    if "agg_filter" in node:
        raise PgError("0A000", "FILTER is not implemented for non-aggregate window functions", location=location)
