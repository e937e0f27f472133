"""The statements of PL/pgSQL, run (`src/pl/plpgsql/src/pl_exec.c`, exec_stmts and what it calls).

A condition that is not known leads both ways (`ways.Run.fork`).
"""

from __future__ import annotations

from functools import partial
from typing import Any

from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import TypeRef
from migslint.executor.values import UNKNOWN, Value
from migslint.plpgsql.body import Mismatch, read_body
from migslint.plpgsql.conditions import matches
from migslint.plpgsql.elog import assertion_failed, raise_statement
from migslint.plpgsql.execute import Executor, Result
from migslint.plpgsql.loops import Loops, text_of
from migslint.plpgsql.skipped import caught, passed_over
from migslint.plpgsql.variables import Frame, Level, Variable
from migslint.plpgsql.ways import NEXT, ON, RETURN, Outcome, Place, Problem, Run

Outcomes = frozenset[Outcome]


class Interpreter(Loops):
    """Runs the body of one frame."""

    def __init__(self, run: Run, frame: Frame) -> None:
        self.run = run
        self.frame = frame
        self.session = run.session
        self.sql = Executor(run, frame)

    def body(self) -> Outcomes:
        """The whole body."""
        return self._block(self.frame.body.action)

    def statements(self, nodes: list[Any]) -> Outcomes:
        """`exec_stmts`."""
        out: set[Outcome] = set()
        for i, node in enumerate(nodes):
            for tag, body in node.items():
                outcomes = self._statement(tag, body)
                out |= outcomes - ON
                if NEXT not in outcomes:
                    return frozenset(out)
                if len(outcomes) > 1 and i + 1 < len(nodes):
                    # it may have gone elsewhere: the rest may run
                    return self.maybe("what follows", nodes[i + 1 :], frozenset(out))
        return frozenset(out) | ON

    def _statement(self, tag: str, body: dict[str, Any]) -> Outcomes:
        self.run.tick()
        run = getattr(self, "_" + tag.removeprefix("PLpgSQL_stmt_"), None)
        if run is None:
            raise Unknown(tag)
        try:
            outcomes: Outcomes | None = run(body)
        except PgError as error:
            self._place(error, body.get("lineno", 0))
            raise
        return ON if outcomes is None else outcomes

    def _place(self, error: PgError, line: int) -> None:
        """Note the statement in which an error was raised first."""
        if error.inner is None:
            error.inner = Place("", None)
            error.location = None
        if error.inner.frame is None:
            error.inner.frame = self.frame
            error.inner.line = line

    # --- blocks ---

    def _block(self, body: dict[str, Any]) -> Outcomes:
        """`exec_stmt_block`."""
        frame = self.frame
        block = frame.body.blocks.get(id(body))
        level = Level(block.label if block is not None else "")
        frame.levels.append(level)
        try:
            if block is not None:
                self._declare(level, block.variables)
                for alias, names in block.aliases:
                    found = frame.resolve(names)
                    if found is not None:
                        level.names[alias] = found[0]
            clause = body.get("exceptions", {}).get("PLpgSQL_exception_block")
            nodes = body.get("body", [])
            outcomes = self.statements(nodes) if clause is None else self._guarded(nodes, clause.get("exc_list", []))
        finally:
            frame.levels.pop()
        label = level.label
        return _replace(outcomes, {("exit", label): NEXT}) if label else outcomes

    def _declare(self, level: Level, variables: list[tuple[str, int]]) -> None:
        """The initial values, in the order of the declarations."""
        for name, index in variables:
            datum = self.frame.body.datums[index]
            variable = self.frame.make(datum)
            if datum.default is not None:
                try:
                    value, ref = self.sql.evaluate(datum.default)
                    self.sql.assign(variable, None, value, ref)
                except PgError as error:
                    self._place(error, datum.line)
                    raise
            elif variable.notnull:
                self.sql.assign(variable, None, None, None)
            elif variable.type is not None and variable.type.type.typtype == "d" and not variable.record:
                variable.value = UNKNOWN if variable.type.type.unknown else None
            self.frame.cells[index] = variable
            level.names[name] = variable

    def _guarded(self, nodes: list[Any], handlers: list[Any]) -> Outcomes:
        """The body and the handlers of a block: the body is a subtransaction."""
        run, session = self.run, self.session
        mark, since, problems = session.journal.mark(), len(run.trace), len(run.problems)
        skips = len(session.skips)
        before = run.states()
        try:
            with run.handling():
                outcomes = self.statements(nodes)
        except PgError as error:
            run.undo(mark)
            del run.trace[since:]
            handler = self._handler(handlers, error)
            mine = self._caught(handlers, run.problems[problems:])
            del run.problems[problems:]
            if mine:
                raise Unknown("which error comes first") from None
            if handler is None:
                raise
            if error.reason == "exists":
                caught(run, error)
            return self._handle(handler, error)
        raised = run.problems[problems:]
        maybe_caught = self._caught(handlers, raised)
        if not maybe_caught:
            return outcomes
        del session.skips[skips:]
        run.problems[problems:] = [p for p in raised if not any(p is c for c, _ in maybe_caught)]
        done = run.trace[since:]
        run.undo(mark)
        run.touch_again(since)
        run.unknowns.append("an error that is caught")
        if done:
            run.doubts.append("an error that is caught")
        for variable, state in before.items():
            if variable.state() != state:
                variable.forget()
        ways = {id(handler): (handler, problem) for problem, handler in reversed(maybe_caught)}
        left = outcomes
        return run.fork(
            "an error that is caught",
            [
                *(lambda h=h, p=p: self._handle(h, p.error or _any_error()) for h, p in ways.values()),
                lambda: left,
            ],
        )

    def _handler(self, handlers: list[Any], error: PgError) -> dict[str, Any] | None:
        """`exception_matches_conditions`: the first handler that catches an error."""
        for item in handlers:
            handler: dict[str, Any] = item["PLpgSQL_exception"]
            for condition in handler.get("conditions", []):
                if matches(condition["PLpgSQL_condition"].get("condname", ""), error.sqlstate):
                    return handler
        return None

    def _caught(self, handlers: list[Any], problems: list[Problem]) -> list[tuple[Problem, dict[str, Any]]]:
        """The errors that may be raised with the handlers that would catch them."""
        out = []
        for problem in problems:
            if problem.error is not None:
                handler = self._handler(handlers, problem.error)
                if handler is not None:
                    out.append((problem, handler))
                continue
            for item in handlers:
                handler = item["PLpgSQL_exception"]
                names = [c["PLpgSQL_condition"].get("condname", "") for c in handler.get("conditions", [])]
                if not problem.rows or any(_rows_raise(name) for name in names):
                    out.append((problem, handler))
        return out

    def _handle(self, handler: dict[str, Any], error: PgError) -> Outcomes:
        frame = self.frame
        level = Level("")
        text = TypeRef(self.session.catalog.builtin_type("text"))
        for name, value in (("sqlstate", error.sqlstate), ("sqlerrm", error.message)):
            variable = Variable(name, text)
            variable.value = value or UNKNOWN
            level.names[name] = variable
        saved, frame.error = frame.error, error
        frame.levels.append(level)
        try:
            return self.statements(handler.get("action", []))
        finally:
            frame.levels.pop()
            frame.error = saved

    # --- conditions ---

    def _if(self, body: dict[str, Any]) -> Outcomes:
        """`exec_stmt_if`."""
        branches = [(body["cond"], body.get("then_body", []))]
        branches += [
            (b["PLpgSQL_if_elsif"]["cond"], b["PLpgSQL_if_elsif"].get("stmts", [])) for b in body.get("elsif_list", [])
        ]
        return self._branches(branches, body.get("else_body", []))

    def _branches(self, branches: list[tuple[Any, list[Any]]], otherwise: list[Any] | None) -> Outcomes:
        """The first branch whose condition holds; None for `otherwise` is the end of CASE without ELSE."""
        for i, (condition, nodes) in enumerate(branches):
            value = self.sql.boolean(text_of(condition))
            if value is UNKNOWN:
                ways = [partial(self.statements, nodes), partial(self._branches, branches[i + 1 :], otherwise)]
                return self.run.fork("a condition", ways)
            if value is True:
                for _, others in branches[i + 1 :]:
                    passed_over(self.run, self.frame, text_of(condition), others)
                passed_over(self.run, self.frame, text_of(condition), otherwise or [])
                return self.statements(nodes)
            passed_over(self.run, self.frame, text_of(condition), nodes)
        if otherwise is None:
            raise PgError("20000", "case not found", hint="CASE statement is missing ELSE part.", reason="value")
        return self.statements(otherwise)

    def _case(self, body: dict[str, Any]) -> Outcomes:
        """`exec_stmt_case`."""
        level = Level("")
        if "t_expr" in body:
            variable = self.frame.cell(body.get("t_varno", 0))
            value, ref = self.sql.evaluate(text_of(body["t_expr"]))
            variable.type, variable.value = ref, value
            level.names[variable.name] = variable
        self.frame.levels.append(level)
        try:
            whens = [w["PLpgSQL_case_when"] for w in body.get("case_when_list", [])]
            otherwise = body.get("else_stmts", []) if body.get("have_else") else None
            return self._branches([(w["expr"], w.get("stmts", [])) for w in whens], otherwise)
        finally:
            self.frame.levels.pop()

    # --- ends ---

    def _exit(self, body: dict[str, Any]) -> Outcomes:
        """`exec_stmt_exit`: EXIT and CONTINUE."""
        word = "exit" if body.get("is_exit") else "continue"
        there: Outcomes = frozenset(((word, body.get("label", "")),))
        if "cond" not in body:
            return there
        value = self.sql.boolean(text_of(body["cond"]))
        if value is UNKNOWN:
            self.run.unknown("a condition")
            return there | ON
        return there if value is True else ON

    def _return(self, body: dict[str, Any]) -> Outcomes:
        """`exec_stmt_return`."""
        if "expr" in body:
            self.frame.returned, _ = self.sql.evaluate(text_of(body["expr"]))
        else:
            text = self.frame.body.returns.get(id(body), "")  # a variable alone: it is not in the tree
            self.frame.returned = self.sql.evaluate(text)[0] if text else UNKNOWN
        return frozenset((RETURN,))

    def _return_next(self, body: dict[str, Any]) -> None:
        """`exec_stmt_return_next`."""
        if "expr" in body:
            self.sql.evaluate(text_of(body["expr"]))

    def _return_query(self, body: dict[str, Any]) -> None:
        """`exec_stmt_return_query`."""
        if "query" in body:
            result = self.sql.query(text_of(body["query"]))
        else:
            result = self.sql.dynamic_query({**body, "query": body["dynquery"]})
        self.sql.set_found(result.exists)

    def _raise(self, body: dict[str, Any]) -> None:
        """`exec_stmt_raise`."""
        raise_statement(self.sql, self.frame, body)

    def _assert(self, body: dict[str, Any]) -> Outcomes | None:
        """`exec_stmt_assert`."""
        if self.session.setting("plpgsql.check_asserts") in ("off", "false", "no", "0"):
            return None
        value = self.sql.boolean(text_of(body["cond"]))
        if value is UNKNOWN:

            def fails() -> Outcomes:
                raise assertion_failed(self.sql, body)

            return self.run.fork("an assertion", [lambda: ON, fails])
        if value is not True:
            raise assertion_failed(self.sql, body)
        return None

    # --- SQL ---

    def _assign(self, body: dict[str, Any]) -> None:
        """`exec_stmt_assign`."""
        self.sql.assign_text(body.get("varno", 0), text_of(body["expr"]))

    def _execsql(self, body: dict[str, Any]) -> None:
        """`exec_stmt_execsql`."""
        target = body.get("target") if body.get("into") else None
        self.sql.execsql(text_of(body["sqlstmt"]), target, bool(body.get("strict")))

    def _perform(self, body: dict[str, Any]) -> None:
        """`exec_stmt_perform`."""
        self.sql.perform(text_of(body["expr"]))

    def _call(self, body: dict[str, Any]) -> None:
        """`exec_stmt_call`: CALL and DO."""
        self.sql.execsql(text_of(body["expr"]), None, False)

    def _dynexecute(self, body: dict[str, Any]) -> None:
        """`exec_stmt_dynexecute`."""
        self.sql.dynexecute(body)

    def _getdiag(self, body: dict[str, Any]) -> None:
        """`exec_stmt_getdiag`: what it gives is not known, but for the error that is handled."""
        if body.get("is_stacked") and self.frame.error is None:
            raise PgError(
                "0Z002",
                "GET STACKED DIAGNOSTICS cannot be used outside an exception handler",
                reason="definition",
            )
        for item in body.get("diag_items", []):
            entry = item["PLpgSQL_diag_item"]
            variable, field = self.frame.variable(entry.get("target", 0))
            if field is not None:
                variable.forget()
                continue
            value: Value = UNKNOWN
            if body.get("is_stacked") and self.frame.error is not None:
                error = self.frame.error
                known = {"RETURNED_SQLSTATE": error.sqlstate, "MESSAGE_TEXT": error.message or UNKNOWN}
                value = known.get(entry["kind"], UNKNOWN)
            variable.value = value if value is UNKNOWN else self.sql.convert(value, variable.type)
            variable.template = None

    def _open(self, body: dict[str, Any]) -> None:
        """`exec_stmt_open`: the query is analysed; what FETCH gives is not known."""
        if "query" in body:
            self.sql.query(text_of(body["query"]))
        elif "dynquery" in body:
            self.sql.dynamic_query({**body, "query": body["dynquery"]})
        else:
            self._cursor_rows(self.frame.body.datums[body.get("curvar", 0)], body)
        self.frame.cell(body.get("curvar", 0)).forget()
        self.session.cursors_in_doubt = self.session.transaction

    def _fetch(self, body: dict[str, Any]) -> None:
        """`exec_stmt_fetch`."""
        if "target" in body:
            self.sql.move_row(body["target"], Result(None, None, UNKNOWN, UNKNOWN), UNKNOWN)
        self.sql.set_found(UNKNOWN)

    def _close(self, body: dict[str, Any]) -> None:
        """`exec_stmt_close`."""

    def _commit(self, body: dict[str, Any]) -> None:
        """`exec_stmt_commit`."""
        self._end_transaction("commit")
        self.run.commit()

    def _rollback(self, body: dict[str, Any]) -> None:
        """`exec_stmt_rollback`."""
        self._end_transaction("roll back")
        self.run.undo(self.run.start)
        self.run.trace.clear()

    def _end_transaction(self, word: str) -> None:
        """`_SPI_commit`, `_SPI_rollback`."""
        if self.run.atomic:
            raise PgError("2D000", "invalid transaction termination", reason="transaction")
        if self.run.handlers:
            raise PgError("2D000", f"cannot {word} while a subtransaction is active", reason="transaction")


def run_inner_block(run: Run, node: dict[str, Any]) -> None:
    """A DO inside of a body."""
    from migslint.commands.plpgsqlbody import check_plpgsql_block

    options = [o["DefElem"] for o in node.get("args", ())]
    text = next((o["arg"]["String"].get("sval", "") for o in options if o["defname"] == "as"), "")
    tree = check_plpgsql_block(run.session, text, None)
    if tree is None:
        raise Unknown("a body that is not understood")
    run_tree(run, tree, text)


def run_tree(run: Run, tree: dict[str, Any], text: str) -> Outcomes:
    """`plpgsql_inline_handler`: run a compiled DO block."""
    try:
        body = read_body(tree, text)
    except Mismatch:
        raise Unknown("a body that is not understood") from None
    frame = Frame(run.session, body, "inline_code_block")
    frame.run = run
    run.frames.append(frame)
    saved, run.session.nested = run.session.nested, run.session.nested or "function"
    try:
        return Interpreter(run, frame).body()
    finally:
        run.session.nested = saved
        run.frames.pop()


def _replace(outcomes: Outcomes, to: dict[Outcome, Outcome]) -> Outcomes:
    return frozenset(to.get(o, o) for o in outcomes)


def _any_error() -> PgError:
    """An error of which nothing is known."""
    return PgError("", "")


def _rows_raise(condition: str) -> bool:
    if condition.lower() == "others":
        return True
    return any(matches(condition, sqlstate) for sqlstate in _ROW_STATES)


_ROW_STATES = (
    *("21000", "22000", "22001", "22003", "22004", "22007", "22008", "22012", "22023", "22P02", "23000", "23502"),
    *("23503", "23505", "23514", "23P01", "P0001", "P0002", "P0003", "40001", "44000"),
)
