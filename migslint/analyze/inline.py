"""SQL functions that the planner replaces by their bodies (`optimizer/util/clauses.c, inline_function`).

Only what a call may be used for hangs on it: an index, a partition key or a generated column must be immutable, and the
planner judges the body that it has put in the place of the call.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from migslint.analyze.api import Parameter
from migslint.analyze.parse_expr import transform
from migslint.analyze.query import analyze
from migslint.analyze.state import Scope
from migslint.analyze.types import is_polymorphic
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import FunctionBody, Proc, TypeRef
from migslint.catalog.session import Session
from migslint.source import Source
from migslint.syntax.statements import Statement, parse
from migslint.syntax.tree import walk

#: functions within functions are followed so deep
_DEPTH = 8


def inlined_volatility(session: Session, proc: Proc, depth: int = 0, restricted: bool = False) -> str:
    """How volatile a call of an SQL function is: i, s or v; "i" too where it cannot be known.

    `restricted`: for CREATE INDEX, which from 17 on looks up the names of bodies in pg_catalog only; PgError for one
    that is not there.
    """
    if proc.builtin or (proc.volatility == "i" and not restricted):
        return proc.volatility
    body = proc.body
    if not isinstance(body, FunctionBody) or "self" in proc.unknown or depth > _DEPTH:
        return "i"
    if proc.kind != "f" or proc.retset or proc.security_definer or proc.settings:
        return proc.volatility
    statements = parse(Source("", body.text)) if body.text is not None else None
    if statements is not None and len(statements) != 1:
        return proc.volatility
    if restricted and statements is not None:
        with restricted_path(session):
            return _judge(session, proc, statements[0].node, _expression(body, statements), depth, restricted)
    expression = _expression(body, statements)
    return _judge(session, proc, None, expression, depth, restricted)


@contextmanager
def restricted_path(session: Session) -> Iterator[None]:
    """`guc.c, RestrictSearchPath`."""
    before = session.settings["search_path"]
    session.settings["search_path"] = "pg_catalog, pg_temp"
    session._path_key = None
    try:
        yield
    finally:
        session.settings["search_path"] = before
        session._path_key = None


def _judge(session: Session, proc: Proc, query: Any, expression: Any, depth: int, restricted: bool) -> str:
    parameters = [Parameter(a.name, TypeRef(a.type)) for a in proc.args if a.mode in "ibv"]
    if query is not None and not any(is_polymorphic(a.type) for a in proc.args):
        try:
            analyze(session, {"SelectStmt": query}, parameters, proc.name)
        except PgError as error:
            if error.reason == "missing":
                error.location = None
                raise
            return "i"
        except Unknown:
            return "i"
    if expression is None:
        return proc.volatility
    scope = Scope(session)
    scope.parameters = [(p.name, p.type) for p in parameters]
    scope.function, scope.kind, scope.inlining = proc.name, "select_target", depth + 1
    try:
        transform(scope, expression)
    except (PgError, Unknown):
        return "i"
    if scope.unsure[0] or scope.aggregates or scope.windows or scope.has_targets_srf:
        return "i" if scope.unsure[0] else proc.volatility
    if proc.volatility == "i":
        return "i"
    found = scope.volatility[0]
    if found == "i" and proc.strict:
        return "i"  # it is inlined only if its body is strict as well
    return "v" if proc.volatility == "s" and found == "v" else found


def constant_body(proc: Proc) -> bool:
    """Whether an SQL function is one expression without a variable, so that the planner may know what it yields."""
    body = proc.body
    if proc.builtin or proc.language != "sql" or not isinstance(body, FunctionBody):
        return False
    expression = _expression(body, parse(Source("", body.text)) if body.text is not None else None)
    return expression is not None and all(
        tag not in ("ColumnRef", "ParamRef", "FuncCall") for tag, _ in walk(expression)
    )


def _expression(body: FunctionBody, statements: list[Statement] | None) -> Any:
    """The one expression of a body without a table; None for any other body."""
    if statements is None:
        tree = body.tree
        if not isinstance(tree, dict) or "ReturnStmt" not in tree:
            return None
        return _plain(tree["ReturnStmt"]["returnval"])
    if statements[0].tag != "SelectStmt":
        return None
    node = statements[0].node
    targets = node.get("targetList", ())
    if len(targets) != 1 or set(node) - {"targetList", "limitOption", "op"}:
        return None
    return _plain(targets[0]["ResTarget"]["val"])


def _plain(expression: Any) -> Any:
    return None if any(tag == "SubLink" for tag, _ in walk(expression)) else expression
