"""Function calls: which routine of pg_catalog a name means, and its arguments (`parser/parse_func.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.executor.functions import call
from migslint.executor.values import UNKNOWN, Value, known

if TYPE_CHECKING:
    from migslint.executor.run import Run
    from migslint.executor.scope import Scope


def function_call(run: Run, node: Any, scope: Scope | None) -> Value:
    """The result of a call of a function that returns no set."""
    from migslint.executor.aggregates import aggregate, is_aggregate

    if is_aggregate(run, node):
        return aggregate(run, node, scope)
    schema, name = called(run, node)
    if "over" in node or "agg_filter" in node or name is None:
        return UNKNOWN
    args: list[Value] = []
    for arg in node.get("args", ()):
        if "NamedArgExpr" in arg:
            return UNKNOWN
        args.append(run.evaluate(arg, scope))
    if schema != "pg_catalog":
        return run.env.call(run.session, schema, name, args) if all(map(known, args)) else UNKNOWN
    if node.get("func_variadic"):
        if not isinstance(args[-1], list):
            return None if args[-1] is None and name not in ("concat",) else UNKNOWN
        args[-1:] = args[-1]
    return call(run, name, args)


def called(run: Run, node: Any) -> tuple[str | None, str | None]:
    """The schema and name of the routine: "pg_catalog" where it is surely one of the server's own."""
    names = [n["String"]["sval"] for n in node["funcname"]]
    name = names[-1]
    if len(names) > 1:
        return names[-2], name
    key = ("called", name)
    if key not in run.cache:
        run.cache[key] = _schema_of(run, name)
    return run.cache[key], name


def _schema_of(run: Run, name: str) -> str | None:
    """`FuncnameGetCandidates`, without the types: None where a function of the folder may be meant.

    A doubt about any function at all does not count where the server has one: pg_catalog comes first in the path.
    """
    session = run.session
    try:
        procs = ns.find_procs(session, None, name)
    except (PgError, Unknown):
        return None
    if not procs or not all(p.builtin and p.namespace.name == "pg_catalog" for p in procs):
        return None
    return "pg_catalog" if "pg_catalog" not in session.search_path else None
