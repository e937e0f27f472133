"""Loops of PL/pgSQL (`pl_exec.c`: exec_stmt_loop, exec_stmt_while, exec_stmt_fori, exec_for_query …).

A loop of which the number of rounds is not known goes one round that may not be, with all that it assigns forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import TypeRef
from migslint.catalog.session import Session
from migslint.catalog.typename import base_type
from migslint.executor.values import UNKNOWN, Value
from migslint.plpgsql.execute import Executor, Result
from migslint.plpgsql.variables import Frame, Level, Variable
from migslint.plpgsql.ways import NEXT, ON, Outcome, Run

Outcomes = frozenset[Outcome]


class Loops:
    """The statements that repeat others; `statements` is the interpreter's."""

    run: Run
    frame: Frame
    session: Session
    sql: Executor

    def statements(self, nodes: list[Any]) -> Outcomes:
        """`exec_stmts`."""
        raise NotImplementedError

    def maybe(self, why: str, nodes: list[Any], otherwise: Outcomes) -> Outcomes:
        """Statements that may be run, or not."""
        return self.run.fork(why, [lambda: self.statements(nodes), lambda: otherwise])

    def _rounds(self, body: dict[str, Any], rounds: Iterator[bool | None]) -> Outcomes:
        """A loop: True from `rounds` is a round, None one that may be or not, and then there is no other."""
        label = body.get("label", "")
        nodes = body.get("body", [])
        out: set[Outcome] = set()
        exits = {("exit", ""), ("exit", label)} if label else {("exit", "")}
        goes_on = {NEXT, ("continue", ""), ("continue", label)} if label else {NEXT, ("continue", "")}
        for certain in rounds:
            self.run.tick()
            if certain is None:
                self._forget_assigned(nodes)
                outcomes = self.maybe("a loop", nodes, frozenset(out) | ON)
                return frozenset(NEXT if o in exits or o in goes_on else o for o in outcomes)
            outcomes = self.statements(nodes)
            ends = outcomes & exits
            others = outcomes - exits - goes_on
            out |= others
            if not outcomes & goes_on:
                return frozenset(out) | (ON if ends else frozenset())
            if ends or others:
                # it may have ended here: another round may be or not
                self._forget_assigned(nodes)
                more = self.maybe("a loop", nodes, frozenset(out) | ON)
                return frozenset(NEXT if o in exits or o in goes_on else o for o in more) | ON
        return frozenset(out) | ON

    def _forget_assigned(self, nodes: Any) -> None:
        """Before a round that nobody knows the number of: what the loop assigns is not known."""
        for index in _assigned(nodes):
            self.frame.variable(index)[0].forget()
        self.frame.found.forget()

    def _loop(self, body: dict[str, Any]) -> Outcomes:
        """`exec_stmt_loop`."""

        def rounds() -> Iterator[bool | None]:
            while True:
                yield True

        return self._rounds(body, rounds())

    def _while(self, body: dict[str, Any]) -> Outcomes:
        """`exec_stmt_while`."""
        condition = text_of(body["cond"])

        def rounds() -> Iterator[bool | None]:
            while True:
                value = self.sql.boolean(condition)
                if value is UNKNOWN:
                    yield None
                if value is not True:
                    return
                yield True

        return self._rounds(body, rounds())

    def _fori(self, body: dict[str, Any]) -> Outcomes:
        """`exec_stmt_fori`."""
        bounds: list[Value] = []
        for key, what in (("lower", "lower bound"), ("upper", "upper bound"), ("step", "BY value")):
            if key not in body:
                bounds.append(1)
                continue
            value = self.sql.integer(text_of(body[key]))
            if value is None:
                raise PgError("22004", f"{what} of FOR loop cannot be null", reason="value")
            bounds.append(value)
        low, high, step = bounds
        if step is not UNKNOWN and step <= 0:
            raise PgError("22023", "BY value of FOR loop must be greater than zero", reason="value")
        index = self.frame.body.loops.get(id(body))
        datum_name = body["var"]["PLpgSQL_var"]["refname"]
        variable = Variable(datum_name, self.session.catalog.builtin("int4"))
        if index is not None:
            self.frame.cells[index] = variable
        reverse = body.get("reverse", False)

        def rounds() -> Iterator[bool | None]:
            if UNKNOWN in (low, high, step):
                variable.value = UNKNOWN
                yield None
                return
            at = low
            self.sql.set_found(False)
            while at >= high if reverse else at <= high:
                variable.value = at
                yield True
                at = at - step if reverse else at + step
                self.sql.set_found(True)

        outcomes = self._with_level(body, variable, rounds())
        if UNKNOWN in (low, high, step):
            self.frame.found.forget()
        else:
            self.sql.set_found(low >= high if reverse else low <= high)
        return outcomes

    def _with_level(self, body: dict[str, Any], variable: Variable, rounds: Iterator[bool | None]) -> Outcomes:
        level = Level(body.get("label", ""))
        level.names[variable.name] = variable
        self.frame.levels.append(level)
        try:
            return self._rounds(body, rounds)
        finally:
            self.frame.levels.pop()

    def _fors(self, body: dict[str, Any]) -> Outcomes:
        """`exec_stmt_fors`."""
        return self._for_query(body, self.sql.query(text_of(body["query"])))

    def _dynfors(self, body: dict[str, Any]) -> Outcomes:
        """`exec_stmt_dynfors`."""
        return self._for_query(body, self.sql.dynamic_query(body))

    def _for_query(self, body: dict[str, Any], result: Result) -> Outcomes:
        """`exec_for_query`: a row after the other, or one that may be any."""
        target = body["var"]
        rows = result.rows

        def rounds() -> Iterator[bool | None]:
            if rows is None:
                self.sql.move_row(target, result, UNKNOWN)
                yield None
                return
            for row in rows:
                self.sql.move_row(target, result, row)
                yield True
            if not rows:
                self.sql.move_row(target, result, None)

        outcomes = self._rounds(body, rounds())
        if rows is None:
            self.sql.move_row(target, result, UNKNOWN)
        self.sql.set_found(result.exists)
        return outcomes

    def _forc(self, body: dict[str, Any]) -> Outcomes:
        """`exec_stmt_forc`: a loop over a bound cursor; its arguments are only looked at if it has none."""
        datum = self.frame.body.datums[body.get("curvar", 0)]
        record = self.frame.cell(body["var"]["PLpgSQL_rec"].get("dno", 0))
        result = self._cursor_rows(datum, body)
        level = Level(body.get("label", ""))
        level.names[record.name] = record
        self.frame.levels.append(level)
        try:
            return self._for_query(body, result)
        finally:
            self.frame.levels.pop()

    def _cursor_rows(self, datum: Any, body: dict[str, Any]) -> Result:
        if datum.cursor is None:
            raise Unknown("cursor")
        if datum.cursor_row < 0:
            return self.sql.query(datum.cursor)
        level = Level("")
        for index in self.frame.body.datums[datum.cursor_row].fields:
            variable = self.frame.cell(index)
            variable.value = UNKNOWN
            level.names[variable.name] = variable
        self._cursor_arguments(datum, body)
        self.frame.levels.append(level)
        try:
            return self.sql.query(datum.cursor)
        finally:
            self.frame.levels.pop()

    def _cursor_arguments(self, datum: Any, body: dict[str, Any]) -> None:
        query = body.get("argquery")
        if query is None:
            return
        values = self.sql.query(f"SELECT {text_of(query)}")
        for i, index in enumerate(self.frame.body.datums[datum.cursor_row].fields):
            if values.first is not None and values.first is not UNKNOWN and i < len(values.first):
                self.sql.assign(self.frame.cell(index), None, values.first[i], None)
                cell = self.frame.cell(index)
                cell.value = self.sql.convert(values.first[i], cell.type)

    def _foreach_a(self, body: dict[str, Any]) -> Outcomes:
        """`exec_stmt_foreach_a`."""
        value, ref = self.sql.evaluate(text_of(body["expr"]))
        if value is None:
            raise PgError("22004", "FOREACH expression must not be null", reason="value")
        element = base_type(ref.type).element if ref is not None else None
        variable, field = self.frame.variable(body.get("varno", 0))
        if isinstance(value, list) and (body.get("slice") or any(isinstance(v, list) for v in value)):
            value = UNKNOWN
        element_ref = TypeRef(element) if element is not None else None

        def rounds() -> Iterator[bool | None]:
            if not isinstance(value, list):
                variable.forget()
                yield None
                return
            for item in value:
                self.sql.assign(variable, field, item, element_ref)
                yield True

        outcomes = self._rounds(body, rounds())
        self.sql.set_found(bool(value) if isinstance(value, list) else UNKNOWN)
        return outcomes


def text_of(expression: dict[str, Any]) -> str:
    """The SQL of a PLpgSQL_expr."""
    return str(expression["PLpgSQL_expr"]["query"])


def _assigned(nodes: Any) -> Iterable[int]:
    """The datums that statements may assign to."""
    stack = [nodes]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            for key, value in item.items():
                if key in ("PLpgSQL_stmt_assign", "PLpgSQL_stmt_foreach_a"):
                    yield value.get("varno", 0)
                elif key == "PLpgSQL_diag_item":
                    yield value.get("target", 0)
                elif key == "PLpgSQL_rec":
                    yield value.get("dno", 0)
                elif key == "PLpgSQL_row":
                    yield from (f.get("varno", 0) for f in value.get("fields", ()) if f)
                elif key == "PLpgSQL_stmt_open":
                    yield value.get("curvar", 0)
                if isinstance(value, (dict, list)):
                    stack.append(value)
