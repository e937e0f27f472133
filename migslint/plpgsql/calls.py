"""Functions and procedures of the folder that are called, and what they can do (`pl_handler.c`, `functions.c`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import Argument, Event, FunctionBody, Proc, TypeRef
from migslint.catalog.pg_proc import is_polymorphic
from migslint.catalog.session import Session
from migslint.catalog.typename import base_type
from migslint.executor import api as executor
from migslint.executor.api import Environment
from migslint.executor.values import UNKNOWN, Row, Value
from migslint.plpgsql.body import Body, Mismatch, read_body
from migslint.plpgsql.dynamic import known_to_be_harmless, template_statements, text_of
from migslint.plpgsql.texts import statements_of
from migslint.plpgsql.variables import Frame, Variable
from migslint.plpgsql.ways import CALLS, EVERYTHING, NEXT, ON, Run, TooMuch
from migslint.syntax.statements import parse
from migslint.syntax.tree import walk

#: calls inside calls are followed so deep where they are not run
_DEPTH = 6


class Call(msgspec.Struct, eq=False):
    """A query that is nothing but a call; `retset`: more than one row may come, or one with more columns."""

    proc: Proc
    node: dict[str, Any]
    retset: bool


class Pending:
    """The functions that a query may call, besides those that its evaluation runs."""

    def __init__(self, run: Run, procs: list[Proc]) -> None:
        self.run = run
        self.procs = procs
        self.since = len(run.called)

    def finish(self) -> None:
        """Put in doubt what those could do that were not run."""
        done = self.run.called[self.since :]
        for proc in self.procs:
            if not any(proc is other for other in done):
                maybe(self.run, proc)


def candidates(session: Session, call: dict[str, Any]) -> list[Proc]:
    """The routines of the folder that a call may mean, by name and number of arguments."""
    names = [n["String"].get("sval", "") for n in call["funcname"]]
    count = len(call.get("args", ()))
    try:
        procs = ns.find_procs(session, names[-2] if len(names) > 1 else None, names[-1])
    except (PgError, Unknown):
        return []
    return [
        p
        for p in procs
        if not p.builtin
        and p.language in ("plpgsql", "sql")
        and p.kind in "fp"
        and (len(p.argtypes) - p.ndefaults <= count <= len(p.args) or p.variadic is not None)
    ]


def is_just_a_call(run: Run, node: dict[str, Any]) -> Call | None:
    """SELECT f(…) or SELECT … FROM f(…) and nothing more, where one routine only can be meant."""
    if set(node) <= {"targetList", "limitOption", "op"}:
        targets = node.get("targetList", ())
        call = targets[0]["ResTarget"]["val"].get("FuncCall") if len(targets) == 1 else None
        from_clause = False
    elif set(node) <= {"targetList", "limitOption", "op", "fromClause"} and len(node["fromClause"]) == 1:
        function = node["fromClause"][0].get("RangeFunction", {})
        items = function.get("functions", ())
        first = items[0].get("List", {}).get("items", ({},))[0] if len(items) == 1 else {}
        call = first.get("FuncCall")
        from_clause = True
        if any(tag == "FuncCall" for tag, _ in walk(node.get("targetList", []))):
            return None
    else:
        return None
    if call is None or "over" in call or "agg_filter" in call:
        return None
    found = candidates(run.session, call)
    if len(found) != 1 or found[0].unknown or found[0].kind != "f":
        return None
    if any(candidates(run.session, body) for tag, body in walk(call.get("args", [])) if tag == "FuncCall"):
        return None
    return Call(found[0], call, from_clause or found[0].retset)


def call_statement(run: Run, call: Call | None, env: Environment, statement: dict[str, Any] | None = None) -> Value:
    """The result of a call; `statement` is that of CALL, whose output arguments are variables of the caller."""
    if call is None:
        assert statement is not None
        node = statement["funccall"]
        found = [p for p in candidates(run.session, node) if p.kind == "p"]
        if len(found) != 1 or found[0].unknown:
            for proc in found:
                maybe(run, proc)
            return UNKNOWN
        call = Call(found[0], node, False)
        if isinstance(env, Frame):
            _forget_outputs(env, node)
    return run_function(run, call.proc, _arguments(run, call.proc, call.node, env))


def _forget_outputs(frame: Frame, node: dict[str, Any]) -> None:
    for arg in node.get("args", ()):
        fields = arg.get("ColumnRef", {}).get("fields", ())
        found = frame.resolve([f["String"]["sval"] for f in fields if "String" in f] or [""])
        if found is not None:
            found[0].forget()


def _inputs(proc: Proc) -> list[Argument]:
    modes = "iobv" if proc.kind == "p" else "ibv"
    return [a for a in proc.args if a.mode in modes]


def _arguments(run: Run, proc: Proc, node: dict[str, Any], env: Environment) -> dict[int, Value]:
    """The values of the arguments by their place among all arguments (`parse_func.c`, `expand_function_arguments`)."""
    session = run.session
    inputs = _inputs(proc)
    values: dict[int, Value] = {}
    for i, arg in enumerate(node.get("args", ())):
        if "NamedArgExpr" in arg:
            name = arg["NamedArgExpr"]["name"]
            target = next((a for a in inputs if a.name == name), None)
            arg = arg["NamedArgExpr"]["arg"]
        else:
            target = inputs[i] if i < len(inputs) else None
        if target is None or target.mode == "v":
            continue
        if target.mode == "o":
            continue  # not evaluated
        value = executor.expression(session, arg, env)
        values[_place(proc, target)] = _converted(session, value, target)
    missing = [a for a in inputs if _place(proc, a) not in values and a.default]
    if missing:
        defaults = _defaults(proc)
        for target in missing:
            node_of = defaults.get(_place(proc, target))
            value = UNKNOWN if node_of is None else executor.expression(session, node_of, Environment())
            values[_place(proc, target)] = _converted(session, value, target)
    return values


def call_by_name(run: Run, schema: str | None, name: str, args: list[Value]) -> Value:
    """A call inside an expression, with the values of its arguments (`Environment.call`)."""
    names = [{"String": {"sval": n}} for n in (schema, name) if n]
    found = candidates(run.session, {"funcname": names, "args": args})
    if len(found) != 1 or found[0].unknown or found[0].retset or found[0].variadic is not None:
        return UNKNOWN
    proc = found[0]
    values = {_place(proc, a): _converted(run.session, v, a) for a, v in zip(_inputs(proc), args)}
    if len(args) < len(_inputs(proc)):
        values = {**_arguments(run, proc, {}, Environment()), **values}
    return run_function(run, proc, values)


def _place(proc: Proc, argument: Argument) -> int:
    return next(i for i, a in enumerate(proc.args) if a is argument)


def _converted(session: Session, value: Value, target: Argument) -> Value:
    if value is None or value is UNKNOWN:
        return value
    return UNKNOWN if target.type.typtype == "p" else executor.cast(session, value, target.type)


def _defaults(proc: Proc) -> dict[int, Any]:
    """The expressions of DEFAULT by the place of the argument."""
    event: Event
    for event in reversed(proc.life):
        if event.kind not in ("created", "altered") or event.place is None:
            continue
        for statement in parse(event.place.source, event.place.span):
            if statement.tag == "CreateFunctionStmt":
                parameters = [p["FunctionParameter"] for p in statement.node.get("parameters", ())]
                return {i: p["defexpr"] for i, p in enumerate(parameters) if "defexpr" in p}
    return {}


def run_function(run: Run, proc: Proc, values: dict[int, Value]) -> Value:
    """The result of a routine; UNKNOWN where it is not known, or for more than one row."""
    session = run.session
    run.tick()
    run.called.append(proc)
    if len(run.frames) >= CALLS:
        raise TooMuch("it calls too deeply")
    if proc.strict:
        given = [values.get(_place(proc, a), UNKNOWN) for a in _inputs(proc)]
        if None in [v for v in given if v is not UNKNOWN]:
            return None
        if UNKNOWN in given and has_effects(session, proc):
            run.fork("a strict function", [lambda: _run_for_effects(run, proc, values), lambda: ON])
            return UNKNOWN
    body = proc.body
    if not isinstance(body, FunctionBody) or body.text is None:
        return UNKNOWN
    with inside(run, proc):
        if proc.language == "sql":
            return _run_sql(run, proc, body, values)
        return _run_plpgsql(run, proc, body, values)


@contextmanager
def inside(run: Run, proc: Proc) -> Iterator[None]:
    """While a routine runs: its own settings, and no COMMIT but in a procedure."""
    session = run.session
    saved_path, saved_nested, saved_atomic = dict(session.settings), session.nested, run.atomic
    run.atomic = run.atomic or proc.kind != "p" or bool(proc.settings)
    for name, setting in proc.settings.items():
        session.set(name, setting)
    session.nested = session.nested or "function"
    try:
        yield
    finally:
        session.nested, run.atomic = saved_nested, saved_atomic
        for name in proc.settings:
            if name in saved_path:
                session.set(name, saved_path[name])
            else:
                session.journal.drop(session.settings, name)


def _run_for_effects(run: Run, proc: Proc, values: dict[int, Value]) -> frozenset[Any]:
    body = proc.body
    assert isinstance(body, FunctionBody)
    if proc.language == "sql":
        _run_sql(run, proc, body, values)
    else:
        _run_plpgsql(run, proc, body, values)
    return ON


def compiled(run: Run, proc: Proc, body: FunctionBody) -> Frame:
    """The frame of a call, without its parameters (`plpgsql_compile`)."""
    from migslint.commands.plpgsqlbody import check_plpgsql_body

    tree = check_plpgsql_body(run.session, proc, body)
    if tree is None:
        raise Unknown("a body that is not understood")
    try:
        read = read_body(tree, body.text or "")
    except Mismatch:
        raise Unknown("a body that is not understood") from None
    frame = Frame(run.session, read, proc.name)
    frame.run = run
    return frame


def _run_plpgsql(run: Run, proc: Proc, body: FunctionBody, values: dict[int, Value]) -> Value:
    """`plpgsql_exec_function`."""
    from migslint.plpgsql.interpreter import Interpreter

    session = run.session
    frame = compiled(run, proc, body)
    outputs: list[Variable] = []
    for i, argument in enumerate(proc.args):
        variable = _parameter(frame, argument, values.get(i, None if argument.mode in "ot" else UNKNOWN))
        frame.cells[i] = variable
        if argument.name:
            frame.levels[0].names[argument.name] = variable
        frame.levels[0].names[f"${i + 1}"] = variable
        if argument.mode in "obt":
            outputs.append(variable)
    run.frames.append(frame)
    try:
        outcomes = Interpreter(run, frame).body()
    finally:
        run.frames.pop()
    void = proc.rettype.name == "void" or proc.kind == "p"
    if outcomes == {NEXT} and not void and not outputs and not proc.retset:
        raise PgError("2F005", "control reached end of function without RETURN", reason="definition")
    if proc.retset or void:
        return UNKNOWN if proc.retset else None
    if outputs:
        if len(outputs) == 1:
            return outputs[0].value
        return Row([v.name for v in outputs], [v.value for v in outputs])
    if len(outcomes) > 1 or frame.returned is UNKNOWN or is_polymorphic(proc.rettype):
        return UNKNOWN
    return executor.cast(session, frame.returned, proc.rettype) if frame.returned is not None else None


def _parameter(frame: Frame, argument: Argument, value: Value) -> Variable:
    known = argument.type.typtype not in ("p", "?")
    variable = Variable(argument.name, TypeRef(argument.type) if known else None)
    variable.record = base_type(argument.type).typtype == "c" or argument.type.name == "record"
    variable.value = value
    return variable


def _run_sql(run: Run, proc: Proc, body: FunctionBody, values: dict[int, Value]) -> Value:
    """`fmgr_sql`: the statements in a row; the result is that of the last one."""
    from migslint.plpgsql.execute import Executor

    frame = Frame(run.session, Body("", {}, [], {}, {}, "column"), proc.name)
    frame.run = run
    for place, argument in enumerate(_inputs(proc), 1):
        variable = _parameter(frame, argument, values.get(_place(proc, argument), UNKNOWN))
        if argument.name:
            frame.levels[0].names[argument.name] = variable
        frame.levels[0].names[f"${place}"] = variable
    del frame.levels[0].names["found"]
    executes = Executor(run, frame)
    run.frames.append(frame)
    result: Value = None
    try:
        for statement in statements_of(body.text or ""):
            problem = statement.error
            if problem is not None:
                raise PgError(problem.sqlstate, problem.message, hint=problem.hint, reason="syntax")
            result = executes.sql_statement(statement)
    except PgError as error:
        error.location = None
        raise
    finally:
        run.frames.pop()
    if proc.retset or proc.rettype.typtype in "pc" or result is UNKNOWN or result is None:
        return None if proc.rettype.name == "void" else UNKNOWN
    return executor.cast(run.session, result[0], proc.rettype)


# --- what is not run ---


def calls_of(run: Run, query: Any) -> Pending:
    """The functions with an effect on the catalog that a query may call."""
    procs: list[Proc] = []
    for tag, body in walk(query):
        if tag == "FuncCall":
            procs += [p for p in candidates(run.session, body) if has_effects(run.session, p)]
    return Pending(run, procs)


def maybe(run: Run, proc: Proc) -> None:
    """A function may be run, or not."""
    for tag, node in effects(run.session, proc, 0, set()):
        run.doubt(f"function {proc.name}", tag, node)


def has_effects(session: Session, proc: Proc) -> bool:
    """Whether a routine can change the catalog."""
    return next(effects(session, proc, 0, set()), None) is not None


def effects(session: Session, proc: Proc, depth: int, seen: set[int]) -> Iterator[tuple[str, Any]]:
    """The statements of a routine, and of those that it calls, that can change the catalog."""
    body = proc.body
    if proc.builtin or depth > _DEPTH or id(proc) in seen or not isinstance(body, FunctionBody) or body.text is None:
        return
    seen.add(id(proc))
    if proc.language == "sql":
        yield from _sql_effects(session, body.text, depth, seen)
    elif proc.language == "plpgsql":
        tree = _tree(session, proc, body)
        if tree is None:
            yield EVERYTHING, {}
        else:
            yield from tree_effects(session, tree, depth, seen)


def _tree(session: Session, proc: Proc, body: FunctionBody) -> Any:
    from migslint.commands.plpgsqlbody import check_plpgsql_body

    try:
        return check_plpgsql_body(session, proc, body)
    except (PgError, Unknown):
        return None


def tree_effects(
    session: Session, tree: Any, depth: int = 0, seen: set[int] | None = None
) -> Iterator[tuple[str, Any]]:
    """The statements in a part of a PL/pgSQL tree that can change the catalog."""
    seen = set() if seen is None else seen
    stack = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(reversed(item))
            continue
        if not isinstance(item, dict):
            continue
        for key, value in item.items():
            if key in ("PLpgSQL_stmt_dynexecute", "PLpgSQL_stmt_dynfors"):
                statements = template_statements(text_of(value["query"]["PLpgSQL_expr"]["query"]))
                if statements is None:
                    yield EVERYTHING, {}
                else:
                    yield from ((s.tag, s.node) for s in statements if not known_to_be_harmless(s.tag))
            elif key == "PLpgSQL_expr":
                mode = value.get("parseMode", 0)
                text = value.get("query", "")
                yield from _sql_effects(session, text if mode == 0 else f"SELECT {text}", depth, seen)
            if isinstance(value, (dict, list)):
                stack.append(value)


def _sql_effects(session: Session, text: str, depth: int, seen: set[int]) -> Iterator[tuple[str, Any]]:
    for statement in statements_of(text):
        if statement.error is not None or statement.opaque:
            continue
        if statement.tag == "DoStmt":
            yield EVERYTHING, {}
        elif statement.tag != "CallStmt" and not known_to_be_harmless(statement.tag):
            yield statement.tag, statement.node
        for tag, body in walk({statement.tag: statement.node}):
            if tag == "FuncCall":
                for proc in candidates(session, body):
                    yield from effects(session, proc, depth + 1, seen)
