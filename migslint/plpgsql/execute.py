"""SQL inside a running body: expressions, statements, EXECUTE, and where results go (`pl_exec.c`)."""

from __future__ import annotations

from typing import Any

import msgspec

from migslint.analyze import api
from migslint.analyze.query import statement as analyze_statement
from migslint.analyze.state import Scope
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import CatalogObject, TypeRef
from migslint.catalog.session import Session
from migslint.catalog.typename import base_type, format_ref, format_type
from migslint.commands.utility import execute
from migslint.executor import api as executor
from migslint.executor.api import Environment
from migslint.executor.values import UNKNOWN, Row, Value
from migslint.plpgsql.calls import call_statement, calls_of, is_just_a_call
from migslint.plpgsql.dynamic import known_to_be_harmless, template_statements, text_of
from migslint.plpgsql.texts import assignment, statements_of
from migslint.plpgsql.variables import (
    Frame,
    Hooks,
    ParameterHooks,
    Parameters,
    Variable,
    field_type,
    no_field,
    not_assigned,
)
from migslint.plpgsql.ways import EVERYTHING, Place, Run
from migslint.syntax.statements import Statement

_QUERIES = frozenset(("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"))

#: statements that return rows besides queries
_TUPLES = frozenset(("ExplainStmt", "VariableShowStmt", "FetchStmt", "ExecuteStmt"))

#: statements that read the variables around them, though they are no queries
_READS_VARIABLES = frozenset(("CreateTableAsStmt", "ExplainStmt", "DeclareCursorStmt", "CallStmt"))

#: types that have no elements
_PLAIN = frozenset(("int2", "int4", "int8", "bool", "text", "varchar", "numeric", "float4", "float8", "uuid", "date"))


class Result(msgspec.Struct, eq=False):
    """What a query yields: names and types of its columns (None: not known), its rows (None: not known).

    `first` is the first row, None where there is none, UNKNOWN where that is not known.
    """

    columns: list[tuple[str, TypeRef | None]] | None
    rows: list[tuple[Value, ...]] | None
    first: Value
    exists: Value


_HIDDEN = Result(None, None, UNKNOWN, UNKNOWN)


def analyse(session: Session, query: Any, hooks: Any) -> tuple[list[tuple[str, TypeRef | None]] | None, Scope]:
    """The result columns of a query with the variables that it may name; PgError as the server's parser."""
    scope = Scope(session)
    scope.variables = hooks
    result = analyze_statement(scope, query, True)
    if result.columns is None or result.unsure:
        return None, scope
    unsure = scope.unsure[0]
    columns = [
        (c.name, None if unsure and c.type.typtype == "?" else TypeRef(c.type, c.typmod)) for c in result.columns
    ]
    return columns, scope


class Executor:
    """Runs the SQL of one frame."""

    def __init__(self, run: Run, frame: Frame) -> None:
        self.run = run
        self.frame = frame
        self.session = run.session

    # --- expressions ---

    def evaluate(self, text: str, what: str = "query") -> tuple[Value, TypeRef | None]:
        """`exec_eval_expr`: the value of an expression, and its type where it is known."""
        prefix = "SELECT "
        statements = statements_of(prefix + text)
        problem = next((s.error for s in statements if s.error is not None), None)
        if problem is not None:
            raise _located(PgError(problem.sqlstate, problem.message, hint=problem.hint, reason="syntax"), text, -1)
        if len(statements) != 1 or statements[0].tag != "SelectStmt" or statements[0].opaque:
            raise Unknown("expression")
        node = statements[0].node
        hooks = Hooks(self.frame)
        try:
            columns, _ = analyse(self.session, {"SelectStmt": node}, hooks)
            if columns is not None and len(columns) != 1:
                raise PgError("42601", f"{what} returned {len(columns)} columns", reason="definition")
            value = self._value(node, self.frame)
        except PgError as error:
            raise _located(error, text, -len(prefix)) from None
        return value, columns[0][1] if columns else None

    def _value(self, node: Any, env: Environment) -> Value:
        just = is_just_a_call(self.run, node)
        if just is not None:
            return call_statement(self.run, just, env)
        done = calls_of(self.run, {"SelectStmt": node})
        if set(node) <= {"targetList", "limitOption", "op"}:
            value = executor.expression(self.session, node["targetList"][0]["ResTarget"]["val"], env)
        else:
            rows = executor.rows(self.session, {"SelectStmt": node}, env)
            if rows.rows is not None and len(rows.rows) > 1:
                raise PgError("21000", "query returned more than one row", reason="definition")
            value = rows.first if rows.first is UNKNOWN or rows.first is None else rows.first[0]
        done.finish()
        return value

    def boolean(self, text: str) -> Value:
        """`exec_eval_boolean`: true, false, None or UNKNOWN."""
        value, _ = self.evaluate(text)
        if value is UNKNOWN or value is None or isinstance(value, bool):
            return value
        return executor.cast(self.session, executor.output(value, self.session), self.session.catalog.builtin("bool"))

    def integer(self, text: str) -> Value:
        """An expression cast to int4."""
        value, _ = self.evaluate(text)
        if value is None or value is UNKNOWN:
            return value
        return self.convert(value, self.session.catalog.builtin("int4"))

    def convert(self, value: Value, ref: TypeRef | None) -> Value:
        """`exec_cast_value`."""
        if value is UNKNOWN or ref is None:
            return UNKNOWN
        if ref.type.typtype == "?" or ref.type.unknown:
            return UNKNOWN
        if value is None and ref.type.typtype != "d":
            return None
        if ref.typmod != -1:
            check_length(self.session, value, ref)
        return executor.cast(self.session, value, ref)

    # --- assignment ---

    def assign_text(self, index: int, text: str) -> None:
        """`exec_stmt_assign`: `target := expression`."""
        target, source = assignment(text)
        variable, field = self.frame.variable(index)
        start = len(text) - len(source)
        try:
            if variable.record and field is not None:
                self._field_type(variable, field)
            value, ref = self.evaluate(source, "assignment source")
        except PgError as error:
            raise _moved(error, text, start) from None
        if "[" in target:
            self._element(variable, field, target, value)
            return
        self.assign(variable, field, value, ref)
        if variable.value is UNKNOWN and field is None:
            variable.template = text_of(source, self.frame)

    def assign(self, variable: Variable, field: str | None, value: Value, ref: TypeRef | None) -> None:
        """`exec_assign_value`."""
        if field is not None:
            self._assign_field(variable, field, value)
            return
        variable.template = None
        if variable.record:
            self._assign_record(variable, value, ref)
            return
        if value is None and variable.notnull:
            raise PgError(
                "22004",
                f'null value cannot be assigned to variable "{variable.name}" declared NOT NULL',
                reason="value",
            )
        variable.value = self.convert(value, variable.type)

    def _assign_record(self, variable: Variable, value: Value, ref: TypeRef | None) -> None:
        if variable.type is None:
            relation = base_type(ref.type).relation if ref is not None else None
            if relation is not None and not relation.unknown:
                variable.shape = [(a.name, TypeRef(a.type, a.typmod)) for a in relation.attributes.values()]
            elif isinstance(value, Row):
                variable.shape = [(name, None) for name in value.names]
            else:
                variable.shape = None
                if value is None:
                    value = UNKNOWN if variable.value is not None else None
        elif isinstance(value, Row):
            relation = base_type(variable.type.type).relation
            if relation is None or relation.unknown or len(relation.attributes) != len(value.values):
                value = UNKNOWN
            else:
                pairs = zip(value.values, relation.attributes.values())
                value = Row(list(relation.attributes), [self.convert(v, TypeRef(a.type, a.typmod)) for v, a in pairs])
        variable.value = value if value is None or isinstance(value, Row) else UNKNOWN

    def _field_type(self, variable: Variable, field: str) -> TypeRef | None:
        if variable.type is None and variable.shape is None and variable.value is None:
            raise not_assigned(variable)
        try:
            return field_type(variable, field)
        except KeyError:
            raise no_field(variable, field, None) from None

    def _assign_field(self, variable: Variable, field: str, value: Value) -> None:
        value = self.convert(value, self._field_type(variable, field))
        row = variable.value
        if row is None and variable.type is not None:
            relation = base_type(variable.type.type).relation
            if relation is not None and not relation.unknown:
                row = Row(list(relation.attributes), [None] * len(relation.attributes))
        if not isinstance(row, Row) or field not in row.names:
            variable.forget()
            return
        values = list(row.values)
        values[row.names.index(field)] = value
        variable.value = Row(row.names, values)

    def _element(self, variable: Variable, field: str | None, target: str, value: Value) -> None:
        """One element of an array; of more than one dimension nothing is known."""
        subscript = target[target.index("[") + 1 :]
        old = variable.value
        if field is None and variable.type is not None and variable.type.type.name in _PLAIN:
            message = f"cannot subscript type {format_type(self.session, variable.type.type)} because it does not"
            raise PgError("42804", f"{message} support subscripting", reason="type")
        if field is None and subscript.endswith("]") and "[" not in subscript and ":" not in subscript:
            at = self.integer(subscript[:-1])
            ref = variable.type
            element = base_type(ref.type).element if ref is not None else None
            if isinstance(at, int) and element is not None and (old is None or isinstance(old, list)):
                items = list(old or [])
                if 1 <= at <= len(items) + 1 and (items or at == 1):
                    items[at - 1 : at] = [self.convert(value, TypeRef(element))]
                    variable.value = items
                    return
        variable.forget()

    def move_row(self, target: dict[str, Any], result: Result, row: Value) -> None:
        """`exec_move_row`: a row into a record or into variables; None is the row of a query without one."""
        for tag, body in target.items():
            if tag == "PLpgSQL_rec":
                self._move_record(self.frame.cell(body.get("dno", 0)), result, row)
                continue
            fields = [self.frame.variable(f.get("varno", 0)) for f in body.get("fields", ()) if f]
            for i, (variable, field) in enumerate(fields):
                ref = result.columns[i][1] if result.columns is not None and i < len(result.columns) else None
                if row is UNKNOWN:
                    value: Value = UNKNOWN
                else:
                    value = row[i] if row is not None and i < len(row) else None
                self.assign(variable, field, value, ref)

    def _move_record(self, variable: Variable, result: Result, row: Value) -> None:
        variable.template = None
        if variable.type is not None:
            relation = base_type(variable.type.type).relation
            if row is None:
                variable.value = None
            elif relation is None or relation.unknown or row is UNKNOWN or len(row) != len(relation.attributes):
                variable.value = UNKNOWN
            else:
                attributes = relation.attributes.values()
                values = [self.convert(v, TypeRef(a.type, a.typmod)) for v, a in zip(row, attributes)]
                variable.value = Row(list(relation.attributes), values)
            return
        variable.shape = result.columns
        if result.columns is None or row is UNKNOWN:
            variable.value = UNKNOWN
            return
        names = [name for name, _ in result.columns]
        variable.value = Row(names, [None] * len(names) if row is None else list(row))

    def set_found(self, value: Value) -> None:
        """`exec_set_found`."""
        self.frame.found.value = value

    # --- queries ---

    def query(self, text: str, found: bool = False) -> Result:
        """The rows of a static query that is no utility statement."""
        statement = self._one(text)
        try:
            return self._query(statement, Hooks(self.frame), self.frame)
        except PgError as error:
            raise _located(error, text, 0) from None

    def _one(self, text: str) -> Statement:
        statements = statements_of(text)
        problem = next((s.error for s in statements if s.error is not None), None)
        if problem is not None:
            raise _located(PgError(problem.sqlstate, problem.message, hint=problem.hint, reason="syntax"), text, 0)
        if len(statements) != 1 or statements[0].opaque:
            raise Unknown("statement")
        return statements[0]

    def _query(self, statement: Statement, hooks: Any, env: Environment) -> Result:
        from migslint.commands.dml import check_execution

        run, session, node = self.run, self.session, statement.node
        query = {statement.tag: node}
        columns, scope = analyse(session, query, hooks)
        check_execution(session, query, api.QueryInfo(None, tuple(scope.deps)))
        just = is_just_a_call(run, node) if statement.tag == "SelectStmt" else None
        if just is not None:
            value = call_statement(run, just, env)
            if just.retset:
                return Result(columns, None, UNKNOWN, UNKNOWN)
            return Result(columns, [(value,)], (value,), True)
        done = calls_of(run, query)
        if statement.tag != "SelectStmt":
            run.rows_decide()
            done.finish()
            return Result(columns, None, UNKNOWN, UNKNOWN)
        if not {"fromClause", "whereClause"} & set(node):
            from migslint.commands.variable import run_functions

            run_functions(session, node)
        rows = executor.rows(session, query, env)
        done.finish()
        if rows.rows is None:
            run.rows_decide()
        return Result(columns, rows.rows, rows.first, rows.exists)

    # --- statements ---

    def execsql(self, text: str, target: Any, strict: bool) -> None:
        """`exec_stmt_execsql`."""
        statement = self._one(text)
        try:
            result = self._statement(statement, Hooks(self.frame), self.frame, target is not None)
            if target is not None:
                self._into(statement, result, target, strict)
        except PgError as error:
            raise _located(error, text, 0) from None

    def _into(self, statement: Statement, result: Result | None, target: Any, strict: bool) -> None:
        """The INTO of a static statement."""
        if result is None:
            raise PgError("42601", "INTO used with a command that cannot return data", reason="syntax")
        if strict:
            if result.rows is not None and not result.rows:
                raise PgError("P0002", "query returned no rows", reason="value")
            if result.rows is not None and len(result.rows) > 1:
                hint = "Make sure the query returns a single row, or use LIMIT 1."
                raise PgError("P0003", "query returned more than one row", hint=hint, reason="value")
            if result.rows is None:
                self.run.rows_decide()
        self.move_row(target, result, result.first)

    def perform(self, text: str) -> None:
        """`exec_stmt_perform`."""
        result = self.query(text)
        self.set_found(result.exists)

    def _statement(self, statement: Statement, hooks: Any, env: Environment, into: bool) -> Result | None:
        """One statement that is not a query's expression; its rows if it has any."""
        tag, node = statement.tag, statement.node
        if tag in _QUERIES:
            from migslint.commands.createas import leftmost

            if tag == "SelectStmt" and "intoClause" in leftmost(node):
                self.utility(tag, node)
                return None
            result = self._query(statement, hooks, env)
            returns = tag == "SelectStmt" or "returningClause" in node or "returningList" in node
            if returns and not into:
                hint = "If you want to discard the results of a SELECT, use PERFORM instead."
                raise PgError(
                    "42601",
                    "query has no destination for result data",
                    hint=hint if tag == "SelectStmt" else None,
                    reason="definition",
                )
            if not (into and not returns):
                self.set_found(result.exists)
            return result if returns else None
        if tag == "TransactionStmt":
            raise PgError("0A000", "unsupported transaction command in PL/pgSQL", reason="transaction")
        if tag == "CopyStmt" and "filename" not in node:
            raise PgError("0A000", "cannot COPY to/from client in PL/pgSQL", reason="unsupported")
        if tag in _READS_VARIABLES:
            self.session.hooks = hooks
        try:
            self.utility(tag, node)
        finally:
            self.session.hooks = None
        if tag in _TUPLES:
            if not into:
                raise PgError("42601", "query has no destination for result data", reason="definition")
            return _HIDDEN
        return None

    def sql_statement(self, statement: Statement) -> Value:
        """A statement of an SQL function: the first row of its result."""
        self.run.tick()
        tag, node = statement.tag, statement.node
        if tag not in _QUERIES:
            self.session.hooks = Hooks(self.frame) if tag in _READS_VARIABLES else None
            try:
                self.utility(tag, node)
            finally:
                self.session.hooks = None
            return None
        result = self._query(statement, Hooks(self.frame), self.frame)
        return result.first

    def utility(self, tag: str, node: Any) -> None:
        """Any statement that is not a query."""
        run = self.run
        mark = self.session.journal.mark()
        try:
            execute(self.session, tag, node)
        except Unknown as unknown:
            self.session.journal.rollback(mark)
            self.session._path_key = None
            self._uncertain(str(unknown), tag, node)
            return
        except PgError as error:
            if not (isinstance(error.obj, CatalogObject) and "self" in error.obj.unknown):
                run.refused = (error, tag, node)
                raise
            self.session.journal.rollback(mark)
            self.session._path_key = None
            self._uncertain(error.obj.name, tag, node)
            return
        run.effect(tag, node)
        if tag == "DoStmt":
            from migslint.plpgsql.interpreter import run_inner_block

            run_inner_block(run, node)
        elif tag == "CallStmt":
            call_statement(run, None, self.frame, node)
        if _hangs_on_rows(tag, node):
            run.rows_decide()

    def _uncertain(self, why: str, tag: str, node: Any) -> None:
        """A statement whose verdict is not known: one that changes no name is taken to succeed."""
        if known_to_be_harmless(tag):
            self.run.unknown(why)
        else:
            self.run.doubt(why, tag, node)

    # --- EXECUTE ---

    def dynexecute(self, body: dict[str, Any]) -> None:
        """`exec_stmt_dynexecute`."""
        statements, env, hooks = self._dynamic(body)
        target = body.get("target") if body.get("into") else None
        if statements is None:
            if target is not None:
                self.move_row(target, _HIDDEN, UNKNOWN)
            return
        result: Result | None = None
        for statement in statements:
            result = self._dynamic_statement(statement, hooks, env)
        if target is None:
            return
        if result is None:
            raise PgError("42601", "INTO used with a command that cannot return data", reason="syntax")
        if body.get("strict"):
            self._into(statements[-1], result, target, True)
        else:
            self.move_row(target, result, result.first)

    def dynamic_query(self, body: dict[str, Any]) -> Result:
        """`exec_dynquery_with_params`: FOR … IN EXECUTE."""
        statements, env, hooks = self._dynamic(body)
        if statements is None:
            return _HIDDEN
        if len(statements) != 1:
            raise PgError("42P11", "cannot open multi-query plan as cursor", reason="definition")
        result = self._dynamic_statement(statements[0], hooks, env)
        if result is None:
            raise Unknown("cursor")
        return result

    def _dynamic(self, body: dict[str, Any]) -> tuple[list[Statement] | None, Parameters, ParameterHooks]:
        """The statements of a computed string; None where it is not known, and then what it could do is in doubt."""
        source = body["query"]["PLpgSQL_expr"]["query"]
        value, _ = self.evaluate(source)
        values, types = [], []
        for item in body.get("params", ()):
            given, ref = self.evaluate(item["PLpgSQL_expr"]["query"])
            values.append(given)
            types.append(ref)
        env, hooks = Parameters(values, types), ParameterHooks(types)
        if value is None:
            raise PgError("22004", "query string argument of EXECUTE is null", reason="value")
        if value is UNKNOWN:
            self._execute_unknown(source)
            return None, env, hooks
        text = executor.output(value, self.session)
        if text is UNKNOWN or text is None:
            self._execute_unknown(source)
            return None, env, hooks
        statements = statements_of(text)
        for statement in statements:
            problem = statement.error
            if problem is not None:
                raise PgError(
                    problem.sqlstate, problem.message, detail=problem.detail, hint=problem.hint, reason="syntax"
                )
            if statement.opaque:
                raise Unknown("statement")
        return statements, env, hooks

    def _execute_unknown(self, source: str) -> None:
        """What a string that is not known could do."""
        statements = template_statements(text_of(source, self.frame))
        if statements is None:
            self.run.doubt("EXECUTE", EVERYTHING, {})
            return
        for statement in statements:
            if known_to_be_harmless(statement.tag):
                self.run.unknown("EXECUTE")
            else:
                self.run.doubt("EXECUTE", statement.tag, statement.node)

    def _dynamic_statement(self, statement: Statement, hooks: Any, env: Environment) -> Result | None:
        self.run.tick()
        tag, node = statement.tag, statement.node
        try:
            if tag == "TransactionStmt":
                raise PgError("0A000", "EXECUTE of transaction commands is not implemented", reason="transaction")
            if tag == "SelectStmt":
                from migslint.commands.createas import leftmost

                if "intoClause" in leftmost(node):
                    hint = "You might want to use EXECUTE ... INTO or EXECUTE CREATE TABLE ... AS instead."
                    raise PgError(
                        "0A000", "EXECUTE of SELECT ... INTO is not implemented", hint=hint, reason="unsupported"
                    )
            if tag == "CopyStmt" and "filename" not in node:
                raise PgError("0A000", "cannot COPY to/from client in PL/pgSQL", reason="unsupported")
            if tag in _QUERIES:
                result = self._query(statement, hooks, env)
                returns = tag == "SelectStmt" or "returningClause" in node or "returningList" in node
                return result if returns else None
            self.session.hooks = hooks if tag in _READS_VARIABLES else None
            self.utility(tag, node)
            return _HIDDEN if tag in _TUPLES else None
        except PgError as error:
            error.location = None
            raise
        finally:
            self.session.hooks = None


def check_length(session: Session, value: Value, ref: TypeRef) -> None:
    """`varchar.c, varchar` in an assignment: 22001, unless what is too much are spaces."""
    typmod = ref.typmod
    if not isinstance(typmod, int) or typmod <= 4 or ref.type.name not in ("varchar", "bpchar"):
        return
    text = executor.output(value, session)
    if isinstance(text, str) and text[typmod - 4 :].strip(" "):
        raise PgError("22001", f"value too long for type {format_ref(session, ref)}", reason="value", kind="type")


def _hangs_on_rows(tag: str, node: Any) -> bool:
    """Whether the rows of a table may refuse a statement that changes the catalog."""
    if tag == "IndexStmt":
        return bool(node.get("unique"))
    if tag != "AlterTableStmt":
        return tag in ("CreateTableAsStmt", "RefreshMatViewStmt", "AlterDomainStmt")
    kinds = [item["AlterTableCmd"].get("subtype", "AT_AddColumn") for item in node.get("cmds", ())]
    return any(k in _CHECKS_ROWS for k in kinds)


_CHECKS_ROWS = frozenset(
    ("AT_AddColumn", "AT_AddConstraint", "AT_SetNotNull", "AT_AlterColumnType", "AT_ValidateConstraint", "AT_AddIndex")
)


def _located(error: PgError, text: str, shift: int) -> PgError:
    """Note the text in which an error stands, unless a text inside it was noted already."""
    if error.inner is None:
        location = error.location
        error.inner = Place(text, None if location is None else max(location + shift, 0))
        error.location = None
    return error


def _moved(error: PgError, text: str, by: int) -> PgError:
    """The same in a text around it, of which it is the end."""
    inner = error.inner
    if inner is not None and inner.frame is None and text.endswith(inner.text):
        if inner.location is not None:
            inner.location += len(text[:by].encode())
        inner.text = text
    return error
