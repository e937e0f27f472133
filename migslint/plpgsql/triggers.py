"""The triggers that a statement of a folder fires for certain, run (`trigger.c`; pl_exec.c, plpgsql_exec_trigger).

The rows of a table are not known: triggers FOR EACH ROW are run only where a statement brings rows of its own, INSERT
with VALUES, with a row whose columns are not known.  What else may be fired is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import FunctionBody, Relation, Trigger, TypeRef
from migslint.catalog.session import Session
from migslint.executor.values import UNKNOWN, Row, Value
from migslint.plpgsql.calls import compiled, inside
from migslint.plpgsql.interpreter import Interpreter
from migslint.plpgsql.variables import Frame, Variable
from migslint.plpgsql.ways import RETURN, Problem, Run
from migslint.syntax.statements import Statement
from migslint.syntax.tree import walk

#: in the order of their datums (`plpgsql_compile_callback`)
_VARIABLES = (
    ("tg_name", "name"),
    ("tg_when", "text"),
    ("tg_level", "text"),
    ("tg_op", "text"),
    ("tg_relid", "oid"),
    ("tg_relname", "name"),
    ("tg_table_name", "name"),
    ("tg_table_schema", "name"),
    ("tg_nargs", "int4"),
    ("tg_argv", "_text"),
)


def run_triggers(session: Session, statement: Statement, relations: list[Relation]) -> None:
    """Run what a modifying statement fires on these tables: PgError where it is refused for that.

    Where nobody can say how a trigger ends, nothing of what they do is kept.
    """
    if session.setting("session_replication_role") not in (None, "origin", "local"):
        return
    run, tag, node = Run(session), statement.tag, statement.node
    try:
        for relation in relations:
            for trigger, event in _fired(run, relation, tag, node):
                result = _run(run, trigger, event)
                if trigger.row and trigger.timing != "AFTER" and not isinstance(result, Row):
                    raise Unknown("a row that may go no further")
    except PgError as error:
        if any(not p.rows and (p.error is None or p.error.sqlstate != error.sqlstate) for p in run.problems):
            run.undo(run.start)
            return
        error.inner, error.location = None, None
        error.span = statement.place(_location(tag, node))
        raise
    except (Unknown, RecursionError):
        run.undo(run.start)
        return
    if any(not p.rows for p in run.problems):
        run.undo(run.start)


def _location(tag: str, node: Any) -> int | None:
    first = node["relations"][0]["RangeVar"] if tag == "TruncateStmt" else node["relation"]
    location: int = first.get("location", 0)
    return location


def _fired(run: Run, relation: Relation, tag: str, node: Any) -> Iterator[tuple[Trigger, str]]:
    """Triggers with their events, in the order in which they are fired."""
    if relation.unknown or any(rule.event != "select" for rule in relation.rules.values()):
        return
    events = [tag.removesuffix("Stmt").upper()]
    on_conflict = node.get("onConflictClause", {})
    if on_conflict.get("action") == "ONCONFLICT_UPDATE":
        events.append("UPDATE")
    triggers = sorted(relation.triggers.values(), key=lambda t: t.name.encode())
    row = events[0] == "INSERT" and relation.relkind in "rv" and _brings_rows(node)
    if relation.relkind == "v":
        if any(t.timing == "INSTEAD OF" and events[0] in t.events for t in triggers):
            yield from _of(triggers, "BEFORE", False, events, node)
            if row:
                yield from _of(triggers, "INSTEAD OF", True, events[:1], node)
            yield from _of(triggers, "AFTER", False, events, node)
        return
    yield from _of(triggers, "BEFORE", False, events, node)
    if row:
        for trigger in triggers:
            if trigger.row and trigger.timing == "BEFORE" and "INSERT" in trigger.events and trigger.enabled in "OA":
                if trigger.when is not None or not _runs(trigger):
                    row = False
                    break
                yield trigger, "INSERT"
        if row and not on_conflict:
            yield from _of(triggers, "AFTER", True, events, node)
    yield from _of(triggers, "AFTER", False, events, node)


def _of(triggers: list[Trigger], timing: str, row: bool, events: list[str], node: Any) -> Iterator[tuple[Trigger, str]]:
    for event in events:
        for trigger in triggers:
            if trigger.timing != timing or trigger.row != row or event not in trigger.events:
                continue
            if trigger.enabled not in ("O", "A") or trigger.when is not None or trigger.deferrable:
                continue
            if event == "UPDATE" and trigger.columns and not _sets(node, trigger):
                continue
            if _runs(trigger):
                yield trigger, event


def _runs(trigger: Trigger) -> bool:
    """Whether the function of a trigger can be run here."""
    proc = trigger.proc
    return (
        not trigger.unknown
        and proc is not None
        and not proc.unknown
        and not proc.builtin
        and proc.language == "plpgsql"
        and isinstance(proc.body, FunctionBody)
        and proc.body.text is not None
        and not trigger.old_table
        and not trigger.new_table
    )


def _sets(node: Any, trigger: Trigger) -> bool:
    """Whether an UPDATE, or the one of ON CONFLICT, sets a column of UPDATE OF."""
    clause = node.get("onConflictClause", node)
    named = {target["ResTarget"].get("name") for target in clause.get("targetList", ())}
    return any(column.name in named for column in trigger.columns)


def _brings_rows(node: Any) -> bool:
    """Whether an INSERT has a row for certain: VALUES, DEFAULT VALUES, or SELECT of constants."""
    source = node.get("selectStmt", {}).get("SelectStmt")
    if source is None:
        return "selectStmt" not in node
    if not set(source) <= {"valuesLists", "targetList", "limitOption", "op"}:
        return False
    return "valuesLists" in source or not any(tag == "FuncCall" for tag, _ in walk(source["targetList"]))


def _run(run: Run, trigger: Trigger, event: str) -> Value:
    """What a trigger's function returns."""
    proc, session, relation = trigger.proc, run.session, trigger.relation
    assert proc is not None and isinstance(proc.body, FunctionBody)
    run.tick()
    run.called.append(proc)
    with inside(run, proc):
        frame = compiled(run, proc, proc.body)
        _rows(frame, trigger)
        known: dict[str, Value] = {
            "tg_name": trigger.name,
            "tg_when": trigger.timing,
            "tg_level": "ROW" if trigger.row else "STATEMENT",
            "tg_op": event,
            "tg_relname": relation.name,
            "tg_table_name": relation.name,
            "tg_table_schema": relation.namespace.name,
            "tg_nargs": len(trigger.args),
        }
        for place, (name, type) in enumerate(_VARIABLES, 2):
            variable = frame.cells[place] = Variable(name, session.catalog.builtin(type))
            variable.value = known.get(name, UNKNOWN)
            frame.levels[0].names[name] = variable
        run.frames.append(frame)
        try:
            outcomes = Interpreter(run, frame).body()
        finally:
            run.frames.pop()
    if RETURN not in outcomes:
        raise PgError("2F005", "control reached end of trigger procedure without RETURN", reason="definition")
    if len(outcomes) > 1:
        run.problems.append(Problem())
        return UNKNOWN
    return frame.returned


def _rows(frame: Frame, trigger: Trigger) -> None:
    """NEW and OLD; the columns of one that there is not are null."""
    relation = trigger.relation
    for place, name in enumerate(("new", "old")):
        variable = frame.cells[place] = Variable(name, None, record=True)
        if relation.rowtype is not None:
            variable.type = TypeRef(relation.rowtype)
        if trigger.row and name == "new":
            columns = list(relation.attributes)
            variable.value = Row(columns, [UNKNOWN] * len(columns))
        frame.levels[0].names[name] = variable
