"""The bodies of all functions of a folder, against the catalog that it leaves behind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec

from migslint.analyze.types import UNSURE_REF
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import FunctionBody, Proc, Relation, TypeRef
from migslint.catalog.objects import Trigger as TriggerObject
from migslint.catalog.pg_proc import is_polymorphic
from migslint.catalog.session import Session
from migslint.catalog.typename import base_type
from migslint.commands.sqlbody import check_sql_body, with_settings
from migslint.plpgsql.check.constants import Trigger
from migslint.plpgsql.check.estate import Problem, Result, Uncompiled
from migslint.plpgsql.check.names import Conflict, Names, Record, Variable, datum_of, shape_of
from migslint.plpgsql.check.parse import Body, Unreadable, read
from migslint.plpgsql.check.place import Placer
from migslint.plpgsql.check.query import Texts
from migslint.plpgsql.check.walk import Walk
from migslint.source import Place

_CREATES = re.compile(
    r"\bcreate\s+(?:or\s+replace\s+)?(?:(?:global|local)\s+)?(?:temp|temporary|unlogged)?\s*(?:recursive\s+)?"
    r"(?:table|view|materialized\s+view|sequence)\s+(?:if\s+not\s+exists\s+)?"
    r'(?:(?:"[^"]+"|\w+)\s*\.\s*)?("[^"]+"|\w+)',
    re.I,
)

_CONFLICTS: dict[str, Conflict] = {"use_variable": "variable", "use_column": "column"}

_TRIGGER_VARIABLES = {
    "tg_name": "name",
    "tg_when": "text",
    "tg_level": "text",
    "tg_op": "text",
    "tg_relid": "oid",
    "tg_relname": "name",
    "tg_table_name": "name",
    "tg_table_schema": "name",
    "tg_nargs": "int4",
    "tg_argv": "_text",
}


class Call(msgspec.Struct, eq=False):
    """What a call of a function would be refused for.

    `trigger` is the one that fires the function; `used` says whether something of the folder calls or fires it, and the
    error is not caught; `place` is the token in the file, `maker` the statement that made the function; `cause` is the
    error without which this one would not be.
    """

    proc: Proc
    trigger: TriggerObject | None
    error: PgError
    place: Place
    maker: Place
    used: bool
    cause: Call | None = None


def check_bodies(session: Session, fault: Callable[[Place, Exception], None] | None = None) -> list[Call]:
    """Check the bodies of all functions and procedures that the folder has made and that are there at its end.

    `fault` is told of a mistake of ours, with the statement that made the function, and the rest goes on; without it an
    exception is raised.
    """
    procs = [p for p in _made(session) if not p.unknown]
    if not procs:
        return []
    journal = session.journal
    mark = journal.mark()
    try:
        for proc in procs:
            for name in _CREATES.findall(proc.body.text):
                session.catalog.doubt("relation", name=name[1:-1] if name.startswith('"') else name.lower())
        out: list[Call] = []
        for proc in procs:
            inner = journal.mark()
            try:
                with_settings(session, proc, lambda: out.extend(_check(session, proc)))  # noqa: B023
            except Exception as error:
                if fault is None:
                    raise
                fault(proc.body.place, error)
            finally:
                journal.rollback(inner)
                session._path_key = None
        return out
    finally:
        journal.rollback(mark)


def _made(session: Session) -> Iterator[Proc]:
    for namespace in list(session.catalog.namespaces.values()):
        for procs in list(namespace.procs.values()):
            for proc in procs:
                body = proc.body
                if isinstance(body, FunctionBody) and body.text is not None and body.place is not None:
                    if proc.language in ("plpgsql", "sql"):
                        yield proc


def _check(session: Session, proc: Proc) -> Iterator[Call]:
    """What calls of one function are refused for, each error once."""
    body: FunctionBody = proc.body
    placer: Placer | None = None
    told: dict[tuple[int | None, str, str], Call] = {}
    calls: dict[Problem, Call] = {}
    for trigger, problem in _sql(session, proc) if proc.language == "sql" else _plpgsql(session, proc):
        error = problem.error
        key = (problem.at, error.sqlstate, error.message)
        if key in told:
            calls[problem] = told[key]
            continue
        assert body.place is not None
        if placer is None:
            placer = Placer(body.place, body)
        place = Place(placer.source, placer.span(problem.at))
        cause = calls.get(problem.cause) if problem.cause is not None else None
        call = Call(proc, trigger, error, place, body.place, bool(proc.dependents) and not problem.caught, cause)
        told[key] = calls[problem] = call
        yield call


def _sql(session: Session, proc: Proc) -> Iterator[tuple[TriggerObject | None, Problem]]:
    """A string body of an SQL function, which was right when the function was made."""
    body: FunctionBody = proc.body
    polymorphic = any(is_polymorphic(t) for t in proc.argtypes)
    try:
        check_sql_body(session, proc, body, polymorphic, within=True)
    except PgError as error:
        yield None, Problem(error.with_traceback(None), error.location)


def _plpgsql(session: Session, proc: Proc) -> Iterator[tuple[TriggerObject | None, Problem]]:
    try:
        body = read(proc.body.text)
    except Unreadable:
        return
    texts = Texts(body.data)
    result = proc.rettype
    if not (result.builtin and result.name == "trigger"):
        for problem in _walk(session, proc, body, texts, []):
            yield None, problem
        return
    fired: dict[Relation, list[TriggerObject]] = {}
    for item in proc.dependents:
        if isinstance(item, TriggerObject) and item.parent is None and not item.unknown:
            fired.setdefault(item.relation, []).append(item)
    mark = session.journal.mark()
    for relation, triggers in fired.items():
        if not relation.unknown & {"self"}:
            for problem in _walk(session, proc, body, texts, triggers):
                yield triggers[0], problem
        session.journal.rollback(mark)


def _walk(session: Session, proc: Proc, body: Body, texts: Texts, triggers: list[TriggerObject]) -> list[Problem]:
    """The problems of a function, or of a trigger function where these triggers of one table fire it."""

    def builtin(name: str) -> TypeRef:
        return TypeRef(session.catalog.builtin_type(name))

    setting = proc.settings.get("plpgsql.variable_conflict") or session.setting("plpgsql.variable_conflict") or ""
    conflict = _CONFLICTS.get(body.conflict or setting, "error")
    names = Names(session, conflict)
    names.push(proc.name)
    _arguments(names, proc)
    trigger = None
    if triggers:
        relation = triggers[0].relation
        state = shape_of(relation)
        rowtype = TypeRef(relation.rowtype) if relation.rowtype is not None and state != "unknown" else None
        for name in ("new", "old"):
            names.add(Record(name, rowtype, state))
        for name, type in _TRIGGER_VARIABLES.items():
            names.add(Variable(name, builtin(type)))
        trigger = _fired(triggers)
        _transition(names, triggers)
    elif proc.rettype.builtin and proc.rettype.name == "event_trigger":
        for name in ("tg_event", "tg_tag"):
            names.add(Variable(name, builtin("text")))
    names.add(Variable("found", builtin("bool")))
    walk = Walk(session, texts, names, _result(proc), trigger)
    try:
        walk.block(body.block)
    except Unknown:
        pass
    except Uncompiled as refusal:
        error, at = refusal.args
        return [Problem(error, at)]
    return walk.problems


def _arguments(names: Names, proc: Proc) -> None:
    """`do_compile`: each argument by its name and by its number."""
    for i, argument in enumerate(proc.args, 1):
        ref = UNSURE_REF if is_polymorphic(argument.type) else TypeRef(argument.type)
        datum = datum_of(argument.name or f"${i}", ref)
        if isinstance(datum, Record) and datum.type is None:
            datum.state = "unknown"
        names.levels[-1].items[f"${i}"] = datum
        if argument.name:
            names.levels[-1].items[argument.name] = datum


def _result(proc: Proc) -> Result:
    """What the function returns; a single column has no name."""
    out = [(a.name, a.type) for a in proc.args if a.mode in "obt"]
    if len(out) < 2:
        relation = base_type(proc.rettype).relation
        if relation is not None:
            if relation.unknown:
                return Result()
            columns = [(a.name, TypeRef(a.type, a.typmod)) for a in relation.attributes.values()]
            return Result(columns, proc.rettype if proc.rettype.typtype == "c" else None)
        out = [("", proc.rettype)]
    if any(is_polymorphic(t) or t.typtype in "p?" for _, t in out):
        return Result()
    return Result([(name, TypeRef(t)) for name, t in out])


def _fired(triggers: list[TriggerObject]) -> Trigger:
    """What the variables of a trigger function can be."""
    relation = triggers[0].relation
    name = frozenset((relation.name,))
    known = not relation.children and not relation.parents
    values = {
        "tg_op": frozenset(e for t in triggers for e in t.events),
        "tg_when": frozenset(t.timing for t in triggers),
        "tg_level": frozenset("ROW" if t.row else "STATEMENT" for t in triggers),
        "tg_name": frozenset(t.name for t in triggers),
    }
    if known:
        values |= {
            "tg_table_name": name,
            "tg_relname": name,
            "tg_table_schema": frozenset((relation.namespace.name,)),
        }
    return Trigger(values)


def _transition(names: Names, triggers: list[TriggerObject]) -> None:
    """REFERENCING OLD TABLE AS …, NEW TABLE AS …"""
    for trigger in triggers:
        for name in (trigger.old_table, trigger.new_table):
            if name:
                names.tables[name] = trigger.relation
