"""DO blocks, as far as they run the same whatever the rows are.

Statements in a row are run on the catalog as PostgreSQL would run them; what stands under a condition, in a loop or in
a computed string is not decided here: it puts in doubt what it could touch (`touch`).  A block with an EXCEPTION clause
is a subtransaction: an error that a WHEN catches undoes it.
"""

from __future__ import annotations

from typing import Any

from migslint.analyze import api
from migslint.analyze.types import UNSURE_REF
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import Proc
from migslint.catalog.session import Session
from migslint.commands.doubt import WILD, touch_everything
from migslint.commands.utility import execute
from migslint.plpgsql.conditions import matches
from migslint.plpgsql.touch import (
    created,
    statements_of,
    template_of,
    touch_calls,
    touch_dynamic,
    touch_tree,
)
from migslint.syntax.plpgsql import BodyProblem, compile_body
from migslint.syntax.statements import Statement

_QUERIES = ("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt")

#: what leaves a list of statements before its end
_LEAVES = ("PLpgSQL_stmt_return", "PLpgSQL_stmt_exit", "PLpgSQL_stmt_raise", "PLpgSQL_stmt_return_query")

#: elog levels: ERROR
_ERROR = 21


class _Left(Exception):
    """The block has been left by RETURN."""


class _Block:
    """One run of a block."""

    def __init__(self, session: Session, variables: list[api.Parameter]) -> None:
        self.session = session
        self.variables = variables

    def sequence(self, nodes: list[Any]) -> None:
        """Statements in a row."""
        for i, node in enumerate(nodes):
            for kind, body in node.items():
                run = getattr(self, "_" + kind.removeprefix("PLpgSQL_stmt_"), None)
                if run is not None:
                    run(body)
                    continue
                touch_tree(self.session, node)
                if _may_leave(node):
                    touch_tree(self.session, nodes[i + 1 :])
                    raise _Left

    def _block(self, body: Any) -> None:
        clause = body.get("exceptions", {}).get("PLpgSQL_exception_block")
        nodes = body.get("body", [])
        if clause is None:
            self.sequence(nodes)
            return
        session = self.session
        mark = session.journal.mark()
        try:
            self.sequence(nodes)
        except PgError as error:
            session.journal.rollback(mark)
            self._handle(clause, error)
        except Unknown:
            session.journal.rollback(mark)
            touch_tree(session, body)
        else:
            # rows may raise an error yet: the handlers may run
            for handler in clause.get("exc_list", []):
                touch_tree(session, handler)

    def _handle(self, clause: Any, error: PgError) -> None:
        for item in clause.get("exc_list", []):
            handler = item["PLpgSQL_exception"]
            for condition in handler.get("conditions", []):
                caught = matches(condition["PLpgSQL_condition"].get("condname", ""), error.sqlstate)
                if caught is None:
                    raise Unknown("condition")
                if caught:
                    self.sequence(handler.get("action", []))
                    return
        raise error

    def _execsql(self, body: Any) -> None:
        self._sql(body["sqlstmt"]["PLpgSQL_expr"]["query"])

    def _perform(self, body: Any) -> None:
        self._sql(body["expr"]["PLpgSQL_expr"]["query"])

    def _dynexecute(self, body: Any) -> None:
        query = body["query"]["PLpgSQL_expr"]["query"]
        template = template_of(query)
        if template is None or WILD in template or "params" in body:
            touch_dynamic(self.session, query, 0)
        else:
            self._sql(template)

    def _sql(self, text: str) -> None:
        session = self.session
        for statement in statements_of(text):
            if statement.error is not None:
                error = statement.error
                raise PgError(error.sqlstate, error.message, hint=error.hint, reason="syntax")
            try:
                if statement.tag in _QUERIES:
                    api.query(session, {statement.tag: statement.node}, self.variables)
                    touch_calls(session, statement.node)
                elif statement.tag in ("TransactionStmt", "DoStmt", "CallStmt"):
                    touch_everything(session)
                else:
                    execute(session, statement.tag, statement.node)
            except PgError as error:
                error.location = None  # it counts bytes of the inner text
                raise

    def _assign(self, body: Any) -> None:
        """What a variable holds is not followed."""

    def _getdiag(self, body: Any) -> None:
        """Nothing that the catalog knows of."""

    def _raise(self, body: Any) -> None:
        if body.get("elog_level", _ERROR) >= _ERROR:
            raise Unknown("RAISE")

    def _return(self, body: Any) -> None:
        raise _Left


def _may_leave(tree: Any) -> bool:
    stack = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            for key, value in item.items():
                if key in _LEAVES and not (key == "PLpgSQL_stmt_raise" and value.get("elog_level", _ERROR) < _ERROR):
                    return True
                if isinstance(value, (dict, list)):
                    stack.append(value)
    return False


def _variables(function: Any) -> list[api.Parameter]:
    """The variables by name; what they hold, and so their type, is not followed."""
    return [
        api.Parameter(name, UNSURE_REF)
        for datum in function.get("datums", [])
        for body in datum.values()
        if (name := body.get("refname")) and not name.startswith("(")
    ]


def run_block(session: Session, statement: Statement) -> None:
    """Run a DO block: PgError where PostgreSQL would refuse it whatever the rows are."""
    tree = compile_body(statement)
    if tree is None or isinstance(tree, BodyProblem):
        touch_everything(session)
        return
    function = tree[0]["PLpgSQL_function"]
    block = _Block(session, _variables(function))
    _initialise(session, function, block.variables)
    try:
        block._block(function["action"]["PLpgSQL_stmt_block"])
    except _Left:
        return


def _initialise(session: Session, function: Any, variables: list[api.Parameter]) -> None:
    """The initial values of the variables are evaluated before anything else."""
    for datum in function.get("datums", []):
        for body in datum.values():
            default = body.get("default_val")
            if default is None:
                continue
            for statement in statements_of(f"SELECT {default['PLpgSQL_expr']['query']}"):
                if statement.error is None and statement.tag == "SelectStmt":
                    try:
                        api.query(session, {"SelectStmt": statement.node}, variables)
                    except PgError as error:
                        error.location = None
                        raise


def check_calls(session: Session, node: Any) -> None:
    """What a SELECT without FROM certainly calls: PgError where the call would fail before its first statement."""
    if any(k in node for k in ("fromClause", "whereClause", "withClause", "larg", "valuesLists", "limitCount")):
        return
    for target in node.get("targetList", ()):
        call = target["ResTarget"]["val"].get("FuncCall")
        proc = _called(session, call) if call is not None else None
        if proc is None:
            continue
        statement = created(proc)
        tree = compile_body(statement) if statement is not None else None
        if tree is None or isinstance(tree, BodyProblem):
            continue
        function = tree[0]["PLpgSQL_function"]
        saved = session.settings["search_path"]
        try:
            if "search_path" in proc.settings:
                session.set("search_path", proc.settings["search_path"])
            _initialise(session, function, _variables(function))
        finally:
            session.set("search_path", saved)


def _called(session: Session, call: Any) -> Proc | None:
    """The one PL/pgSQL function that a call can mean."""
    names = [n["String"].get("sval", "") for n in call["funcname"]]
    count = len(call.get("args", ()))
    try:
        procs = ns.find_procs(session, names[-2] if len(names) > 1 else None, names[-1])
    except (PgError, Unknown):
        return None
    fit = [p for p in procs if len(p.argtypes) - p.ndefaults <= count <= len(p.argtypes)]
    if len(fit) != 1 or fit[0].builtin or fit[0].language != "plpgsql" or fit[0].strict or fit[0].unknown:
        return None
    return fit[0]
